{#
    SQL: the printed cells of the documents in this batch. `printed_again` selects the cells that a page only repeats,
    otherwise all other cells. Blank cells have no text and no row.

    Digits on two lines of a cell are one number where the room made it wrap. Two lines that end early may be two numbers
    (`40.5⏎2`): such a cell has no value.
#}
{% macro cells_of_batch(printed_again) -%}
with

cells as (

    select * from {{ source('raw', 'cells') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

),

texts as (

    select * from {{ ref('stg_texts') }}

),

keyed as (

    select
        cells.* exclude (disclosure_key),
        parts.disclosure_key,
        parts.disclosure_key || '-t' || cells.table_no as table_key
    from cells
    inner join parts
        on cells.disclosure_key = parts.file_key and cells.page_no between parts.page_first and parts.page_last
    where {{ 'not ' if not printed_again }}coalesce(cells.printed_again, false)

)

select
    keyed.disclosure_key,
    keyed.table_key,
    keyed.table_key || '-r' || keyed.row_no as row_key,
    keyed.table_key || '-c' || keyed.col_no as column_key,
    keyed.table_key || '-r' || keyed.row_no || '-c' || keyed.col_no as cell_key,
    keyed.table_no,
    keyed.row_no,
    keyed.col_no,
    keyed.row_span,
    keyed.col_span,
    keyed.page_no,
    keyed.x0,
    keyed.top,
    keyed.x1,
    keyed.bottom,
    keyed.source_line,
    texts.* exclude (has_number_on_each_line, number_value, glued_value, money_value),
    texts.has_number_on_each_line and coalesce(keyed.lines_end_early, false) as may_be_several_numbers,
    case when not may_be_several_numbers then texts.number_value end as number_value,
    case when not may_be_several_numbers then texts.glued_value end as glued_value,
    case when not may_be_several_numbers then texts.money_value end as money_value,
    keyed.column_by_place,
    keyed.text_x0,
    keyed.alignment,
    keyed.known_by_shape,
    keyed.cell_reference,
    keyed.stored_value,
    keyed.recognition_score
from keyed
inner join texts
    on keyed.text = texts.raw_text
{%- endmacro %}
