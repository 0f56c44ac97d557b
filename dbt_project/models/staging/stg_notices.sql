with

notices as (

    select * from {{ source('raw', 'notices') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

)

select
    notices.disclosure_key || '-' || notices.reason as notice_key,
    notices.disclosure_key,
    notices.reason,
    notices.page_nos,
    notices.message
from notices
inner join changed_documents
    on notices.disclosure_key = changed_documents.disclosure_key
