{#
    One row for each printed cell, with what its row and its column say about it: kind of row, role of column, block and
    line. A cell in a column without header and without data has no block.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

)

select
    cells.*,
    table_rows.row_class,
    column_blocks.block_no,
    column_blocks.block_key,
    cells.row_key || '-b' || column_blocks.block_no as line_key,
    column_blocks.role as column_role,
    coalesce(column_blocks.is_amount, false) as is_amount_column,
    coalesce(column_blocks.is_key, false) as is_key_column,
    column_blocks.code_system,
    column_blocks.deepest_text as header_text
from cells
inner join table_rows
    on cells.row_key = table_rows.row_key
left join column_blocks
    on cells.column_key = column_blocks.column_key
