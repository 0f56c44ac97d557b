{#
    One row for each cell with a number, or with digits in an amount column that are not plain numbers (`1.234.56`,
    `约100`, `####`): such a cell has no value and ends as unreadable. A total in one cell with its label
    (`支出总计:1278.78`) takes its meaning from the first amount column of its block. A number printed with its unit
    (`2400万元`) keeps its own column.
#}
with

cells as (

    select
        *,
        coalesce(number_value, glued_value, money_value) as published_value,
        glued_value is not null as is_glued
    from {{ ref('int_cells') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

first_amount_columns as (

    select
        block_key,
        min(col_no) as col_no
    from column_blocks
    where is_amount
    group by block_key

)

select
    cells.disclosure_key,
    cells.table_key,
    cells.row_key,
    cells.column_key,
    cells.cell_key,
    cells.block_key,
    cells.line_key,
    case when cells.is_glued then cells.table_key || '-c' || first_amount_columns.col_no else cells.column_key end
        as meaning_column_key,
    cells.table_no,
    cells.row_no,
    cells.col_no,
    case when cells.is_glued then first_amount_columns.col_no else cells.meaning_col_no end as meaning_col_no,
    cells.block_no,
    case when cells.is_glued then 'amount' else cells.column_role end as column_role,
    cells.row_class,
    cells.published_value,
    cells.money_unit as own_unit,
    cells.is_percent,
    (
        cells.is_broken
        or cells.has_lone_comma
        or cells.column_by_place
        or coalesce(cells.known_by_shape, false)
    ) as is_broken,
    cells.has_lone_comma,
    cells.spans_amount_columns,
    cells.is_glued,
    cells.page_no,
    cells.x0,
    cells.top,
    cells.x1,
    cells.bottom,
    cells.source_line,
    cells.cell_reference,
    cells.stored_value,
    cells.recognition_score,
    cells.raw_text,
    cells.squashed_text
from cells
inner join tables
    on cells.table_key = tables.table_key
left join first_amount_columns
    on cells.block_key = first_amount_columns.block_key
where
    cells.is_numeric
    or cells.published_value is not null
    or (
        cells.has_digits
        and cells.row_class = 'data'
        and cells.column_role in ('amount', 'unknown')
        and tables.layout in ('matrix', 'balance')
    )
