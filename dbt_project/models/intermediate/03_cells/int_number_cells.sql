{#
    Every numeric cell of every table, exactly once, with where it stands: row class, column role, block.
    A total glued to its label (`支出总计:1278.78`) counts as a numeric cell of the first amount column, a number
    with its unit (`2400万元`) as one of its own.
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

),

number_cells as (

    select
        cells.*,
        coalesce(cells.number_value, cells.glued_value, cells.money_value) as published_value,
        table_rows.row_class
    from cells
    inner join table_rows
        on
            cells.disclosure_key = table_rows.disclosure_key
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
    where cells.is_numeric or coalesce(cells.number_value, cells.glued_value, cells.money_value) is not null

),

first_amount_columns as (

    select
        disclosure_key,
        table_no,
        block_no,
        min(col_no) as col_no
    from column_blocks
    where is_amount
    group by disclosure_key, table_no, block_no

)

select
    number_cells.disclosure_key,
    number_cells.table_no,
    number_cells.row_no,
    number_cells.col_no,
    case when number_cells.glued_value is not null then first_amount_columns.col_no else number_cells.col_no end
        as meaning_col_no,
    column_blocks.block_no,
    case when number_cells.glued_value is not null then 'amount' else column_blocks.role end as column_role,
    number_cells.row_class,
    number_cells.published_value,
    number_cells.money_unit as own_unit,
    number_cells.is_percent,
    number_cells.is_broken,
    number_cells.glued_value is not null as is_glued,
    number_cells.page_no,
    number_cells.x0,
    number_cells.top,
    number_cells.x1,
    number_cells.bottom,
    number_cells.source_line,
    number_cells.raw_text,
    number_cells.squashed_text
from number_cells
left join column_blocks
    on
        number_cells.disclosure_key = column_blocks.disclosure_key
        and number_cells.table_no = column_blocks.table_no
        and number_cells.col_no = column_blocks.col_no
left join first_amount_columns
    on
        column_blocks.disclosure_key = first_amount_columns.disclosure_key
        and column_blocks.table_no = first_amount_columns.table_no
        and column_blocks.block_no = first_amount_columns.block_no
