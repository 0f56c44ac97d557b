with

lines as (

    select * from {{ source('raw', 'lines') }}

),

parts as (

    select * from {{ ref('stg_disclosure_parts') }}

)

select
    parts.disclosure_key,
    lines.line_no,
    lines.page_no,
    lines.source_line,
    lines.text as raw_text,
    {{ compact('lines.text') }} as compact_text,
    {{ squash('lines.text') }} as squashed_text
from lines
inner join parts
    on lines.disclosure_key = parts.file_key and lines.page_no between parts.page_first and parts.page_last
