{{ config(tags=['whole_warehouse']) }}
{#
    One row for each disclosure, with its place among the vintages. A newer file replaces an older one if organisation,
    year, kind and scope are the same, it came in a later run, and either the older file is gone or the newer one prints
    all of its statements and at least half of its figures. So an appendix, or a unit that gives the name of its
    department, replaces nothing.
#}
with

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

known_documents as (

    select * from {{ ref('stg_known_documents') }}

),

dated as (

    select
        disclosures.disclosure_key,
        disclosures.organization_key,
        disclosures.fiscal_year,
        disclosures.report_kind,
        disclosures.scope,
        disclosures.statement_codes,
        disclosures.figures,
        known_documents.first_seen_at,
        known_documents.gone_at is not null as is_gone
    from disclosures
    inner join known_documents
        on {{ file_key('disclosures.disclosure_key') }} = known_documents.disclosure_key

),

replacements as (

    select
        older.disclosure_key as older_key,
        newer.disclosure_key as newer_key,
        newer.first_seen_at,
        newer.is_gone
    from dated as older
    inner join dated as newer
        on
            older.organization_key = newer.organization_key
            and older.fiscal_year = newer.fiscal_year
            and older.report_kind = newer.report_kind
            and older.scope = newer.scope
            and older.first_seen_at < newer.first_seen_at
    where
        older.is_gone
        or (
            list_has_all(newer.statement_codes, older.statement_codes)
            and 2 * len(list_intersect(newer.figures, older.figures)) >= len(older.figures)
        )

),

newer_vintages as (

    select
        older_key as disclosure_key,
        arg_min(newer_key, (first_seen_at, newer_key)) as next_vintage,
        arg_max(newer_key, (first_seen_at, newer_key)) filter (where not is_gone) as superseded_by
    from replacements
    group by older_key

),

older_vintages as (

    select
        newer_key as disclosure_key,
        count(*) as older_count
    from replacements
    group by newer_key

)

select
    dated.disclosure_key,
    1 + coalesce(older_vintages.older_count, 0) as vintage_no,
    newer_vintages.next_vintage,
    newer_vintages.superseded_by,
    not dated.is_gone and newer_vintages.superseded_by is null as is_current
from dated
left join newer_vintages
    on dated.disclosure_key = newer_vintages.disclosure_key
left join older_vintages
    on dated.disclosure_key = older_vintages.disclosure_key
