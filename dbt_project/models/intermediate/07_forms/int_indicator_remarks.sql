{#
    Cells under a header of words (备注) beside indicators, in tables without a column of weights: each could be the
    weight of the indicators in its row. `weight` is its number, null where it is none.
#}
with

headers as (

    select * from {{ ref('int_indicator_headers') }}

),

indicators as (

    select * from {{ ref('int_indicators') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

weighted_tables as (

    select distinct table_key
    from headers
    where part = 'weight'

),

named_rows as (

    select distinct row_key
    from indicators
    where indicator_name is not null

)

select
    cells.cell_key,
    cells.row_key,
    cells.column_key,
    cells.table_key,
    cells.row_no,
    cells.col_no,
    case when not cells.is_percent then cells.number_value end as weight,
    named_rows.row_key is not null as has_indicator
from headers
inner join cells
    on
        headers.table_key = cells.table_key
        and cells.row_no > headers.header_row_no
        and cells.row_no < headers.next_header_row_no
        and cells.col_no between headers.col_no and headers.last_col_no
left join named_rows
    on cells.row_key = named_rows.row_key
left join weighted_tables
    on headers.table_key = weighted_tables.table_key
where headers.part = 'text' and weighted_tables.table_key is null
