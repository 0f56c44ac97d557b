with

facts as (

    select
        *,
        cast(null as string) as basis,
        value_yuan as amount_yuan
    from {{ published('fct_asset_holdings') }}

)

select
    {{ whose_figure() }},
    facts.asset_name,
    facts.quantity,
    facts.quantity_unit,
    {{ figure_and_proof() }}
from facts
{{ join_whose_figure() }}
