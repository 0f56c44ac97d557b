{#
    What the identities say of each figure.

    `verified`: it stands in an identity that holds exactly. A sum that closes only within rounding proves the sum,
    but not the last digit of its figures, so it alone verifies none; and where two prints of one amount differ in the
    last digit, each needs another proof. An identity of zeros counts: a changed digit would break it. A rate proves
    itself, not the amounts it was computed from.
    `contradicted`: it stands in failing identities and in none that holds; or in a failing identity whose figures are
    all supported elsewhere, so that nobody can say which one is wrong (columns exchanged); or its whole table differs
    from another statement by the factor between two units and agrees with none. The other figures of a column whose
    total is in dispute with another statement stay unverified, and so do those beside a column that contradicts its
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
        sides.status = 'pass' and (sides.operation <> 'percent' or sides.side = 'left') as is_proof,
        case
            when sides.table_count > 1 then 'statements'
            when sides.kind in ('row_parts', 'change') then 'rows'
            else 'column'
        end as reach,
        figures.disclosure_key,
        figures.table_no,
        figures.block_no,
        figures.column_no,
        figures.row_no,
        figures.is_total_line or figures.row_role = 'total' as is_total
    from sides
    inner join figures
        on sides.amount_key = figures.amount_key

),

counts as (

    select
        amount_key,
        count(*) filter (where is_proof) as proof_count,
        count(*) filter (where is_proof and reach = 'statements') as outer_proof_count,
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
        stands.disclosure_key,
        stands.table_no,
        stands.block_no,
        stands.column_no
    from disputes
    inner join stands
        on disputes.reconciliation_key = stands.reconciliation_key
    where disputes.least_proof_count > 0 and disputes.table_count > 1 and stands.is_total

),

disputed_reaches as (

    select
        disclosure_key,
        table_no,
        block_no,
        column_no,
        reach,
        count(distinct row_no) filter (where status = 'fail') as failing_row_count,
        count(distinct row_no) filter (where is_proof) as proved_row_count
    from stands
    where reach <> 'column' and published_value <> 0
    group by disclosure_key, table_no, block_no, column_no, reach

),

-- Nor are the columns beside one that contradicts other statements, or its neighbours, in more than one line:
-- columns that were exchanged add up each by itself, and which of them changed places nobody can say.
disputed_blocks as (

    select distinct
        disclosure_key,
        table_no,
        block_no
    from disputed_reaches
    where failing_row_count > case when proved_row_count > 0 then 1 else 0 end

),

tables_by_agreement as (

    select
        disclosure_key,
        table_no,
        bool_or(cause = 'unit_differs') as differs_by_unit,
        bool_or(is_proof and reach = 'statements' and published_value <> 0) as agrees_with_another
    from stands
    group by disclosure_key, table_no

),

judged as (

    select
        counts.*,
        disputed.amount_key is not null as is_disputed,
        (disputed_columns.column_no is not null or disputed_blocks.block_no is not null)
        and counts.outer_proof_count = 0 as is_in_dispute,
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
    left join disputed_blocks
        on
            figures.disclosure_key = disputed_blocks.disclosure_key
            and figures.table_no = disputed_blocks.table_no
            and figures.block_no = disputed_blocks.block_no

)

select
    amount_key,
    case
        when is_disputed or has_doubtful_unit then 'contradicted'
        when is_in_dispute then 'unverified'
        when proof_count > mismatch_count then 'verified'
        when failed_count > 0 and passed_count = 0 then 'contradicted'
        else 'unverified'
    end as verification,
    proof_count,
    passed_count,
    failed_count
from judged
