{{ config(tags=['whole_warehouse']) }}
{#
    One row for each document that was fetched: from where and when, when it came last, and whether its addresses show
    something else now. It comes again where an address that had shown another content shows it once more; not where
    another address shows it too.
#}
with

fetches as (

    select * from {{ ref('stg_fetches') }}

),

contents as (

    select
        disclosure_key,
        address,
        run_at,
        fetched_at,
        noted_at,
        lag(disclosure_key) over (partition by address order by fetched_at) as former_key,
        first_value(content_sha256) over (partition by address order by fetched_at desc) as shown_now,
        content_sha256
    from fetches
    where content_sha256 is not null

),

documents as (

    select
        disclosure_key,
        min_by(address, (fetched_at, address)) as fetched_from,
        min(fetched_at) as fetched_at,
        min(run_at) as first_run_at,
        max(run_at) filter (where former_key <> disclosure_key) as last_run_at,
        max(noted_at) filter (where former_key <> disclosure_key) as last_noted_at,
        not bool_or(content_sha256 = shown_now) as is_replaced
    from contents
    where disclosure_key is not null
    group by disclosure_key

)

select
    disclosure_key,
    fetched_from,
    fetched_at,
    coalesce(last_run_at, first_run_at) as fetched_run_at,
    -- When it came first is when it was read.
    case when last_run_at > first_run_at then last_noted_at end as noted_at,
    is_replaced
from documents
