with

facts as (

    select * from {{ published('fct_procurement_items') }}

)

select
    {{ whose_figure() }},
    facts.item_name,
    facts.procurement_code,
    facts.quantity,
    facts.quantity_unit,
    facts.unit_price_yuan,
    facts.sme_reserved_yuan,
    {{ figure_and_proof() }}
from facts
{{ join_whose_figure() }}
