{# Expenditure by function of the organisations and years of which both are published. #}
with

totals as (

    {{ totals_of_years(published('fct_function_expenditures'), 'function_code') }}

),

published_years as (

    select
        organization_key,
        money_scope,
        fiscal_year,
        max(disclosure_key) filter (where basis = 'budget') as budget_disclosure_key,
        max(disclosure_key) filter (where basis = 'final') as final_disclosure_key
    from totals
    group by all
    having budget_disclosure_key is not null and final_disclosure_key is not null

),

facts as (

    select
        published_years.*,
        totals.function_code,
        bool_and(totals.is_complete) as is_complete,
        sum(totals.amount_yuan) filter (where totals.basis = 'budget') as budget_yuan,
        sum(totals.amount_yuan) filter (where totals.basis = 'final') as final_yuan,
        coalesce(sum(totals.amount_yuan) filter (where totals.basis = 'final'), 0)
        - coalesce(sum(totals.amount_yuan) filter (where totals.basis = 'budget'), 0) as difference_yuan
    from totals
    inner join published_years
        on
            totals.organization_key = published_years.organization_key
            and totals.money_scope = published_years.money_scope
            and totals.fiscal_year = published_years.fiscal_year
    where totals.basis in ('budget', 'final')
    group by all

)

select
    {{ which_organization() }},
    facts.money_scope,
    {{ label_of('money_scope') }},
    {{ function_columns() }},
    facts.budget_yuan,
    facts.final_yuan,
    facts.difference_yuan,
    {{ in_10k_yuan('facts.budget_yuan') }} as budget_10k_yuan,
    {{ in_10k_yuan('facts.final_yuan') }} as final_10k_yuan,
    {{ in_10k_yuan('facts.difference_yuan') }} as difference_10k_yuan,
    {{ percent('facts.final_yuan', 'facts.budget_yuan') }} as execution_percent,
    facts.is_complete,
    facts.budget_disclosure_key,
    facts.final_disclosure_key,
    facts.organization_key,
    organizations.region_code
from facts
{{ join_which_organization() }}
{{ join_functions() }}
{{- join_labels('facts', ['money_scope']) }}
