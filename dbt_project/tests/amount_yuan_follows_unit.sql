{# Every figure of money is its printed number times its printed unit, to the fen; nothing else has yuan. #}
with

amounts as (

    select * from {{ ref('fct_published_amounts') }}

),

units as (

    select * from {{ ref('units') }}

)

select
    amounts.amount_key,
    amounts.measure,
    amounts.published_value,
    amounts.published_unit,
    amounts.amount_yuan
from amounts
left join units
    on amounts.published_unit = units.unit
where
    amounts.amount_yuan is distinct from
    case
        when amounts.measure in ('amount', 'change_amount', 'unit_price')
            then cast(round(amounts.published_value * units.factor_to_yuan, 2) as decimal(24, 2))
    end
    or (amounts.measure in ('amount', 'change_amount', 'unit_price') and units.unit is null)
