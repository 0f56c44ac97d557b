{{ config(materialized='view', tags=['whole_warehouse']) }}

with

revenues as (

    select * from {{ ref('int_revenues') }}

),

-- Of a disclosure that was superseded nothing stays here; its atomic facts do.
disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current

)

select
    revenues.*,
    disclosures.parent_organization_key,
    disclosures.is_in_another_disclosure
from revenues
inner join disclosures
    on revenues.disclosure_key = disclosures.disclosure_key
