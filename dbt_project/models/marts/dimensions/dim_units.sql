with

units as (

    select * from {{ ref('units') }}

)

select
    unit,
    factor_to_yuan
from units
