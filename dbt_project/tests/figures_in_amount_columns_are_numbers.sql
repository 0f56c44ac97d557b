{#
    A cell with digits in an amount column of a statement that is not a number was misprinted, or broken in a way
    that we do not repair yet: no fact holds it. A matter to look at.
#}
{{ config(severity='warn', tags=['publisher']) }}

with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

statements as (

    select * from {{ ref('int_tables') }}

),

columns as (

    select * from {{ ref('int_columns') }}

)

select
    cells.disclosure_key,
    cells.table_no,
    cells.row_no,
    cells.col_no,
    cells.raw_text
from cells
inner join table_rows
    on
        cells.disclosure_key = table_rows.disclosure_key
        and cells.table_no = table_rows.table_no
        and cells.row_no = table_rows.row_no
        and table_rows.row_class = 'data'
inner join statements
    on
        cells.disclosure_key = statements.disclosure_key
        and cells.table_no = statements.table_no
        and statements.layout in ('matrix', 'balance', 'summary_form')
inner join columns
    on
        cells.disclosure_key = columns.disclosure_key
        and cells.table_no = columns.table_no
        and cells.col_no = columns.col_no
        and columns.is_amount
where
    coalesce(cells.number_value, cells.glued_value, cells.money_value) is null
    and regexp_matches(cells.squashed_text, '^[^\p{Han}]*[0-9]')
