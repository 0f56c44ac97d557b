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

    select
        disclosure_key,
        organization_key,
        report_kind,
        scope,
        {{ squash('organization_name') }} as squashed_name
    from {{ ref('dim_disclosures') }}
    where is_current and organization_key is not null

),

-- An organisation with one disclosure repeats nothing of its own.
organizations as (

    select organization_key
    from disclosures
    group by organization_key
    having count(*) > 1

),

of_same_organization as (

    select disclosures.*
    from disclosures
    inner join organizations
        on disclosures.organization_key = organizations.organization_key

),

own_figures as (

    select
        of_same_organization.organization_key,
        of_same_organization.report_kind,
        of_same_organization.scope,
        figures.*
    from {{ ref('int_comparable_figures') }} as figures
    inner join of_same_organization
        on figures.disclosure_key = of_same_organization.disclosure_key

),

repeated as (

    select
        comparisons.rule_code,
        figures.amount_key,
        others.amount_key as other_amount_key
    from own_figures as figures
    inner join comparisons
        on figures.report_kind = comparisons.report_kind and figures.basis = comparisons.basis
    inner join own_figures as others
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

totals_of_units as (

    select
        units.organization_key,
        units.report_kind,
        units.squashed_name,
        figures.*
    from {{ ref('int_comparable_figures') }} as figures
    inner join disclosures as units
        on figures.disclosure_key = units.disclosure_key
    where figures.line = 'total' and units.scope = 'unit'

),

units as (

    select
        'unit_in_department' as rule_code,
        figures.amount_key,
        others.amount_key as other_amount_key
    from {{ ref('int_comparable_figures') }} as figures
    inner join totals_of_units as others
        on
            figures.possible_unit_name = others.squashed_name
            and figures.statement_code = others.statement_code
            and figures.flow = others.flow
            and figures.fund_source = others.fund_source
            and figures.nature = others.nature
            and figures.basis = others.basis
            and figures.fiscal_year = others.fiscal_year
    inner join disclosures
        on figures.disclosure_key = disclosures.disclosure_key and others.report_kind = disclosures.report_kind
    where disclosures.scope <> 'unit' and disclosures.organization_key <> others.organization_key

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
    cast(greatest(figures.table_step_yuan, others.table_step_yuan) as decimal(24, 6)) as tolerance_yuan,
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
inner join {{ ref('int_comparable_figures') }} as figures
    on held.amount_key = figures.amount_key
inner join {{ ref('int_comparable_figures') }} as others
    on held.other_amount_key = others.amount_key
