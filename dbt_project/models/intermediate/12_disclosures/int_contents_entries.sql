{#
    One row for each line of the contents: its words without numbering, dots and page number, the page number that it
    gives, and the page on which these words are as a line of their own later on (null where they are nowhere, or more
    than once). The contents begin with 目录 and end with that page, or with the last page of lines that give a page.
    Other forms than paper have no pages.
#}
-- depends_on: {{ ref('check_words') }}
{% set heading = word_of(words_by_kind('check_words'), 'contents_heading') %}
{% set numbering = '^(?:第[一二三四五六七八九十0-9]{1,3}(?:部分|章)|[一二三四五六七八九十]{1,4}、|[(][一二三四五六七八九十0-9]{1,4}[)]|[0-9]{1,2}[.、])' %}
with

lines as (

    select
        disclosure_key,
        line_no,
        page_no,
        compact_text,
        squashed_text,
        regexp_extract(squashed_text, '[.…·]{2,}-?([0-9]{1,3})-?$', 1) as page_text,
        regexp_replace(
            regexp_replace(squashed_text, '[.…·-]*[0-9]*-?$', ''), '{{ numbering }}', ''
        ) as entry_words
    from {{ ref('stg_text_lines') }}
    where is_on_paper and not regexp_full_match(squashed_text, '[-—]*[0-9]+[-—]*')

),

headings as (

    select
        disclosure_key,
        min(line_no) as line_no,
        arg_min(page_no, line_no) as page_no
    from lines
    where regexp_full_match(squashed_text, '{{ heading }}')
    group by disclosure_key

),

entries as (

    select
        lines.*,
        headings.page_no as contents_page_no
    from lines
    inner join headings
        on
            lines.disclosure_key = headings.disclosure_key
            and lines.line_no > headings.line_no
            and lines.page_no between headings.page_no and headings.page_no + 2
    where length(lines.entry_words) between 3 and 40 and not regexp_matches(lines.squashed_text, '[。;,]')

),

ends as (

    select
        disclosure_key,
        max(page_no) filter (where page_text <> '') as last_numbered_page_no,
        min(contents_page_no) as contents_page_no
    from entries
    group by disclosure_key

),

-- On the page of the heading, and on the next ones while lines there give pages.
listed as (

    select entries.*
    from entries
    inner join ends
        on entries.disclosure_key = ends.disclosure_key
    where entries.page_no <= coalesce(ends.last_numbered_page_no, ends.contents_page_no)

),

last_lines as (

    select
        disclosure_key,
        max(page_no) as page_no,
        max(line_no) as line_no
    from listed
    group by disclosure_key

),

later as (

    select
        lines.disclosure_key,
        lines.entry_words,
        min(lines.page_no) as page_no,
        count(distinct lines.page_no) as page_count
    from lines
    inner join last_lines
        on lines.disclosure_key = last_lines.disclosure_key and lines.page_no > last_lines.page_no
    group by lines.disclosure_key, lines.entry_words

)

select
    listed.disclosure_key,
    listed.line_no,
    listed.page_no,
    listed.compact_text,
    listed.squashed_text,
    listed.entry_words,
    try_cast(listed.page_text as integer) as stated_page_no,
    case when later.page_count = 1 then later.page_no end as found_page_no,
    last_lines.page_no as contents_end_page_no
from listed
inner join last_lines
    on listed.disclosure_key = last_lines.disclosure_key
left join later
    on listed.disclosure_key = later.disclosure_key and listed.entry_words = later.entry_words
