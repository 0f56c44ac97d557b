{{ config(tags=['whole_warehouse']) }}
with

fetches as (

    select * from {{ ref('stg_fetches') }}

)

select
    fetch_key,
    disclosure_key,
    address,
    source_address,
    final_address,
    outcome,
    http_status,
    message,
    content_sha256,
    size_bytes,
    source_file,
    last_modified,
    run_at,
    fetched_at,
    checked_at,
    request_count
from fetches
