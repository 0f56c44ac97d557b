with

lines as (

    select * from {{ source('raw', 'lines') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

)

select
    lines.disclosure_key,
    lines.line_no,
    lines.page_no,
    lines.source_line,
    lines.text as raw_text,
    {{ compact('lines.text') }} as compact_text,
    {{ squash('lines.text') }} as squashed_text
from lines
inner join changed_documents
    on lines.disclosure_key = changed_documents.disclosure_key
