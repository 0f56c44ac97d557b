with

versions as (

    select * from {{ ref('dim_function_versions') }}

)

select * exclude (is_latest, applies_from)
from versions
where is_latest
