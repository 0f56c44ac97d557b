with

facts as (

    select * from {{ published('fct_projects') }}

)

select
    {{ whose_figure() }},
    facts.project_name,
    facts.project_code,
    {{ function_columns() }},
    facts.fund_source,
    {{ label_of('fund_source') }},
    facts.nature,
    {{ label_of('nature') }},
    {{ figure_and_proof() }}
from facts
{{ join_whose_figure() }}
{{ join_functions() }}
{{- join_labels('facts', ['fund_source', 'nature']) }}
