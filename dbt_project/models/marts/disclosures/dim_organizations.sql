{{ config(tags=['whole_warehouse']) }}
with

disclosures as (

    select * from {{ ref('dim_disclosures') }}

)

select
    organization_key,
    arg_max(organization_name, first_seen_at) as organization_name,
    arg_max(region_code, first_seen_at) as region_code,
    count(*) as disclosure_count,
    min(fiscal_year) as first_fiscal_year,
    max(fiscal_year) as last_fiscal_year,
    max(parent_organization_key) as parent_organization_key
from disclosures
where organization_key is not null and is_current
group by organization_key
