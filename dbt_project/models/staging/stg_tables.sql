{#
    One row for each table of the documents in this batch. A table may continue after its last page if it fills that page:
    it ends in its lowest quarter, and only the page number is below it. Sheets and the like never are full.
#}
with

raw_tables as (

    select
        *,
        disclosure_key || '-t' || table_no as key_in_file
    from {{ source('raw', 'tables') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

),

pages as (

    select * from {{ source('raw', 'pages') }}

),

cells as (

    select
        disclosure_key || '-t' || table_no as key_in_file,
        page_no,
        bottom
    from {{ source('raw', 'cells') }}

),

lines as (

    select * from {{ source('raw', 'lines') }}
    where not regexp_full_match({{ squash('text') }}, '[-—–·.,/0-9第共页]*')

),

last_rows as (

    select
        raw_tables.key_in_file,
        raw_tables.disclosure_key as file_key,
        raw_tables.page_last,
        max(cells.bottom) as bottom
    from raw_tables
    inner join cells
        on raw_tables.key_in_file = cells.key_in_file and raw_tables.page_last = cells.page_no
    group by raw_tables.key_in_file, raw_tables.disclosure_key, raw_tables.page_last
    qualify max(cells.bottom) = max(max(cells.bottom)) over (partition by file_key, raw_tables.page_last)

),

full_pages as (

    select last_rows.key_in_file
    from last_rows
    inner join pages
        on
            last_rows.file_key = pages.disclosure_key
            and last_rows.page_last = pages.page_no
            and pages.height > 0
            and last_rows.bottom >= 0.75 * pages.height
    left join lines
        on
            last_rows.file_key = lines.disclosure_key
            and last_rows.page_last = lines.page_no
            and last_rows.bottom < lines.top
    where lines.line_no is null

),

tables as (

    select
        full_pages.key_in_file is not null as may_go_on,
        raw_tables.* exclude (disclosure_key),
        parts.disclosure_key,
        pages.page_name as sheet_name
    from raw_tables
    inner join parts
        on
            raw_tables.disclosure_key = parts.file_key
            and raw_tables.page_first between parts.page_first and parts.page_last
    left join pages
        on raw_tables.disclosure_key = pages.disclosure_key and raw_tables.page_first = pages.page_no
    left join full_pages
        on raw_tables.key_in_file = full_pages.key_in_file

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
    finder,
    may_go_on,
    sheet_name
from tables
