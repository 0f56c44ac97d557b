with

tables as (

    select * from {{ source('raw', 'tables') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

)

select
    tables.disclosure_key,
    {{ table_key('tables') }} as table_key,
    tables.table_no,
    tables.after_line_no,
    tables.page_first,
    tables.page_last,
    tables.row_count,
    tables.column_count,
    tables.header_row_count,
    tables.finder
from tables
inner join changed_documents
    on tables.disclosure_key = changed_documents.disclosure_key
