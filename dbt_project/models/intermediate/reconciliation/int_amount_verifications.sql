{#
    What the identities say of each figure.

    `verified`: it stands in an identity that holds. An identity of zeros counts: a changed digit would break it.
    `contradicted`: it stands in failing ones only; or in a failing equality of two figures of which both are
    supported elsewhere, so that nobody can say which one is right. Rules that only compare sizes, or that hold by
    convention, neither verify nor contradict.
#}
with

reconciliations as (

    select * from {{ ref('int_reconciliations') }}
    where verifies and operation <> 'at_most'

),

stands as (

    select
        reconciliation_key,
        unnest(left_amount_keys || right_amount_keys) as amount_key,
        status,
        figure_count
    from reconciliations
    where status <> 'not_testable'

),

counts as (

    select
        amount_key,
        count(*) filter (where status in ('pass', 'rounding')) as passed_count,
        count(*) filter (where status = 'fail') as failed_count
    from stands
    group by amount_key

),

disputes as (

    select
        stands.reconciliation_key,
        min(counts.passed_count) as least_passed_count
    from stands
    inner join counts
        on stands.amount_key = counts.amount_key
    where stands.status = 'fail' and stands.figure_count = 2
    group by stands.reconciliation_key

),

disputed as (

    select distinct stands.amount_key
    from stands
    inner join disputes
        on stands.reconciliation_key = disputes.reconciliation_key
    where disputes.least_passed_count > 0

)

select
    counts.amount_key,
    case
        when disputed.amount_key is not null then 'contradicted'
        when counts.passed_count > 0 then 'verified'
        when counts.failed_count > 0 then 'contradicted'
        else 'unverified'
    end as verification,
    counts.passed_count,
    counts.failed_count
from counts
left join disputed
    on counts.amount_key = disputed.amount_key
