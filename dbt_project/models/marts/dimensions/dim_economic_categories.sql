with

versions as (

    select * from {{ ref('dim_economic_category_versions') }}

)

select * exclude (is_latest, applies_from)
from versions
where is_latest
