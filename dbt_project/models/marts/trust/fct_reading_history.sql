{{ config(tags=['whole_warehouse']) }}
{# One row for each time that a document was read, failed or was gone; nothing is ever taken away. #}
with

history as (

    select * from {{ source('raw', 'reading_history') }}

)

select
    disclosure_key || '-' || {{ compact_time('happened_at') }} || '-' || status as reading_key,
    *
from history
