{#
    The figures of money that other disclosures may be compared with: those whose line a statement prints once. If it
    prints a line twice, it is unknown which one is meant; what was recognised in a picture may be misread. Everything
    that a comparison needs of one document is computed here; the rows of earlier runs are kept, since comparisons need
    all of them.
#}
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

three_public_items as (

    select
        amount_key,
        item_code
    from {{ ref('int_three_public_leaves') }}

),

amounts as (

    select
        amount_key,
        disclosure_key,
        table_no,
        statement_code,
        flow,
        unit_code,
        coalesce(line_label, '') as line_label,
        function_code,
        department_economic_code,
        government_economic_code,
        procurement_code,
        row_role,
        column_label,
        fund_source,
        nature,
        basis,
        fiscal_year,
        published_value,
        published_unit,
        amount_yuan,
        raw_text,
        page_no
    from {{ ref('int_figures') }}
    where measure = 'amount' and amount_yuan is not null and recognition_score is null

),

-- 合计 and 总计 are one line; the year in 2024年合计 is already known from the figure.
lines as (

    select
        amounts.*,
        {{ without_first(squash('amounts.line_label'), "'[0-9]{4}年'") }} as squashed_label,
        coalesce(
            amounts.function_code,
            amounts.department_economic_code,
            amounts.government_economic_code,
            amounts.procurement_code,
            three_public_items.item_code
        ) as code,
        cast(amounts.amount_yuan as double) / cast(nullif(amounts.published_value, 0) as double) as factor,
        length(split_part({{ without_all('amounts.raw_text', "'[^0-9.]'") }}, '.', 2)) as decimals
    from amounts
    left join three_public_items
        on amounts.amount_key = three_public_items.amount_key

),

named as (

    select
        *,
        case
            when code is not null then code
            when row_role = 'total' and squashed_label in ('', '合计', '总计', '共计', '小计') then 'total'
            else squashed_label
        end as line,
        max(factor) over (partition by disclosure_key, table_no, published_unit)
        / power(10, max(decimals) over (partition by disclosure_key, table_no, published_unit)) as table_step_yuan
    from lines

)

select
    amount_key,
    disclosure_key,
    statement_code,
    flow,
    unit_code,
    line,
    case when code is null then squashed_label end as possible_unit_name,
    line_label,
    column_label,
    fund_source,
    nature,
    basis,
    fiscal_year,
    amount_yuan,
    table_step_yuan,
    page_no
from named
qualify count(*) over (
    partition by disclosure_key, statement_code, flow, unit_code, line, fund_source, nature, basis, fiscal_year
) = 1
