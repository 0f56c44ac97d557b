{#
    The figures of each line that prints any in the amount columns of its block: how many, and the one by which lines
    are compared. That is the figure in the fullest amount column of the block, the leftmost of these.
#}
with

cells as (

    select * from {{ ref('int_cells') }}

),

amount_cells as (

    select
        line_key,
        block_key,
        column_key,
        col_no,
        amount_value,
        count(*) over (partition by column_key) as figures_in_column
    from cells
    where row_class = 'data' and is_amount_column and amount_value is not null

),

leading_columns as (

    select
        block_key,
        arg_min(column_key, (-figures_in_column, col_no)) as column_key
    from amount_cells
    group by block_key

)

select
    amount_cells.line_key,
    count(*) as amount_count,
    bool_or(amount_cells.amount_value <> 0) as has_value,
    max(amount_cells.amount_value) filter (where amount_cells.column_key = leading_columns.column_key) as leading_value
from amount_cells
inner join leading_columns
    on amount_cells.block_key = leading_columns.block_key
group by amount_cells.line_key
