with

facts as (

    select * from {{ published('fct_revenues') }}

)

select
    {{ whose_figure() }},
    facts.revenue_name_printed,
    facts.fund_source,
    {{ label_of('fund_source') }},
    {{ figure_and_proof() }}
from facts
{{ join_whose_figure() }}
{{- join_labels('facts', ['fund_source']) }}
