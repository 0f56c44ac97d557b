{{ config(materialized='view', tags=['whole_warehouse']) }}

with

function_expenditures as (

    select * from {{ ref('int_function_expenditures') }}

),

-- Of a disclosure that was superseded nothing stays here; its atomic facts do.
disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current

)

select
    function_expenditures.*,
    disclosures.parent_organization_key,
    disclosures.is_in_another_disclosure
from function_expenditures
inner join disclosures
    on function_expenditures.disclosure_key = disclosures.disclosure_key
