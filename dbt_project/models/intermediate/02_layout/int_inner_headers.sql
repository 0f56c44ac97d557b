{#
    One row for each table row below the header that is a header again: of a list of performance indicators in a form
    (一级指标 | 年度指标值), or of another table in the same grid (项目 | 统计数 below the row of the three public
    expenses). The latter prints nothing but names of columns, and none of them stands in the header of the table.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

tables as (

    select * from {{ ref('stg_tables') }}

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

),

named as (

    select
        cells.table_key,
        cells.row_key,
        cells.row_no,
        cells.words,
        header_labels.role,
        cells.row_no <= tables.header_row_count as is_in_header
    from cells
    inner join tables
        on cells.table_key = tables.table_key
    left join header_labels
        on cells.words = header_labels.words

),

headers as (

    select
        below.table_key,
        below.row_key,
        below.row_no,
        count(*) filter (where below.role in ('indicator', 'indicator_value')) > 1 as heads_indicators,
        bool_and(coalesce(below.role in ('label', 'sequence', 'amount'), false))
        and bool_or(below.role = 'label')
        and bool_or(below.role = 'amount')
        and count(above.words) = 0 as heads_table
    from named as below
    left join (select distinct table_key, words from named where is_in_header) as above
        on below.table_key = above.table_key and below.words = above.words
    where not below.is_in_header
    group by below.table_key, below.row_key, below.row_no

)

select
    table_key,
    row_key,
    row_no,
    heads_indicators,
    heads_table
from headers
where heads_indicators or heads_table
