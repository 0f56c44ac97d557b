{#
    The finished documents: title, organisation, region, fiscal year, kind and scope. Each is what people state in
    data/raw/disclosures.csv or data/raw/sources.csv, else what the document says of itself with the most weight; on the cover all texts weigh
    alike. What is unknown stays null. `identity_source` names the witness.
#}
with

documents as (

    select * from {{ ref('stg_documents') }}

),

evidence as (

    select
        * exclude (fiscal_year, report_kind),
        coalesce(fiscal_year, form_year) as fiscal_year,
        coalesce(report_kind, form_kind) as report_kind,
        case
            -- The title of a form counts where no other text says it.
            when form_kind is not null and coalesce(texts.fiscal_year::varchar, texts.report_kind) is null then 0
            when is_on_cover then 4
            else weight
        end as report_weight
    from {{ ref('int_identity_evidence') }} as texts

),

overrides as (

    select * from {{ ref('int_document_overrides') }}

),

organizations as (

    select * from {{ ref('int_document_organizations') }}

),

regions as (

    select * from {{ ref('int_document_regions') }}

),

known_regions as (

    select * from {{ ref('regions') }}

),

-- The first text of the cover that says most about organisation, year and kind, without the lines below it.
titles as (

    select
        disclosure_key,
        evidence as title,
        recognition_score
    from evidence
    where report_kind is not null or fiscal_year is not null
    qualify row_number() over (
        partition by disclosure_key
        order by
            report_weight = 0 asc,
            is_on_cover desc,
            (organization_name is not null)::integer
            + (fiscal_year is not null)::integer
            + (report_kind is not null)::integer desc,
            line_no asc,
            length(evidence) asc,
            evidence asc
    ) = 1

),

years as (

    select
        disclosure_key,
        fiscal_year,
        -- Text that was not recognised is sure.
        case when count(*) = count(recognition_score) then max(recognition_score) end as recognition_score
    from evidence
    where fiscal_year is not null
    group by disclosure_key, fiscal_year
    qualify row_number() over (
        partition by disclosure_key order by sum(report_weight) desc, fiscal_year desc
    ) = 1

),

kinds as (

    select
        disclosure_key,
        report_kind
    from evidence
    where report_kind is not null
    group by disclosure_key, report_kind
    qualify row_number() over (
        partition by disclosure_key order by sum(report_weight) desc, report_kind asc
    ) = 1

),

scopes as (

    select
        disclosure_key,
        scope
    from evidence
    where scope is not null
    group by disclosure_key, scope
    qualify row_number() over (
        partition by disclosure_key order by sum(report_weight) desc, scope asc
    ) = 1

)

select
    documents.disclosure_key,
    titles.title,
    titles.recognition_score as title_recognition_score,
    case
        when organizations.organization_name is not null
            then 'o' || left(md5({{ squash('organizations.organization_name') }}), 16)
    end as organization_key,
    organizations.organization_name,
    organizations.organization_recognition_score,
    coalesce(overrides.region_code, regions.region_code) as region_code,
    known_regions.full_name_zh as region_name,
    coalesce(overrides.fiscal_year, years.fiscal_year) as fiscal_year,
    case when overrides.fiscal_year is null then years.recognition_score end as fiscal_year_recognition_score,
    coalesce(overrides.report_kind, kinds.report_kind) as report_kind,
    coalesce(overrides.scope, scopes.scope, '') as scope,
    organizations.identity_evidence,
    case
        when overrides.stated_in is not null then overrides.stated_in
        when organizations.organization_name is not null then 'document'
        else 'unknown'
    end as identity_source
from documents
left join titles
    on documents.disclosure_key = titles.disclosure_key
left join organizations
    on documents.disclosure_key = organizations.disclosure_key
left join regions
    on documents.disclosure_key = regions.disclosure_key
left join years
    on documents.disclosure_key = years.disclosure_key
left join kinds
    on documents.disclosure_key = kinds.disclosure_key
left join scopes
    on documents.disclosure_key = scopes.disclosure_key
left join overrides
    on documents.disclosure_key = overrides.disclosure_key
left join known_regions
    on coalesce(overrides.region_code, regions.region_code) = known_regions.region_code
