{#
    One row for each line of running text, with the paragraph it belongs to. On paper every printed line is a line of
    its own; in other forms a page break may cut a paragraph. Page numbers and running heads are left out.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set title_ending = word_of(words, 'title_ending') %}
with

lines as (

    select * from {{ ref('stg_text_lines') }}

),

measured as (

    select
        disclosure_key,
        line_no,
        page_no,
        source_line,
        is_on_paper,
        compact_text,
        squashed_text,
        -- Width on paper: a Chinese character is twice as wide as a Latin one.
        2 * length(compact_text) - length(regexp_replace(compact_text, '[^\x00-\x7f]', '', 'g')) as width,
        count(*) over (partition by disclosure_key, squashed_text) as repetitions,
        {{ numbering_depth('squashed_text') }} as depth
    from lines

),

prose as (

    select
        *,
        quantile_cont(width, 0.8) over (partition by disclosure_key, page_no) as full_width,
        depth between 1 and 5 as is_numbered,
        regexp_matches({{ label_words('squashed_text') }}, '[,;:、。]') as has_punctuation
    from measured
    where
        not regexp_full_match(squashed_text, '[-—.0-9\s]*')
        and not (repetitions >= 3 and length(squashed_text) < 40)

),

neighboured as (

    select
        *,
        lag(squashed_text) over in_document as previous_text,
        lag(page_no) over in_document as previous_page_no,
        -- The line before was a title, or the last of its paragraph.
        lag(
            case
                when
                    not has_punctuation
                    and regexp_matches(squashed_text, '{{ title_ending }}$')
                    then true
                when is_on_paper then width < 0.8 * full_width and not regexp_matches(squashed_text, '[,;、(]$')
                else not has_punctuation and length(squashed_text) < 60
            end
        ) over in_document as previous_is_short
    from prose
    window in_document as (partition by disclosure_key order by line_no)

),

broken as (

    select
        *,
        previous_text is null
        or is_numbered
        or previous_text like '%。'
        or page_no > previous_page_no + 1
        or previous_is_short as starts_paragraph
    from neighboured

),

gathered as (

    select
        *,
        max(case when starts_paragraph then line_no end) over (
            partition by disclosure_key order by line_no
        ) as paragraph_no
    from broken

)

select
    disclosure_key,
    {{ paragraph_key('gathered') }} as paragraph_key,
    paragraph_no,
    line_no,
    page_no,
    source_line,
    compact_text,
    squashed_text,
    coalesce(sum(length(squashed_text)) over (
        partition by disclosure_key, paragraph_no order by line_no
        rows between unbounded preceding and 1 preceding
    ), 0) as text_offset
from gathered
