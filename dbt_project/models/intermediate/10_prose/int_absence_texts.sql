{#
    One row for each text with a word that says there is none of something: a sentence, a note below a table or a cell.
    What holds only on a condition (如本表无数据) says nothing about this document and is left out.
#}
-- depends_on: {{ ref('absence_phrases') }}
{% set words = words_by_kind('absence_phrases') %}
{% set note = word_of(words, 'note') %}
{% set alone = word_of(words, 'alone') %}
{% set itself = word_of(words, 'itself') %}
{% set condition = word_of(words, 'condition') %}
{% set any_absence = word_of(words, 'before', 'itself', 'after') %}
with

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

texts as (

    select
        disclosure_key,
        page_no,
        paragraph_no as line_no,
        cast(null as varchar) as table_key,
        cast(null as integer) as table_no,
        coalesce(heading_above, '') as heading_above,
        unnest(string_split_regex(text, '[。;]')) as text,
        unnest(string_split_regex(printed_text, '[。；;]')) as printed_text
    from paragraphs

    union all

    -- The same note below several tables is taken for a running head and is in no paragraph.
    select
        disclosure_key,
        page_no,
        line_no,
        cast(null as varchar) as table_key,
        cast(null as integer) as table_no,
        '' as heading_above,
        squashed_text as text,
        compact_text as printed_text
    from lines
    where
        length(squashed_text) < 40
        and regexp_matches(squashed_text, '^[(]?{{ note }}')

    union all

    select
        disclosure_key,
        page_no,
        cast(null as integer) as line_no,
        table_key,
        table_no,
        '' as heading_above,
        squashed_text as text,
        compact_text as printed_text
    from cells
    where number_value is null and length(squashed_text) < 80

)

select
    *,
    regexp_full_match(text, '{{ alone }}') as is_alone,
    regexp_full_match(text, '{{ alone }}')
    or regexp_matches(text, '{{ itself }}') as names_nothing
from texts
where
    regexp_matches(text, '{{ any_absence }}')
    and not regexp_matches(text, '{{ condition }}')
