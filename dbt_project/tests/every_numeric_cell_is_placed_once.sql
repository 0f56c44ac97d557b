{#
    Nothing lost, nothing twice: each numeric cell of the documents of this batch is in exactly one of the
    published facts made of cells. Digits that are not plain numbers may be unplaced as well. A text that is a target of
    performance need not be a number, a numeric cell that is a target or the weight of two indicators counts once. An
    indicator whose target cannot be read has none: its cell is unplaced.
#}
with

numeric_cells as (

    select
        disclosure_key,
        table_no,
        row_no,
        col_no
    from {{ ref('stg_cells') }}
    where is_numeric or coalesce(number_value, glued_value, money_value) is not null

    union all

    select
        disclosure_key,
        table_no,
        row_no,
        col_no
    from {{ ref('stg_repeated_cells') }}
    where is_numeric or number_value is not null or glued_value is not null

),

batch as (

    select disclosure_key from {{ ref('stg_documents') }}

),

target_cells as (

    select
        disclosure_key,
        table_no,
        row_no,
        col_no
    from {{ ref('fct_performance_targets') }}
    where target_text is not null

    union

    select
        disclosure_key,
        table_no,
        row_no,
        weight_col_no as col_no
    from {{ ref('fct_performance_targets') }}

),

placed_cells as (

    select
        disclosure_key,
        table_no,
        row_no,
        col_no,
        'fct_published_amounts' as fact
    from {{ ref('fct_published_amounts') }}

    union all

    select
        disclosure_key,
        table_no,
        row_no,
        col_no,
        'fct_unplaced_cells' as fact
    from {{ ref('fct_unplaced_cells') }}

    union all

    select
        target_cells.disclosure_key,
        target_cells.table_no,
        target_cells.row_no,
        target_cells.col_no,
        'fct_performance_targets' as fact
    from target_cells
    inner join numeric_cells
        on
            target_cells.disclosure_key = numeric_cells.disclosure_key
            and target_cells.table_no = numeric_cells.table_no
            and target_cells.row_no = numeric_cells.row_no
            and target_cells.col_no = numeric_cells.col_no

),

cells as (

    select
        disclosure_key,
        table_no,
        row_no,
        col_no,
        1 as printed_count,
        cast(null as varchar) as fact
    from numeric_cells

    union all

    select
        placed_cells.disclosure_key,
        placed_cells.table_no,
        placed_cells.row_no,
        placed_cells.col_no,
        0 as printed_count,
        placed_cells.fact
    from placed_cells
    inner join batch
        on placed_cells.disclosure_key = batch.disclosure_key

)

select
    disclosure_key,
    table_no,
    row_no,
    col_no,
    sum(printed_count) as printed_count,
    count(fact) as placed_count,
    string_agg(fact, ', ') as facts
from cells
group by disclosure_key, table_no, row_no, col_no
having
    sum(printed_count) > 1
    or count(fact) <> 1
    or (sum(printed_count) = 0 and bool_or(fact <> 'fct_unplaced_cells'))
