{#
    What the identities say of each figure.

    `verified`: it stands in an identity that holds exactly. A sum that closes only within rounding proves the sum,
    but not the last digit of its figures, so it alone verifies none; and where two prints of one amount differ in the
    last digit, each needs another proof. An identity of zeros counts: a changed digit would break it. A rate proves
    itself, not the amounts it was computed from.
    `contradicted`: it stands in failing identities and in none that holds; or in a failing identity whose figures are
    all supported elsewhere, so that nobody can say which one is wrong (columns exchanged); or its whole table differs
    from another statement by the factor between two units and agrees with none. The other figures of a column whose
    total is in dispute with another statement stay unverified.
    Rules that only compare sizes, or that hold by convention, neither verify nor contradict.
#}
with

reconciliations as (

    select * from {{ ref('int_reconciliations') }}
    where verifies and operation <> 'at_most' and status <> 'not_testable'

),

figures as (

    select * from {{ ref('int_figures') }}

),

sides as (

    select
        *,
        'left' as side,
        unnest(left_amount_keys) as amount_key
    from reconciliations

    union all

    select
        *,
        'right' as side,
        unnest(right_amount_keys) as amount_key
    from reconciliations

),

stands as (

    select
        reconciliation_key,
        amount_key,
        status,
        cause,
        figure_count,
        table_count,
        published_value,
        status = 'pass' and (operation <> 'percent' or side = 'left') as is_proof
    from sides

),

counts as (

    select
        amount_key,
        count(*) filter (where is_proof) as proof_count,
        count(*) filter (where is_proof and table_count > 1) as outer_proof_count,
        count(*) filter (where status in ('pass', 'rounding')) as passed_count,
        count(*) filter (where status = 'rounding' and figure_count = 2) as mismatch_count,
        count(*) filter (where status = 'fail') as failed_count
    from stands
    group by amount_key

),

disputes as (

    select
        stands.reconciliation_key,
        max(stands.table_count) as table_count,
        min(counts.proof_count) as least_proof_count
    from stands
    inner join counts
        on stands.amount_key = counts.amount_key
    where stands.status = 'fail' and stands.cause not in ('rows_missing', 'unit_differs')
    group by stands.reconciliation_key

),

disputed as (

    select distinct stands.amount_key
    from stands
    inner join disputes
        on stands.reconciliation_key = disputes.reconciliation_key
    where disputes.least_proof_count > 0

),

-- A column whose total contradicts another statement is proved by nothing inside its own table.
disputed_columns as (

    select distinct
        figures.disclosure_key,
        figures.table_no,
        figures.block_no,
        figures.column_no
    from disputes
    inner join stands
        on disputes.reconciliation_key = stands.reconciliation_key
    inner join figures
        on stands.amount_key = figures.amount_key
    where
        disputes.least_proof_count > 0
        and disputes.table_count > 1
        and (figures.is_total_line or figures.row_role = 'total')

),

tables_by_agreement as (

    select
        figures.disclosure_key,
        figures.table_no,
        bool_or(stands.cause = 'unit_differs') as differs_by_unit,
        bool_or(stands.is_proof and stands.table_count > 1 and stands.published_value <> 0)
            as agrees_with_another
    from stands
    inner join figures
        on stands.amount_key = figures.amount_key
    group by figures.disclosure_key, figures.table_no

),

judged as (

    select
        counts.*,
        disputed.amount_key is not null as is_disputed,
        disputed_columns.column_no is not null and counts.outer_proof_count = 0 as is_in_disputed_column,
        coalesce(tables_by_agreement.differs_by_unit, false) and not tables_by_agreement.agrees_with_another
            as has_doubtful_unit
    from counts
    inner join figures
        on counts.amount_key = figures.amount_key
    inner join tables_by_agreement
        on
            figures.disclosure_key = tables_by_agreement.disclosure_key
            and figures.table_no = tables_by_agreement.table_no
    left join disputed
        on counts.amount_key = disputed.amount_key
    left join disputed_columns
        on
            figures.disclosure_key = disputed_columns.disclosure_key
            and figures.table_no = disputed_columns.table_no
            and figures.block_no = disputed_columns.block_no
            and figures.column_no = disputed_columns.column_no

)

select
    amount_key,
    case
        when is_disputed or has_doubtful_unit then 'contradicted'
        when is_in_disputed_column then 'unverified'
        when proof_count > mismatch_count then 'verified'
        when failed_count > 0 and passed_count = 0 then 'contradicted'
        else 'unverified'
    end as verification,
    proof_count,
    passed_count,
    failed_count
from judged
