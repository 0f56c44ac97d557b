with

facts as (

    select * from {{ published('fct_function_expenditures') }}

)

select
    {{ whose_figure() }},
    {{ function_columns() }},
    facts.function_name_printed,
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
{{- join_labels('facts', ['conformed_by', 'fund_source', 'nature']) }}
