with

hidden_texts as (

    select * from {{ source('raw', 'hidden_texts') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

)

select
    hidden_texts.disclosure_key,
    hidden_texts.disclosure_key || '-h' || hidden_texts.text_no as hidden_text_key,
    hidden_texts.page_no,
    hidden_texts.x0,
    hidden_texts.top,
    hidden_texts.x1,
    hidden_texts.bottom,
    hidden_texts.text as hidden_text,
    hidden_texts.reason
from hidden_texts
inner join changed_documents
    on hidden_texts.disclosure_key = changed_documents.disclosure_key
