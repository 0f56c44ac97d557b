with

lines as (

    select * from {{ source('raw', 'lines') }}

),

pages as (

    select * from {{ source('raw', 'pages') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

)

select
    parts.disclosure_key,
    lines.line_no,
    lines.page_no,
    lines.source_line,
    -- Text files, sheets and web pages are not paper: what is one line there is a whole paragraph.
    coalesce(pages.width > 0, false) as is_on_paper,
    lines.text as raw_text,
    {{ compact('lines.text') }} as compact_text,
    {{ squash('lines.text') }} as squashed_text,
    lines.recognition_score
from lines
left join pages
    on lines.disclosure_key = pages.disclosure_key and lines.page_no = pages.page_no
inner join parts
    on lines.disclosure_key = parts.file_key and lines.page_no between parts.page_first and parts.page_last
