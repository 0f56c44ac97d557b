{{ config(tags=['whole_warehouse']) }}
with

disclosures as (

    select * from {{ ref('dim_disclosures') }}

)

select
    organization_key,
    max_by(organization_name, (first_seen_at, disclosure_key)) filter (where organization_name is not null)
        as organization_name,
    max_by(region_code, (first_seen_at, disclosure_key)) filter (where region_code is not null) as region_code,
    count(*) as disclosure_count,
    min(fiscal_year) as first_fiscal_year,
    max(fiscal_year) as last_fiscal_year,
    max(parent_organization_key) as parent_organization_key
from disclosures
where organization_key is not null and is_current
group by organization_key
