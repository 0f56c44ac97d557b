with

hidden_texts as (

    select * from {{ source('raw', 'hidden_texts') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

)

select
    parts.disclosure_key,
    hidden_texts.disclosure_key || '-h' || hidden_texts.text_no as hidden_text_key,
    hidden_texts.page_no,
    hidden_texts.x0,
    hidden_texts.top,
    hidden_texts.x1,
    hidden_texts.bottom,
    hidden_texts.text as hidden_text,
    hidden_texts.reason
from hidden_texts
inner join parts
    on
        hidden_texts.disclosure_key = parts.file_key
        and hidden_texts.page_no between parts.page_first and coalesce(parts.page_last, hidden_texts.page_no)
