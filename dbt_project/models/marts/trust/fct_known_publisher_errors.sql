{{ config(tags=['whole_warehouse']) }}
{#
    One row for each reviewed error, and whether it still fails. An entry that no longer fails is stale: our reading has
    changed, or the entry was never right. Review it and remove it.
#}
with

known_errors as (

    select * from {{ ref('known_publisher_errors') }}

),

disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where content_sha256 in (select content_sha256 from known_errors)

),

failures as (

    select * from {{ ref('fct_reconciliations') }}
    where status = 'fail' and disclosure_key in (select disclosure_key from disclosures)

)

select
    known_errors.*,
    disclosures.disclosure_key,
    failures.reconciliation_key,
    case
        when disclosures.disclosure_key is null then 'absent'
        when failures.reconciliation_key is null then 'stale'
        else 'confirmed'
    end as status
from known_errors
left join disclosures
    on known_errors.content_sha256 = disclosures.content_sha256
left join failures
    on
        disclosures.disclosure_key = failures.disclosure_key
        and known_errors.rule_code = failures.rule_code
        and known_errors.statement_code = failures.statement_code
        and known_errors.subject = failures.subject
        and known_errors.difference = failures.difference
-- Of several disclosures in one file the error is in the one where it fails.
qualify
    rank() over (
        partition by
            known_errors.content_sha256,
            known_errors.rule_code,
            known_errors.statement_code,
            known_errors.subject,
            known_errors.difference
        order by
            failures.reconciliation_key is null,
            case when failures.reconciliation_key is null then disclosures.disclosure_key end
    ) = 1
