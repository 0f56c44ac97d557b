with

documents as (

    select * from {{ source('raw', 'documents') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

)

select
    parts.disclosure_key,
    documents.* exclude (disclosure_key),
    parts.page_first,
    parts.page_last
from documents
inner join parts
    on documents.disclosure_key = parts.file_key
