{#
    The leaves by function of each statement add up to a total that the statement prints, within the rounding
    of its lines. Where they do not, lines are missing from the document or its publisher has miscounted: a
    matter to look at, not to stop for. A statement that prints no total is not judged.
#}
{{ config(severity='warn', tags=['publisher']) }}

with

leaves as (

    select * from {{ ref('fct_function_expenditures') }}

),

amounts as (

    select
        *,
        power(10, -length(regexp_extract({{ squash('raw_text') }}, '\.([0-9]+)', 1)))
        * coalesce(amount_yuan / nullif(published_value, 0), 0) as last_digit_yuan
    from {{ ref('fct_published_amounts') }}

),

leaf_sums as (

    select
        leaves.disclosure_key,
        leaves.source_statement_code as statement_code,
        leaves.fiscal_year,
        leaves.basis,
        leaves.fund_source,
        sum(leaves.amount_yuan) as leaves_yuan,
        max(amounts.last_digit_yuan) * (count(distinct amounts.table_no || '-' || amounts.row_no) + 1) / 2
            as tolerance_yuan
    from leaves
    inner join amounts
        on leaves.amount_key = amounts.amount_key
    group by
        leaves.disclosure_key,
        leaves.source_statement_code,
        leaves.fiscal_year,
        leaves.basis,
        leaves.fund_source

),

printed_totals as (

    select
        disclosure_key,
        statement_code,
        fiscal_year,
        basis,
        fund_source,
        amount_yuan
    from amounts
    where
        row_role = 'total'
        and function_code is null
        and flow = 'expenditure'
        and nature = 'total'
        and measure = 'amount'

),

compared as (

    select
        leaf_sums.disclosure_key,
        leaf_sums.statement_code,
        leaf_sums.fund_source,
        leaf_sums.leaves_yuan,
        leaf_sums.tolerance_yuan,
        arg_min(printed_totals.amount_yuan, abs(printed_totals.amount_yuan - leaf_sums.leaves_yuan)) as printed_yuan
    from leaf_sums
    inner join printed_totals
        on
            leaf_sums.disclosure_key = printed_totals.disclosure_key
            and leaf_sums.statement_code = printed_totals.statement_code
            and leaf_sums.fiscal_year = printed_totals.fiscal_year
            and leaf_sums.basis = printed_totals.basis
            and leaf_sums.fund_source = printed_totals.fund_source
    group by all

)

select
    *,
    printed_yuan - leaves_yuan as difference_yuan
from compared
where abs(printed_yuan - leaves_yuan) > tolerance_yuan
