{#
    SQL: the printed cells of the documents in this batch. `printed_again` selects the cells that a page only repeats,
    otherwise all other cells.
#}
{% macro cells_of_batch(printed_again) -%}
with

cells as (

    select * from {{ source('raw', 'cells') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

),

compacted as (

    select
        cells.* exclude (disclosure_key),
        parts.disclosure_key,
        {{ compact('cells.text') }} as compact_text,
        {{ squash('cells.text') }} as squashed_text,
        {{ without_footnote_marks(number_text('cells.text')) }} as number_text,
        parts.disclosure_key || '-t' || cells.table_no as table_key
    from cells
    inner join parts
        on cells.disclosure_key = parts.file_key and cells.page_no between parts.page_first and parts.page_last

)

select
    disclosure_key,
    table_key,
    table_key || '-r' || row_no as row_key,
    table_key || '-c' || col_no as column_key,
    table_key || '-r' || row_no || '-c' || col_no as cell_key,
    table_no,
    row_no,
    col_no,
    row_span,
    col_span,
    page_no,
    x0,
    top,
    x1,
    bottom,
    source_line,
    text as raw_text,
    compact_text,
    squashed_text,
    {{ label_words('squashed_text') }} as words,
    case
        when {{ is_mendable_number('text') }}
            then {{ parse_number('number_text') }}
    end as number_value,
    {{ parse_number("regexp_extract(number_text, '^[^0-9]*[总合]计:?([-0-9,.]+)$', 1)") }} as glued_value,
    case
        when {{ is_mendable_number('text') }}
            then {{ parse_number("regexp_extract(number_text, '^([-+△▲]?[￥¥]?[0-9][0-9,.]*)[亿万千]?元$', 1)") }}
    end as money_value,
    nullif(regexp_extract(squashed_text, '^[-+△▲]?[￥¥]?[0-9][0-9,.]*([亿万千]?元)$', 1), '') as money_unit,
    {{ is_numeric('number_text') }} as is_numeric,
    {{ has_digits('number_text') }} as has_digits,
    right(squashed_text, 1) = '%' as is_percent,
    {{ is_broken_number('text') }} as is_broken,
    {{ has_lone_comma('squashed_text') }} as has_lone_comma,
    column_by_place,
    text_x0,
    alignment,
    known_by_shape
from compacted
where compact_text <> '' and {{ 'not ' if not printed_again }}coalesce(printed_again, false)
{%- endmacro %}
