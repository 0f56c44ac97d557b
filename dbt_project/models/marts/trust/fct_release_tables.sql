{{ config(tags=['whole_warehouse']) }}
{# One row for each release and table. Publishing writes the rows (pipelines/release/history.py). #}
select
    cast(null as string) as release_table_key,
    cast(null as string) as release,
    cast(null as string) as table_name,
    cast(null as bigint) as row_count,
    cast(null as string) as checksum
from {{ source('raw', 'documents') }}
where false
