{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

hidden_texts as (

    select * from {{ ref('stg_hidden_texts') }}

)

select
    hidden_texts.hidden_text_key,
    hidden_texts.disclosure_key,
    hidden_texts.page_no,
    hidden_texts.x0,
    hidden_texts.top,
    hidden_texts.x1,
    hidden_texts.bottom,
    hidden_texts.hidden_text,
    hidden_texts.reason
from hidden_texts
