{#
    One row for each disclosure of a file, with its pages: several documents are often bound in one book. Another
    disclosure begins at a cover that names another organisation, year, kind or scope than the one before, if at least
    two statements that were printed before it are printed again after it. Inner titles and lists of units therefore
    divide nothing. The first disclosure has the key of the file.
#}
{{ config(materialized='table') }}
-- depends_on: {{ ref('keywords') }}
-- depends_on: {{ ref('statement_titles') }}
with

documents as (

    select * from {{ source('raw', 'documents') }}

),

changed_documents as (

    select * from {{ source('raw', 'changed_documents') }}

),

tables as (

    select * from {{ source('raw', 'tables') }}

),

lines as (

    select * from {{ source('raw', 'lines') }}

),

covers as (

    {{ covers('lines', 'tables', 'changed_documents') | indent(4) }}

),

-- Only a file with a cover after a table can hold several disclosures.
bound_files as (

    select covers.file_key
    from covers
    inner join tables
        on covers.file_key = tables.disclosure_key and covers.page_no > tables.page_first
    group by covers.file_key

),

-- Materialized: else its long patterns would be planned twice.
texts as materialized (

    select
        bound_files.file_key,
        lines.page_no,
        {{ squash('lines.text') }} as squashed_text
    from lines
    inner join bound_files
        on lines.disclosure_key = bound_files.file_key

    union all

    -- A title may be printed in the first rows of its table.
    select
        bound_files.file_key,
        cells.page_no,
        {{ squash('cells.text') }} as squashed_text
    from {{ source('raw', 'cells') }} as cells
    inner join bound_files
        on cells.disclosure_key = bound_files.file_key
    where cells.row_no <= 3

),

statement_titles as (

    select * from {{ ref('statement_titles') }}

),

-- On which pages with a table the title of each statement is.
titles as (

    select distinct
        texts.file_key,
        texts.page_no,
        statement_titles.statement_code
    from texts
    inner join tables
        on texts.file_key = tables.disclosure_key and texts.page_no between tables.page_first and tables.page_last
    inner join statement_titles
        on {{ first_pattern('statement_titles', bare_title('texts.squashed_text')) }} = statement_titles.pattern
    where length(texts.squashed_text) <= 60

),

-- Covers one after the other that name the same are one: a cover and the inner titles of its disclosure.
changes as (

    select covers.*
    from covers
    inner join bound_files
        on covers.file_key = bound_files.file_key
    window in_file as (partition by covers.file_key order by covers.page_no)
    qualify lag(covers.page_no) over in_file is null or {{ names_another_report('covers', 'in_file') }}

),

spans as (

    select
        *,
        lead(page_no, 1, 1000000) over (partition by file_key order by page_no) as next_page_no
    from changes

),

-- ... that have statements of their own, which were printed before.
repeated as (

    select
        spans.file_key,
        spans.page_no
    from spans
    inner join titles as own
        on spans.file_key = own.file_key and own.page_no > spans.page_no and own.page_no < spans.next_page_no
    inner join titles as earlier
        on
            own.file_key = earlier.file_key
            and own.statement_code = earlier.statement_code
            and earlier.page_no < spans.page_no
    group by spans.file_key, spans.page_no
    having count(distinct own.statement_code) >= 2

),

bodies as (

    select changes.*
    from changes
    left join repeated
        on changes.file_key = repeated.file_key and changes.page_no = repeated.page_no
    where changes.page_no = 1 or repeated.page_no is not null

),

later_parts as (

    select
        file_key,
        page_no
    from bodies
    window in_file as (partition by file_key order by page_no)
    qualify {{ names_another_report('bodies', 'in_file') }}

),

first_pages as (

    select
        documents.disclosure_key as file_key,
        1 as page_no
    from documents
    inner join changed_documents
        on documents.disclosure_key = changed_documents.disclosure_key

    union all

    select * from later_parts

)

select
    first_pages.file_key || case when first_pages.page_no > 1 then '-page' || first_pages.page_no else '' end
        as disclosure_key,
    first_pages.file_key,
    first_pages.page_no as page_first,
    coalesce(
        lead(first_pages.page_no) over (partition by first_pages.file_key order by first_pages.page_no) - 1,
        documents.page_count
    ) as page_last
from first_pages
inner join documents
    on first_pages.file_key = documents.disclosure_key
