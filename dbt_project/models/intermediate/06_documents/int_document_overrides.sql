{#
    What people state about a document: in data/raw/disclosures.csv, found by one of its files or by its bytes; else in
    data/raw/sources.csv, with the address that its bytes were fetched from. Organisation and scope are those of the
    first disclosure of a file; region, year and kind hold for all of them. Rows of disclosures.csv never contradict
    each other: such a table is refused before anything is read. Where the addresses of one content state different
    things, neither counts.
#}
with

documents as (

    select * from {{ ref('stg_documents') }}

),

overrides as (

    select * from {{ source('raw', 'overrides') }}

),

fetches as (

    select * from {{ source('raw', 'fetches') }}

),

stated_of_documents as (

    select
        documents.disclosure_key,
        max(overrides.organization_name) as organization_name,
        max(overrides.region_code) as region_code,
        max(overrides.fiscal_year) as fiscal_year,
        max(overrides.report_kind) as report_kind,
        max(overrides.scope) as scope
    from documents
    inner join overrides
        on
            documents.source_file = overrides.source_file
            or list_contains(documents.duplicate_files, overrides.source_file)
            or documents.content_sha256 = overrides.content_sha256
    group by documents.disclosure_key

),

stated_of_addresses as (

    select
        content_sha256,
        case when count(distinct organization_name) = 1 then max(organization_name) end as organization_name,
        case when count(distinct region_code) = 1 then max(region_code) end as region_code
    from fetches
    where content_sha256 is not null
    group by content_sha256

),

stated as (

    select
        documents.disclosure_key,
        documents.page_first,
        stated_of_documents.fiscal_year,
        stated_of_documents.report_kind,
        coalesce(stated_of_documents.region_code, stated_of_addresses.region_code) as region_code,
        case
            when documents.page_first = 1
                then coalesce(stated_of_documents.organization_name, stated_of_addresses.organization_name)
        end as organization_name,
        case when documents.page_first = 1 then stated_of_documents.scope end as scope,
        case
            when stated_of_documents.disclosure_key is not null then 'disclosures.csv'
            when documents.page_first = 1 and stated_of_addresses.organization_name is not null then 'sources.csv'
        end as stated_in
    from documents
    left join stated_of_documents
        on documents.disclosure_key = stated_of_documents.disclosure_key
    left join stated_of_addresses
        on documents.content_sha256 = stated_of_addresses.content_sha256

)

select
    disclosure_key,
    organization_name,
    region_code,
    fiscal_year,
    report_kind,
    scope,
    stated_in
from stated
where
    (page_first = 1 and stated_in is not null)
    or coalesce(region_code, cast(fiscal_year as varchar), report_kind) is not null
