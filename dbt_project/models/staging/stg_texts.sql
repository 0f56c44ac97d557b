{#
    One row for each distinct text in the cells of the documents in this batch: in the forms used for comparison, and
    as a number if it is one. All lists of the vocabulary are matched against these texts.
#}
{{ config(materialized='table') }}
with

cells as (

    select * from {{ source('raw', 'cells') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

),

texts as (

    select distinct cells.text
    from cells
    inner join changed_documents
        on cells.disclosure_key = changed_documents.disclosure_key

),

compacted as (

    select
        text,
        {{ compact('text') }} as compact_text,
        {{ squash('text') }} as squashed_text,
        {{ without_footnote_marks(number_text('text')) }} as number_text
    from texts

)

select
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
            then {{ parse_number("regexp_extract(number_text, '^([-+△▲]?[￥¥]?[0-9][0-9,.]*)(?:[亿万千]?元|[亿万])$', 1)") }}
    end as money_value,
    nullif(
        regexp_replace(
            regexp_extract(squashed_text, '^[-+△▲]?[￥¥]?[0-9][0-9,.]*([亿万千]?元|[亿万])$', 1), '^[亿万]$', '\0元'
        ),
        ''
    ) as money_unit,
    {{ is_numeric('number_text') }} as is_numeric,
    {{ has_digits('number_text') }} as has_digits,
    right(squashed_text, 1) = '%' as is_percent,
    {{ is_broken_number('text') }} as is_broken,
    {{ has_number_on_each_line('text') }} as has_number_on_each_line,
    {{ has_lone_comma('squashed_text') }} as has_lone_comma
from compacted
where compact_text <> ''
