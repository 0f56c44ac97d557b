{#
    What people state about a document in data/raw/disclosures.csv, found by one of its files or by its bytes.
    Organisation and scope are those of the first disclosure of a file; region, year and kind hold for all of them. Rows
    of one document never contradict each other: such a table is refused before anything is read.
#}
with

documents as (

    select * from {{ ref('stg_documents') }}

),

overrides as (

    select * from {{ source('raw', 'overrides') }}

)

select
    documents.disclosure_key,
    max(overrides.organization_name) filter (where documents.page_first = 1) as organization_name,
    max(overrides.region_code) as region_code,
    max(overrides.fiscal_year) as fiscal_year,
    max(overrides.report_kind) as report_kind,
    max(overrides.scope) filter (where documents.page_first = 1) as scope
from documents
inner join overrides
    on
        documents.source_file = overrides.source_file
        or list_contains(documents.duplicate_files, overrides.source_file)
        or documents.content_sha256 = overrides.content_sha256
group by documents.disclosure_key
having
    max(documents.page_first) = 1
    or coalesce(max(overrides.region_code), cast(max(overrides.fiscal_year) as varchar), max(overrides.report_kind))
    is not null
