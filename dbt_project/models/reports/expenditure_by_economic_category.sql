with

facts as (

    select * from {{ published('fct_economic_expenditures') }}

)

select
    {{ whose_figure() }},
    facts.code_system,
    {{ label_of('code_system') }},
    facts.economic_code,
    categories.name_zh as economic_name_zh,
    categories.name_en as economic_name_en,
    facts.economic_class_code,
    coalesce(categories.class_name_zh, economic_classes.name_zh) as economic_class_name_zh,
    coalesce(categories.class_name_en, economic_classes.name_en) as economic_class_name_en,
    facts.economic_name_printed,
    {{ function_columns() }},
    facts.conformed_by,
    {{ label_of('conformed_by') }},
    facts.fund_source,
    {{ label_of('fund_source') }},
    facts.nature,
    {{ label_of('nature') }},
    {{ figure_and_proof() }}
from facts
{{ join_whose_figure() }}
{{ join_functions() }}
left join {{ versions('dim_economic_category_versions') }} as categories
    on
        facts.economic_code = categories.code
        and facts.fiscal_year >= categories.applies_from
        and facts.fiscal_year < categories.next_applies_from
-- A code that a place has made for itself has no name, but its class has.
left join {{ published('dim_economic_categories') }} as economic_classes
    on facts.economic_class_code = economic_classes.code
{{- join_labels('facts', ['code_system', 'conformed_by', 'fund_source', 'nature']) }}
