{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

unplaced_cells as (

    select * from {{ ref('int_unplaced_cells') }}

)

select
    {{ cell_key('unplaced_cells') }} as cell_key,
    disclosure_key,
    statement_code,
    reason,
    published_value,
    page_no,
    table_no,
    row_no,
    col_no,
    x0,
    top,
    x1,
    bottom,
    source_line,
    raw_text
from unplaced_cells
