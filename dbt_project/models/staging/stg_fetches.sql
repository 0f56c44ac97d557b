{{ config(tags=['whole_warehouse']) }}
with

fetches as (

    select * from {{ source('raw', 'fetches') }}

),

documents as (

    select * from {{ source('raw', 'documents') }}

)

select
    fetches.*,
    documents.disclosure_key
from fetches
left join documents
    on fetches.content_sha256 = documents.content_sha256
