{#
    One row for each revenue line that can be added up, from one balance for each money scope of a disclosure: details,
    and lines whose parts do not add up to them (such as a single part after 其中). These lines replace everything below
    them. Of government funds the list of revenue counts.
#}
with recursive

figures as (

    select
        figures.*,
        statements.sort_order,
        statements.money_scope
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on
            figures.statement_code = statements.statement_code
            and (statements.flow = 'both' or (statements.flow = 'revenue' and statements.money_scope <> 'all'))
    where {{ is_of_disclosure('figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

revenues as (

    select
        figures.*,
        lines.parent_line_key,
        power(10, -figures.printed_decimals) * coalesce(figures.amount_yuan / nullif(figures.published_value, 0), 0)
            as last_digit_yuan
    from figures
    inner join documents
        on figures.disclosure_key = documents.disclosure_key and figures.fiscal_year = documents.fiscal_year
    inner join lines
        on figures.line_key = lines.line_key
    where
        figures.flow = 'revenue'
        and not figures.is_total_line
        and figures.measure = 'amount'
        and figures.basis in ('budget', 'final')

),

wholes as (

    select
        whole.line_key,
        max(whole.amount_yuan) as amount_yuan,
        sum(parts.amount_yuan) as parts_yuan,
        max(parts.last_digit_yuan) as last_digit_yuan,
        count(*) as part_count
    from revenues as whole
    inner join revenues as parts
        on whole.line_key = parts.parent_line_key and whole.col_no = parts.col_no
    group by whole.line_key, whole.col_no

),

undivided as (

    select distinct line_key
    from wholes
    where abs(parts_yuan - amount_yuan) > last_digit_yuan * (part_count + 1) / 2

),

below_undivided as (

    select lines.line_key
    from lines
    inner join undivided
        on lines.parent_line_key = undivided.line_key

    union

    select lines.line_key
    from lines
    inner join below_undivided
        on lines.parent_line_key = below_undivided.line_key

),

leaves as (

    select revenues.*
    from revenues
    left join undivided
        on revenues.line_key = undivided.line_key
    left join below_undivided
        on revenues.line_key = below_undivided.line_key
    where
        below_undivided.line_key is null
        and (revenues.row_role = 'detail' or undivided.line_key is not null)

),

scopes as (

    select
        disclosure_key,
        statement_code,
        row_number() over (partition by disclosure_key order by min(sort_order)) = 1 as is_main_scope
    from leaves
    group by disclosure_key, statement_code

)

select
    leaves.amount_key,
    leaves.disclosure_key,
    leaves.fiscal_year,
    leaves.basis,
    leaves.line_label,
    leaves.fund_source,
    leaves.amount_yuan,
    leaves.statement_code,
    leaves.money_scope,
    scopes.is_main_scope
from leaves
inner join scopes
    on leaves.disclosure_key = scopes.disclosure_key and leaves.statement_code = scopes.statement_code
