{{ config(tags=['whole_warehouse']) }}
with

documents as (

    select * from {{ source('raw', 'documents') }}

)

select
    disclosure_key,
    first_seen_at,
    gone_at
from documents
