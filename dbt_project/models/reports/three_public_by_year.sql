{#
    The three public expenses of each year beside those of the year before, which the same statement often prints. Of
    the disclosures that print a year, the one of that year is taken.
#}
with

printed as (

    select
        organization_key,
        if(basis = 'prior_budget', 'budget', basis) as basis,
        money_scope,
        fiscal_year,
        item_code,
        disclosure_key,
        is_main_scope,
        is_complete,
        amount_yuan
    from {{ published('fct_three_public_expenses') }}
    where basis in ('budget', 'prior_budget', 'final')

),

totals as (

    {{ totals_of_years('printed', 'item_code') }}

),

facts as (

    select
        totals.*,
        former.amount_yuan as former_amount_yuan,
        totals.amount_yuan - former.amount_yuan as change_yuan
    from totals
    left join totals as former
        on
            totals.organization_key = former.organization_key
            and totals.basis = former.basis
            and totals.money_scope = former.money_scope
            and totals.fiscal_year = former.fiscal_year + 1
            and totals.item_code = former.item_code

)

select
    {{ which_organization() }},
    facts.basis,
    {{ label_of('basis') }},
    facts.money_scope,
    {{ label_of('money_scope') }},
    facts.is_main_scope,
    facts.item_code,
    {{ label_of('item_code') }},
    {{ change_columns() }},
    facts.is_complete,
    facts.disclosure_key,
    facts.organization_key,
    organizations.region_code
from facts
{{ join_which_organization() }}
{{- join_labels('facts', ['basis', 'money_scope', 'item_code']) }}
