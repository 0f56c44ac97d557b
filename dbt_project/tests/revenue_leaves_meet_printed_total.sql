{#
    The leaves of revenue add up to a total that their statement prints, within the rounding of its lines. Where
    they do not, its publisher has miscounted or we have misread what belongs to what: a matter to look at, not to
    stop for. A statement that prints no total is not judged.
#}
{{ config(severity='warn', tags=['publisher']) }}

with

leaves as (

    select * from {{ ref('fct_revenues') }}

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
        sum(leaves.amount_yuan) as leaves_yuan,
        max(amounts.last_digit_yuan) * (count(*) + 1) / 2 as tolerance_yuan
    from leaves
    inner join amounts
        on leaves.amount_key = amounts.amount_key
    group by leaves.disclosure_key, leaves.source_statement_code, leaves.fiscal_year, leaves.basis

),

compared as (

    select
        leaf_sums.disclosure_key,
        leaf_sums.statement_code,
        leaf_sums.leaves_yuan,
        leaf_sums.tolerance_yuan,
        max(amounts.amount_yuan) as printed_yuan
    from leaf_sums
    inner join amounts
        on
            leaf_sums.disclosure_key = amounts.disclosure_key
            and leaf_sums.statement_code = amounts.statement_code
            and leaf_sums.fiscal_year = amounts.fiscal_year
            and leaf_sums.basis = amounts.basis
    where
        amounts.row_role = 'total'
        and amounts.flow = 'revenue'
        and amounts.fund_source = 'total'
        and amounts.measure = 'amount'
    group by all

)

select
    *,
    printed_yuan - leaves_yuan as difference_yuan
from compared
where abs(printed_yuan - leaves_yuan) > tolerance_yuan
