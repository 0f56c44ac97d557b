{#
    Every short text that may say whose document it is, of which year and of which kind: lines, titles that a cover
    prints on two to four lines, and cells above the header of a table. Sentences are left out.
#}
-- depends_on: {{ ref('keywords') }}
with

lines as (

    -- Counted from the beginning of the disclosure, which may be bound after others.
    select * replace (line_no - min(line_no) over (partition by disclosure_key) + 1 as line_no)
    from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

-- The cover ends where the contents or the first chapter begin.
cover_ends as (

    select
        disclosure_key,
        least(
            min(line_no) filter (where regexp_matches(squashed_text, '^{{ any_keyword("chapter") }}')), 16
        ) as line_no
    from lines
    group by disclosure_key

),

-- Numbers of annexes and pages are not part of a title.
cover_lines as (

    select
        lines.disclosure_key,
        lines.line_no,
        lines.compact_text,
        lines.squashed_text,
        lines.recognition_score,
        row_number() over (partition by lines.disclosure_key order by lines.line_no) as place
    from lines
    inner join cover_ends
        on lines.disclosure_key = cover_ends.disclosure_key and lines.line_no < cover_ends.line_no
    where not regexp_full_match(lines.squashed_text, '{{ any_keyword("beside_title") }}')

),

cover_titles as (

    select
        first_lines.disclosure_key,
        first_lines.line_no,
        string_agg(cover_lines.compact_text, '' order by cover_lines.place) as compact_text,
        string_agg(cover_lines.squashed_text, '' order by cover_lines.place) as squashed_text,
        min(cover_lines.recognition_score) as recognition_score
    from cover_lines as first_lines
    cross join (values (2, 12), (3, 6), (4, 3)) as sizes (line_count, last_place)
    inner join cover_lines
        on
            first_lines.disclosure_key = cover_lines.disclosure_key
            and cover_lines.place between first_lines.place and first_lines.place + sizes.line_count - 1
    where first_lines.place <= sizes.last_place and length(first_lines.squashed_text) <= 40
    group by first_lines.disclosure_key, first_lines.line_no, sizes.line_count
    having count(*) = sizes.line_count and max(length(cover_lines.squashed_text)) <= 60

),

texts as (

    select
        disclosure_key,
        line_no,
        compact_text,
        squashed_text,
        recognition_score
    from lines
    where length(squashed_text) <= 60

    union all

    select * from cover_titles

    union all

    select
        cells.disclosure_key,
        1000 as line_no,
        cells.compact_text,
        cells.squashed_text,
        cells.recognition_score
    from cells
    inner join table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class = 'preface'
    where length(cells.squashed_text) <= 60

)

select
    texts.disclosure_key,
    texts.line_no,
    texts.compact_text,
    texts.squashed_text,
    texts.recognition_score,
    coalesce(texts.line_no < cover_ends.line_no, false) as is_on_cover
from texts
left join cover_ends
    on texts.disclosure_key = cover_ends.disclosure_key
where not regexp_matches(texts.squashed_text, '[。;!]')
