with

raw_tables as (

    select * from {{ source('raw', 'tables') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

),

tables as (

    select
        raw_tables.* exclude (disclosure_key),
        parts.disclosure_key
    from raw_tables
    inner join parts
        on
            raw_tables.disclosure_key = parts.file_key
            and raw_tables.page_first between parts.page_first and parts.page_last

)

select
    disclosure_key,
    {{ table_key('tables') }} as table_key,
    table_no,
    after_line_no,
    page_first,
    page_last,
    row_count,
    column_count,
    header_row_count,
    finder
from tables
