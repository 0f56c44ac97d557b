{#
    One row for each line by function that an analysts' fact takes. Each money scope of a disclosure has the lines of one
    statement: its own, else those columns of the statement of all funds.

    `is_main_scope` says which rows to add up if no scope is chosen, so that nothing counts twice: the statements by fund
    if they agree with the statement of all funds, else only the statement of all funds.
#}
with

lines as (

    select * from {{ ref('int_function_lines') }}

),

-- The statement of a scope is the one that is of no other money, or that comes first.
scopes as (

    select
        disclosure_key,
        basis,
        money_scope,
        statement_code,
        is_of_all_funds
    from lines
    group by disclosure_key, basis, money_scope, statement_code, is_of_all_funds, sort_order
    qualify
        row_number() over (
            partition by disclosure_key, basis, money_scope order by is_of_all_funds, sort_order
        ) = 1

),

chosen as (

    select lines.*
    from lines
    inner join scopes
        on
            lines.disclosure_key = scopes.disclosure_key
            and lines.basis = scopes.basis
            and lines.money_scope = scopes.money_scope
            and lines.statement_code = scopes.statement_code

),

totals as (

    select
        disclosure_key,
        basis,
        sum(coalesce(total_yuan, parts_yuan)) filter (where is_of_all_funds and money_scope = 'all') as all_funds_yuan,
        sum(coalesce(total_yuan, parts_yuan)) filter (where not is_of_all_funds) as by_fund_yuan
    from chosen
    group by disclosure_key, basis

)

select
    chosen.* exclude (sort_order, is_of_all_funds),
    case
        -- Columns by fund of a statement of all funds count where nothing else is printed.
        when totals.all_funds_yuan is null then not chosen.is_of_all_funds or totals.by_fund_yuan is null
        when
            totals.by_fund_yuan is not null
            and abs(totals.all_funds_yuan - totals.by_fund_yuan) <= 10 * chosen.last_digit_yuan
            then not chosen.is_of_all_funds
        else chosen.is_of_all_funds and chosen.money_scope = 'all'
    end as is_main_scope
from chosen
inner join totals
    on chosen.disclosure_key = totals.disclosure_key and chosen.basis = totals.basis
