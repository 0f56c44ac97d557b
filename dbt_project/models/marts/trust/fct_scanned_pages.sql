{{ config(tags=['whole_warehouse']) }}
{#
    The queue of scans. A document that is nothing but scans and was not recognised cannot be read: it has one row for
    all its pages.
#}
with

read_scans as (

    select * from {{ ref('fct_read_scans') }}

),

documents as (

    select * from {{ source('raw', 'documents') }}

),

waiting_documents as (

    select
        disclosure_key || '-pages' as scanned_page_key,
        disclosure_key,
        cast(null as integer) as page_no,
        'waiting' as status,
        page_count,
        cast(null as double) as recognition_seconds,
        cast(null as double) as mean_score,
        cast(null as bigint) as cell_count,
        cast(null as bigint) as doubtful_cell_count
    from documents
    where status = 'failed' and reason = 'image_only' and gone_at is null

)

select * from waiting_documents

union all

select
    scanned_page_key,
    disclosure_key,
    page_no,
    status,
    1 as page_count,
    recognition_seconds,
    mean_score,
    cell_count,
    doubtful_cell_count
from read_scans
