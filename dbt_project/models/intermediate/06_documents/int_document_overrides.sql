{# What people state about a document in data/raw/disclosures.csv, found by its file or by its bytes. #}
with

documents as (

    select * from {{ ref('stg_documents') }}

),

overrides as (

    select * from {{ source('raw', 'overrides') }}

)

select
    documents.disclosure_key,
    max(overrides.organization_name) as organization_name,
    max(overrides.region_code) as region_code,
    max(overrides.fiscal_year) as fiscal_year,
    max(overrides.report_kind) as report_kind,
    max(overrides.scope) as scope
from documents
inner join overrides
    on documents.source_file = overrides.source_file or documents.content_sha256 = overrides.content_sha256
group by documents.disclosure_key
