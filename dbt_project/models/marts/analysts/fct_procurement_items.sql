{{ config(materialized='view', tags=['whole_warehouse']) }}

with

procurement_items as (

    select * from {{ ref('int_procurement_items') }}

),

-- Of a disclosure that was superseded nothing stays here; its atomic facts do.
disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current

)

select
    procurement_items.*,
    disclosures.parent_organization_key,
    disclosures.is_in_another_disclosure
from procurement_items
inner join disclosures
    on procurement_items.disclosure_key = disclosures.disclosure_key
