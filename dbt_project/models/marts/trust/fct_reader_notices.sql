{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

notices as (

    select * from {{ ref('stg_notices') }}

)

select
    notice_key,
    disclosure_key,
    'read' as step,
    reason,
    page_nos,
    len(page_nos) as page_count,
    message
from notices
