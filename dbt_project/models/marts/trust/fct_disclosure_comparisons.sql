{{ config(tags=['whole_warehouse']) }}
{#
    One row for each figure that one disclosure repeats from another: last year's figures, the budget in the final
    accounts, a unit in the disclosure of its department. Only current disclosures are compared, and only figures whose
    line both print once in the same statement. A comparison neither proves nor contradicts a figure: disclosures come
    and go, and what a document proves must not depend on other documents.
#}
with

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

comparisons as (

    select * from {{ ref('disclosure_comparisons') }}

),

disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current and organization_key is not null

),

three_public_items as (

    select
        amount_key,
        item_code
    from {{ ref('fct_three_public_expenses') }}

),

amounts as (

    select * from {{ ref('fct_published_amounts') }}
    where measure = 'amount' and amount_yuan is not null

),

-- 合计 and 总计 are one line; the year in 2024年合计 is already known from the figure.
lines as (

    select
        amounts.*,
        disclosures.report_kind,
        disclosures.scope,
        disclosures.organization_name,
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
    inner join disclosures
        on amounts.disclosure_key = disclosures.disclosure_key
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
        / power(10, max(decimals) over (partition by disclosure_key, table_no, published_unit)) as step_yuan
    from lines

),

figures as (

    select * from named
    -- If a statement prints a line twice, nobody knows which one is meant.
    qualify count(*) over (
        partition by
            disclosure_key, statement_code, flow, unit_code, line, fund_source, nature, basis, fiscal_year
    ) = 1

),

repeated as (

    select
        comparisons.rule_code,
        figures.amount_key,
        others.amount_key as other_amount_key
    from figures
    inner join comparisons
        on figures.report_kind = comparisons.report_kind and figures.basis = comparisons.basis
    inner join figures as others
        on
            figures.organization_key = others.organization_key
            and figures.statement_code = others.statement_code
            and figures.line = others.line
            and figures.flow = others.flow
            and figures.fund_source = others.fund_source
            and figures.nature = others.nature
            and figures.fiscal_year = others.fiscal_year
            and figures.unit_code is not distinct from others.unit_code
            and comparisons.other_report_kind = others.report_kind
            and comparisons.other_basis = others.basis
    where
        figures.disclosure_key <> others.disclosure_key
        and (figures.scope = others.scope or figures.scope = '' or others.scope = '')

),

units as (

    select
        'unit_in_department' as rule_code,
        figures.amount_key,
        others.amount_key as other_amount_key
    from figures
    inner join figures as others
        on
            figures.squashed_label = {{ squash('others.organization_name') }}
            and figures.statement_code = others.statement_code
            and figures.report_kind = others.report_kind
            and figures.flow = others.flow
            and figures.fund_source = others.fund_source
            and figures.nature = others.nature
            and figures.basis = others.basis
            and figures.fiscal_year = others.fiscal_year
    where
        figures.code is null
        and others.line = 'total'
        and others.scope = 'unit'
        and figures.scope <> 'unit'
        and figures.organization_key <> others.organization_key

),

held as (

    select * from repeated
    union all
    select * from units

)

select
    held.rule_code || '-' || held.amount_key || '-' || held.other_amount_key as comparison_key,
    held.rule_code,
    figures.disclosure_key,
    others.disclosure_key as other_disclosure_key,
    figures.fiscal_year,
    figures.statement_code,
    figures.line_label,
    figures.column_label,
    others.column_label as other_column_label,
    figures.amount_yuan,
    others.amount_yuan as other_amount_yuan,
    figures.amount_yuan - others.amount_yuan as difference_yuan,
    cast(greatest(figures.step_yuan, others.step_yuan) as decimal(24, 6)) as tolerance_yuan,
    case
        when difference_yuan = 0 then 'pass'
        when abs(difference_yuan) <= tolerance_yuan then 'rounding'
        else rules.on_difference
    end as status,
    rules.severity,
    figures.page_no,
    others.page_no as other_page_no,
    held.amount_key,
    held.other_amount_key
from held
inner join rules
    on held.rule_code = rules.rule_code
inner join figures
    on held.amount_key = figures.amount_key
inner join figures as others
    on held.other_amount_key = others.amount_key
