{#
    One row for each printed cell, with what its row and its column say about it: kind of row, role of column, block and
    line. A cell in a column without header and without data has no block.

    A number may run over the border of a text column into its amount column (合计 | 1,024,807.171785). It belongs to
    the amount column if it spans only one. A bare integer may be a code, and stays where it begins.

    A number printed with its unit (`1,115.94万元`) is an amount like any other. `amount_value` is in the unit of its
    column or table, so that the figures of a column can be compared and added up; `unit_ratio` is what it was
    multiplied by.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

units as (

    select * from {{ ref('units') }}

),

-- Columns below one header are one column, of which some pages draw a border more.
wide_numbers as (

    select
        cells.cell_key,
        count(distinct column_blocks.column_label) filter (where column_blocks.role = 'amount') as amount_column_count,
        arg_min(column_blocks.column_key, column_blocks.col_no) filter (where column_blocks.role = 'amount')
            as amount_column_key,
        arg_min(column_blocks.is_amount, column_blocks.col_no) as begins_in_amount_column,
        bool_or(column_blocks.role = 'unknown') as spans_unknown_column
    from cells
    inner join tables
        on cells.table_key = tables.table_key and tables.layout in ('matrix', 'balance')
    inner join table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class = 'data'
    inner join column_blocks
        on
            cells.table_key = column_blocks.table_key
            and column_blocks.col_no between cells.col_no and cells.col_no + cells.col_span - 1
    where cells.col_span > 1 and coalesce(cells.number_value, cells.money_value) is not null
    group by cells.cell_key

),

placed as (

    select
        cells.* exclude (column_key, column_by_place),
        coalesce(
            wide_numbers.amount_column_count = 1
            and not wide_numbers.begins_in_amount_column
            and not wide_numbers.spans_unknown_column
            and regexp_matches(cells.squashed_text, '[.,]'),
            false
        ) as runs_into_amount_column,
        case when runs_into_amount_column then wide_numbers.amount_column_key else cells.column_key end as column_key,
        coalesce(cells.column_by_place, false) or runs_into_amount_column as column_by_place,
        coalesce(wide_numbers.amount_column_count > 1, false) as spans_amount_columns
    from cells
    left join wide_numbers
        on cells.cell_key = wide_numbers.cell_key

)

select
    placed.* exclude (runs_into_amount_column),
    table_rows.row_class,
    coalesce(column_blocks.col_no, placed.col_no) as meaning_col_no,
    column_blocks.block_no,
    column_blocks.block_key,
    placed.row_key || '-b' || column_blocks.block_no as line_key,
    column_blocks.role as column_role,
    coalesce(column_blocks.is_amount, false) as is_amount_column,
    coalesce(column_blocks.is_key, false) as is_key_column,
    column_blocks.code_system,
    column_blocks.deepest_text as header_text,
    coalesce(own_units.factor_to_yuan / coalesce(usual_units.factor_to_yuan, 1), 1) as unit_ratio,
    case
        when placed.number_value is not null or unit_ratio = 1 then coalesce(placed.number_value, placed.money_value)
        else cast(placed.money_value * unit_ratio as decimal(24, 6))
    end as amount_value
from placed
inner join table_rows
    on placed.row_key = table_rows.row_key
inner join tables
    on placed.table_key = tables.table_key
left join column_blocks
    on placed.column_key = column_blocks.column_key
left join units as own_units
    on placed.money_unit = own_units.unit
left join units as usual_units
    on coalesce(column_blocks.printed_unit, tables.unit) = usual_units.unit
