{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

unplaced_cells as (

    select * from {{ ref('int_cell_placements') }}
    where placement = 'unplaced'

)

select
    unplaced_cells.cell_key,
    unplaced_cells.disclosure_key,
    unplaced_cells.statement_code,
    unplaced_cells.reason,
    unplaced_cells.published_value,
    unplaced_cells.page_no,
    unplaced_cells.table_no,
    unplaced_cells.row_no,
    unplaced_cells.col_no,
    unplaced_cells.x0,
    unplaced_cells.top,
    unplaced_cells.x1,
    unplaced_cells.bottom,
    unplaced_cells.source_line,
    unplaced_cells.raw_text
from unplaced_cells
