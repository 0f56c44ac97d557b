{{ config(tags=['whole_warehouse']) }}
{#
    One row for each disclosure, with its place among the vintages. A newer file replaces an older one if organisation,
    year, kind and scope are the same, it came in a later run, and either the older file is gone, or replaced at its
    address, or the newer one prints all of its statements and at least half of its figures. So an appendix, or a unit
    that gives the name of its department, replaces nothing. Runs of reading decide; of files that were read in the same
    run but fetched in different ones, the runs of fetching.
#}
with

disclosures as (

    select * from {{ ref('int_disclosures') }}

),

known_documents as (

    select * from {{ ref('stg_known_documents') }}

),

fetched_documents as (

    select * from {{ ref('int_fetched_documents') }}

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
        -- What came back to its address is as new as that.
        greatest(known_documents.first_seen_at, fetched_documents.noted_at) as arrived_at,
        fetched_documents.fetched_run_at,
        fetched_documents.fetched_from,
        fetched_documents.fetched_at,
        coalesce(fetched_documents.is_replaced, false) as is_replaced,
        known_documents.gone_at is not null as is_gone
    from disclosures
    inner join known_documents
        on {{ file_key('disclosures.disclosure_key') }} = known_documents.disclosure_key
    left join fetched_documents
        on {{ file_key('disclosures.disclosure_key') }} = fetched_documents.disclosure_key

),

replacements as (

    select
        older.disclosure_key as older_key,
        newer.disclosure_key as newer_key,
        newer.arrived_at,
        coalesce(newer.fetched_run_at, newer.arrived_at) as fetched_run_at,
        newer.is_gone
    from dated as older
    inner join dated as newer
        on
            older.organization_key = newer.organization_key
            and older.fiscal_year = newer.fiscal_year
            and older.report_kind = newer.report_kind
            and older.scope = newer.scope
            and (
                older.arrived_at < newer.arrived_at
                or (older.arrived_at = newer.arrived_at and older.fetched_run_at < newer.fetched_run_at)
            )
    where
        older.is_gone
        or older.is_replaced
        or (
            {{ size_of('array_intersect(newer.statement_codes, older.statement_codes)') }}
            = {{ size_of('older.statement_codes') }}
            and 2 * {{ size_of('array_intersect(newer.figures, older.figures)') }} >= {{ size_of('older.figures') }}
        )

),

newer_vintages as (

    select
        older_key as disclosure_key,
        min_by(newer_key, (arrived_at, fetched_run_at, newer_key)) as next_vintage,
        max_by(newer_key, (arrived_at, fetched_run_at, newer_key)) filter (where not is_gone) as superseded_by
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
    not dated.is_gone and newer_vintages.superseded_by is null as is_current,
    dated.fetched_from,
    dated.fetched_at
from dated
left join newer_vintages
    on dated.disclosure_key = newer_vintages.disclosure_key
left join older_vintages
    on dated.disclosure_key = older_vintages.disclosure_key
