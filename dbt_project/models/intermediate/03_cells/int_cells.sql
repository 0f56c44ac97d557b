{#
    Every printed cell with all that its row and its column say of it: the kind of row, what the column holds, and the
    block and the line it belongs to. Cells of columns that hold nothing in data rows have no block.
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
