{#
    What the identities say about each figure.

    `verified`: it stands in an identity that holds exactly. A sum that closes only within rounding proves the sum,
    but not the last digit of its figures, so it alone verifies none; and where two prints of one amount differ in the
    last digit, each needs another proof. An identity of zeros proves nothing. A rate proves itself, not the amounts it
    was computed from.
    `contradicted`: it stands in failing identities and in none that holds; or in a failing identity whose figures are
    all supported elsewhere, so that nobody can say which one is wrong (columns exchanged); or its whole table differs
    from another statement by the factor between two units and agrees with none. The other figures of a column whose
    total is in dispute with another statement stay unverified. So do those beside a column that contradicts its
    neighbours or other statements in several lines, unless another statement prints the same.
    Rules that only compare sizes, or that hold by convention, neither verify nor contradict.
#}
with

reconciliations as (

    select * from {{ ref('int_reconciliations') }}
    where status <> 'not_testable' and ((verifies and operation <> 'at_most') or cause = 'unit_differs')

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
        sides.reconciliation_key,
        sides.amount_key,
        sides.status,
        sides.cause,
        sides.figure_count,
        sides.table_count,
        sides.published_value,
        sides.status = 'pass' and sides.is_valued and (sides.operation <> 'percent' or sides.side = 'left') as is_proof,
        case
            when sides.table_count > 1 then 'statements'
            when sides.kind in ('row_parts', 'change') then 'rows'
            else 'column'
        end as reach,
        figures.table_key,
        figures.block_key,
        figures.column_key,
        figures.line_key,
        figures.is_total_line or figures.row_role = 'total' as is_total
    from sides
    inner join figures
        on sides.amount_key = figures.amount_key

),

counts as (

    select
        amount_key,
        any_value(table_key) as table_key,
        any_value(block_key) as block_key,
        any_value(column_key) as column_key,
        count(*) filter (where is_proof) as proof_count,
        count(*) filter (where is_proof and reach = 'statements') as outer_proof_count,
        count(*) filter (where status in ('pass', 'rounding')) as passed_count,
        count(*) filter (where status = 'rounding' and figure_count = 2) as mismatch_count,
        count(*) filter (where status = 'fail') as failed_count
    from stands
    group by amount_key

),

-- Failing identities whose figures are all supported elsewhere.
disputes as (

    select
        stands.reconciliation_key,
        max(stands.table_count) as table_count
    from stands
    inner join counts
        on stands.amount_key = counts.amount_key
    where stands.status = 'fail' and stands.cause not in ('rows_missing', 'unit_differs')
    group by stands.reconciliation_key
    having min(counts.proof_count) > 0

),

disputed as (

    select
        stands.amount_key,
        stands.column_key,
        disputes.table_count > 1 and stands.is_total as is_outer_total
    from stands
    inner join disputes
        on stands.reconciliation_key = disputes.reconciliation_key

),

-- A column whose total contradicts another statement is proved by nothing inside its own table.
disputed_columns as (

    select column_key
    from disputed
    where is_outer_total

),

reaches as (

    select
        block_key,
        count(distinct line_key) filter (where status = 'fail') as failing_line_count,
        count(distinct line_key) filter (where is_proof) as proved_line_count
    from stands
    where reach <> 'column' and published_value <> 0
    group by block_key, column_key, reach

),

-- Columns that were exchanged add up each by itself, and which of them changed places nobody can say.
disputed_blocks as (

    select distinct block_key
    from reaches
    where failing_line_count > case when proved_line_count > 0 then 1 else 0 end

),

doubtful_tables as (

    select table_key
    from stands
    group by table_key
    having
        bool_or(cause = 'unit_differs')
        and not bool_or(is_proof and reach = 'statements' and published_value <> 0)

),

judged as (

    select
        *,
        amount_key in (select disputed.amount_key from disputed)
        or table_key in (select doubtful_tables.table_key from doubtful_tables) as is_disputed,
        outer_proof_count = 0
        and (
            column_key in (select disputed_columns.column_key from disputed_columns)
            or block_key in (select disputed_blocks.block_key from disputed_blocks)
        ) as is_in_dispute
    from counts

)

select
    amount_key,
    case
        when is_disputed then 'contradicted'
        when is_in_dispute then 'unverified'
        when proof_count > mismatch_count then 'verified'
        when failed_count > 0 and passed_count = 0 then 'contradicted'
        else 'unverified'
    end as verification
from judged
