{#
    Expenditure by function beside that of the year before. A function that is in one of both years only has a row; a
    year whose year before is not disclosed has no change.
#}
with

totals as (

    {{ totals_of_years(published('fct_function_expenditures'), 'function_code') }}

),

years as (

    select distinct
        organization_key,
        basis,
        money_scope,
        fiscal_year,
        disclosure_key
    from totals

),

beside_each_other as (

    select
        organization_key,
        basis,
        money_scope,
        fiscal_year,
        function_code,
        is_complete,
        is_main_scope,
        amount_yuan,
        cast(null as decimal(38, 2)) as former_amount_yuan
    from totals

    union all

    select
        organization_key,
        basis,
        money_scope,
        fiscal_year + 1 as fiscal_year,
        function_code,
        is_complete,
        is_main_scope,
        cast(null as decimal(38, 2)) as amount_yuan,
        amount_yuan as former_amount_yuan
    from totals

),

facts as (

    select
        organization_key,
        basis,
        money_scope,
        fiscal_year,
        function_code,
        bool_and(is_complete) as is_complete,
        bool_or(is_main_scope) as is_main_scope,
        sum(amount_yuan) as amount_yuan,
        sum(former_amount_yuan) as former_amount_yuan
    from beside_each_other
    group by all

),

changes as (

    select
        years.disclosure_key,
        former_years.disclosure_key as former_disclosure_key,
        facts.*,
        if(
            former_years.disclosure_key is not null,
            coalesce(facts.amount_yuan, 0) - coalesce(facts.former_amount_yuan, 0),
            null
        ) as change_yuan
    from facts
    inner join years
        on
            facts.organization_key = years.organization_key
            and facts.basis = years.basis
            and facts.money_scope = years.money_scope
            and facts.fiscal_year = years.fiscal_year
    left join years as former_years
        on
            facts.organization_key = former_years.organization_key
            and facts.basis = former_years.basis
            and facts.money_scope = former_years.money_scope
            and facts.fiscal_year = former_years.fiscal_year + 1

)

select
    {{ which_organization() }},
    facts.basis,
    {{ label_of('basis') }},
    facts.money_scope,
    {{ label_of('money_scope') }},
    facts.is_main_scope,
    {{ function_columns() }},
    {{ change_columns() }},
    facts.is_complete,
    facts.disclosure_key,
    facts.former_disclosure_key,
    facts.organization_key,
    organizations.region_code
from changes as facts
{{ join_which_organization() }}
{{ join_functions() }}
{{- join_labels('facts', ['basis', 'money_scope']) }}
