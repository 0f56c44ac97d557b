{#
    One row for each paragraph, put together from its lines, with the words that may name a section of the text: a
    heading, or the words before the first colon, comma or full stop of a numbered paragraph.
#}
with

lines as (

    select * from {{ ref('int_paragraph_lines') }}

),

assembled as (

    select
        disclosure_key,
        paragraph_key,
        paragraph_no,
        min_by(page_no, line_no) as page_no,
        string_agg(squashed_text, '' order by line_no) as text,
        string_agg(compact_text, '' order by line_no) as printed_text
    from lines
    group by disclosure_key, paragraph_key, paragraph_no

),

led as (

    select
        *,
        {{ numbering_depth('text') }} as depth,
        not regexp_matches(text, '[。;]') and not regexp_matches(text, '[0-9](?:万元|元|%)') as is_heading
    from assembled

)

select
    disclosure_key,
    paragraph_key,
    paragraph_no,
    page_no,
    text,
    printed_text,
    is_heading,
    is_heading and depth = 1 as is_first_rank,
    case
        when is_heading and length(text) <= 60 and (depth > 0 or text not like '%:') then text
        when depth between 1 and 5 then regexp_extract(text, '^([^:。,]{2,45})[:。,]', 1)
    end as lead_text
from led
