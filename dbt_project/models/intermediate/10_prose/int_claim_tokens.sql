{#
    One row for each figure with a unit, and each word that says there is no change (持平), in the order of the text,
    with the text since the token before it and the line in which it begins. Which of them are claims is decided in
    int_claim_clauses.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set number = '(?:[0-9]+(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?' %}
{% set unit = word_of(words, 'unit') %}
{% set token = '(' ~ number ~ unit ~ '|' ~ word_of(words, 'no_change', 'no_change_compared', 'zero') ~ ')' %}
with

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

lines as (

    select * from {{ ref('int_paragraph_lines') }}

),

-- Each piece ends with a token; the last piece of a paragraph may have none.
split as (

    select
        disclosure_key,
        paragraph_key,
        paragraph_no,
        string_split(regexp_replace(text, '{{ token }}', '\1' || chr(1), 'g'), chr(1)) as pieces
    from paragraphs
    where regexp_matches(text, '{{ token }}')

),

numbered as (

    select
        disclosure_key,
        paragraph_key,
        paragraph_no,
        unnest(pieces) as piece,
        generate_subscripts(pieces, 1) as token_no
    from split

),

placed as (

    select
        disclosure_key,
        paragraph_key,
        paragraph_no,
        token_no,
        regexp_extract(piece, '{{ token }}$', 1) as token,
        left(piece, length(piece) - length(regexp_extract(piece, '{{ token }}$', 1))) as own_text,
        lead(piece) over (partition by paragraph_key order by token_no) as text_after,
        coalesce(sum(length(piece)) over before_piece, 0) as piece_offset,
        coalesce(sum(length(piece) - length(replace(piece, '。', ''))) over before_piece, 0) as full_stops_before
    from numbered
    window
        before_piece as (
            partition by paragraph_key order by token_no rows between unbounded preceding and 1 preceding
        )

)

select
    placed.disclosure_key,
    placed.paragraph_key,
    placed.paragraph_no,
    placed.token_no,
    placed.full_stops_before + length(placed.own_text) - length(replace(placed.own_text, '。', '')) as sentence_no,
    lines.line_no,
    lines.page_no,
    lines.source_line,
    placed.own_text,
    placed.text_after,
    placed.token,
    regexp_extract(placed.token, '{{ number }}') as number_text,
    regexp_extract(placed.token, '{{ unit }}') as unit
from placed
asof inner join lines
    on
        placed.paragraph_key = lines.paragraph_key
        and placed.piece_offset + length(placed.own_text) >= lines.text_offset
where placed.token <> ''
