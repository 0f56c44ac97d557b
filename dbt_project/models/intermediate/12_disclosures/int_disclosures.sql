{#
    One row for each disclosure: whose it is and what it prints. Unlike other intermediate models it keeps the documents
    of earlier runs, because comparisons between disclosures need all of them.
#}
{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

documents as (

    select * from {{ ref('stg_documents') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

printed as (

    select
        disclosure_key,
        list(distinct statement_code order by statement_code) as statement_codes,
        list(distinct published_value order by published_value) filter (where published_value <> 0) as figures
    from {{ ref('int_figures') }}
    group by disclosure_key

),

-- The units that its statements of revenue and expenditure list.
units as (

    select
        lines.disclosure_key,
        list(distinct {{ squash('lines.unit_name') }} order by {{ squash('lines.unit_name') }}) as unit_names
    from {{ ref('int_lines') }} as lines
    inner join {{ ref('statements') }} as statements
        on lines.statement_code = statements.statement_code and statements.flow <> 'none'
    where lines.unit_name <> ''
    group by lines.disclosure_key

)

select
    documents.disclosure_key,
    documents.source_file,
    documents.content_sha256,
    documents.media_type,
    documents.page_count,
    identities.title,
    identities.organization_key,
    identities.organization_name,
    identities.region_code,
    identities.fiscal_year,
    identities.report_kind,
    identities.scope,
    identities.identity_source,
    identities.identity_evidence,
    identities.title_recognition_score,
    identities.organization_recognition_score,
    identities.fiscal_year_recognition_score,
    documents.first_seen_at,
    documents.page_first,
    documents.page_last,
    coalesce(printed.statement_codes, []) as statement_codes,
    coalesce(printed.figures, []) as figures,
    coalesce(units.unit_names, []) as unit_names
from documents
left join identities
    on documents.disclosure_key = identities.disclosure_key
left join printed
    on documents.disclosure_key = printed.disclosure_key
left join units
    on documents.disclosure_key = units.disclosure_key
where documents.status = 'read'
