{# One row for each column: how many words, numbers and codes its data rows contain. #}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

)

select
    any_value(cells.disclosure_key) as disclosure_key,
    any_value(cells.table_key) as table_key,
    cells.column_key,
    any_value(cells.table_no) as table_no,
    any_value(cells.col_no) as col_no,
    count(*) filter (where coalesce(cells.number_value, cells.money_value) is null) as word_count,
    count(coalesce(cells.number_value, cells.money_value)) as number_count,
    count(*) filter (
        where regexp_full_match(cells.squashed_text, '[0-9]{3}|[0-9]{5}|[0-9]{6}|[0-9]{7}|[0-9]{9,}')
    ) as code_count
from cells
inner join table_rows
    on cells.row_key = table_rows.row_key and table_rows.row_class = 'data'
group by cells.column_key
