with

facts as (

    select * from {{ published('fct_three_public_expenses') }}

)

select
    {{ whose_figure() }},
    facts.item_code,
    {{ label_of('item_code') }},
    facts.fund_source,
    {{ label_of('fund_source') }},
    {{ figure_and_proof() }}
from facts
{{ join_whose_figure() }}
{{- join_labels('facts', ['item_code', 'fund_source']) }}
