{{ config(tags=['whole_warehouse']) }}
{#
    One row for each release, the current one and those before it. Publishing writes the rows, since a release is known
    only when it is made (pipelines/release/history.py); in the build the table is empty.
#}
select
    cast(null as string) as release,
    cast(null as string) as build_id,
    cast(null as timestamp) as published_at,
    cast(null as string) as program_version,
    cast(null as string) as engine_version,
    cast(null as string) as project_fingerprint,
    cast(null as string) as extractor_version,
    cast(null as bigint) as document_count,
    cast(null as bigint) as failed_document_count,
    cast(null as string) as inputs_sha256,
    cast(null as bigint) as amount_count,
    cast(null as bigint) as verified_amount_count,
    cast(null as bigint) as failing_identity_count
from {{ source('raw', 'documents') }}
where false
