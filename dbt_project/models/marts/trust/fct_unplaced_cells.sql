{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

unplaced_cells as (

    select * from {{ ref('int_cell_placements') }}
    where placement = 'unplaced'

),

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

lines as (

    select * from {{ ref('int_lines') }}

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
    unplaced_cells.cell_reference,
    unplaced_cells.raw_text,
    coalesce(tables.title, tables.heading) as title,
    columns_read.column_label,
    coalesce(nullif(lines.line_label, ''), lines.row_text) as line_label
from unplaced_cells
left join number_cells
    on unplaced_cells.cell_key = number_cells.cell_key
left join tables
    on number_cells.table_key = tables.table_key
left join columns_read
    on number_cells.meaning_column_key = columns_read.column_key
left join lines
    on number_cells.line_key = lines.line_key
