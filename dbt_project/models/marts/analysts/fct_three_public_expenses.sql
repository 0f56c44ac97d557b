{{ config(materialized='view', tags=['whole_warehouse']) }}

with

three_public_expenses as (

    select * from {{ ref('int_three_public_expenses') }}

),

-- Of a disclosure that was superseded nothing stays here; its atomic facts do.
disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current

)

select
    three_public_expenses.*,
    disclosures.parent_organization_key,
    disclosures.is_in_another_disclosure
from three_public_expenses
inner join disclosures
    on three_public_expenses.disclosure_key = disclosures.disclosure_key
