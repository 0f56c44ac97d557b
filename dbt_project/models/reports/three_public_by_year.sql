{#
    The three public expenses of each year beside those of the year before, which the same statement often prints. Of
    the disclosures that print a year, the one of that year is taken.
#}
with

printed as (

    select * replace (if(basis = 'prior_budget', 'budget', basis) as basis)
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
    organizations.organization_name,
    regions.full_name_zh as region_name,
    regions.province_name_zh as province_name,
    facts.fiscal_year,
    facts.basis,
    {{ label_of('basis') }},
    facts.money_scope,
    {{ label_of('money_scope') }},
    facts.is_main_scope,
    facts.item_code,
    {{ label_of('item_code') }},
    facts.amount_yuan,
    facts.former_amount_yuan,
    facts.change_yuan,
    {{ in_10k_yuan('facts.amount_yuan') }} as amount_10k_yuan,
    {{ in_10k_yuan('facts.former_amount_yuan') }} as former_amount_10k_yuan,
    {{ in_10k_yuan('facts.change_yuan') }} as change_10k_yuan,
    {{ percent('facts.change_yuan', 'facts.former_amount_yuan') }} as change_percent,
    facts.is_complete,
    facts.disclosure_key,
    facts.organization_key,
    organizations.region_code
from facts
inner join {{ published('dim_organizations') }} as organizations
    on facts.organization_key = organizations.organization_key
left join {{ published('dim_regions') }} as regions
    on organizations.region_code = regions.region_code
{{- join_labels('facts', ['basis', 'money_scope', 'item_code']) }}
