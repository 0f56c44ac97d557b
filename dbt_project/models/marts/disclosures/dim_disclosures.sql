{{ config(tags=['whole_warehouse']) }}
with

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

vintages as (

    select * from {{ ref('int_vintages') }}

),

unit_disclosures as (

    select * from {{ ref('int_unit_disclosures') }}

)

select
    disclosures.disclosure_key,
    disclosures.source_file,
    disclosures.content_sha256,
    disclosures.media_type,
    disclosures.page_count,
    disclosures.title,
    disclosures.organization_key,
    disclosures.organization_name,
    disclosures.region_code,
    disclosures.fiscal_year,
    disclosures.report_kind,
    disclosures.scope,
    disclosures.identity_source,
    disclosures.identity_evidence,
    disclosures.first_seen_at,
    disclosures.page_first,
    disclosures.page_last,
    vintages.vintage_no,
    vintages.is_current,
    vintages.superseded_by,
    vintages.fetched_from,
    vintages.fetched_at,
    unit_disclosures.parent_organization_key,
    coalesce(unit_disclosures.is_in_another_disclosure, false) as is_in_another_disclosure,
    disclosures.title_recognition_score,
    disclosures.organization_recognition_score,
    disclosures.fiscal_year_recognition_score
from disclosures
inner join vintages
    on disclosures.disclosure_key = vintages.disclosure_key
left join unit_disclosures
    on disclosures.disclosure_key = unit_disclosures.disclosure_key
