{{ config(materialized='view', tags=['whole_warehouse']) }}

with

asset_holdings as (

    select * from {{ ref('int_asset_holdings') }}

),

-- Of a disclosure that was superseded nothing stays here; its atomic facts do.
disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current

)

select
    asset_holdings.*,
    disclosures.parent_organization_key,
    disclosures.is_in_another_disclosure
from asset_holdings
inner join disclosures
    on asset_holdings.disclosure_key = disclosures.disclosure_key
