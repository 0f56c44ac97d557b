with

documents as (

    select * from {{ source('raw', 'documents') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

)

select documents.*
from documents
inner join changed_documents
    on documents.disclosure_key = changed_documents.disclosure_key
