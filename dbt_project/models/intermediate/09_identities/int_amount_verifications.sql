{#
    What the identities say about each figure.

    `verified`: it is in an identity that holds exactly. A sum that holds only within rounding proves the sum, but not
    the last digit of its figures, so it alone verifies none; and where two prints of one amount differ in the last
    digit, each needs another proof. An identity of zeros proves nothing. A rate proves itself, not the amounts it was
    computed from. A figure in a failing identity needs a proof of its own: one in which no other figure is in another
    failing identity (an error repeated along a row lets the row hold), or another statement. Without one it is not
    verified. `contradicted`: it is in failing identities and in none that holds; or it is the only figure of a failing
    identity without a proof of its own; or all of them have one, so that it cannot be known which is wrong (columns
    exchanged), and no other statement decides it; or its whole table differs from another statement by the factor
    between two units and agrees with none (int_open_units: where it cannot be known which table it is, both are
    unverified). The other figures of a column whose total is in dispute with another statement stay unverified. So do
    those beside a column that contradicts its neighbours or other statements in several lines and in as many as it
    agrees with, unless another statement prints the same. Where rows are missing, no figure is contradicted: the
    figures without a proof of their own are unverified. In a long list only the whole is in doubt: one wrong line
    among many does not affect the others. Rules that only compare sizes, or that hold by convention, neither verify
    nor contradict.
#}
with

stands as (

    {{ figures_in_identities() | indent(4) }}

),

counts as (

    select
        amount_key,
        any_value(table_key) as table_key,
        any_value(block_key) as block_key,
        any_value(column_key) as column_key,
        count(*) filter (where is_own_proof) as proof_count,
        count(*) filter (where is_own_proof and reach = 'statements') as outer_proof_count,
        count(*) filter (where status in ('pass', 'rounding')) as passed_count,
        count(*) filter (where status = 'rounding' and figure_count = 2) as mismatch_count,
        count(*) filter (where status = 'fail') as failed_count
    from stands
    group by amount_key

),

-- Who is to blame for a failing identity: its one figure without a proof, or, where all have one, those that no other
-- statement prints.
disputes as (

    select
        stands.reconciliation_key,
        stands.amount_key,
        stands.column_key,
        stands.is_long,
        stands.table_count > 1 and stands.is_total as is_outer_total,
        counts.proof_count,
        count(*) filter (where counts.proof_count = 0) over whole_identity as unproved_count,
        counts.outer_proof_count > 0
        and min(counts.outer_proof_count) over whole_identity = 0
        and stands.table_count > 1 as is_decided
    from stands
    inner join counts
        on stands.amount_key = counts.amount_key
    where stands.is_suspect and stands.cause <> 'rows_missing'
    window whole_identity as (partition by stands.reconciliation_key)

),

disputed as (

    select *
    from disputes
    where unproved_count = 0 and not is_decided and not is_long or unproved_count = 1 and proof_count = 0

),

-- A column whose total contradicts another statement is proved by nothing inside its own table.
disputed_columns as (

    select column_key
    from disputed
    where is_outer_total and unproved_count = 0

),

reaches as (

    select
        block_key,
        count(distinct line_key) filter (where is_suspect) as failing_line_count,
        -- A row of two figures holds in exchanged columns too.
        count(distinct line_key) filter (where is_proof and (reach = 'statements' or valued_count > 2))
            as proved_line_count
    from stands
    where reach <> 'column' and published_value <> 0
    group by block_key, column_key, reach

),

-- Columns that were exchanged add up each by itself, and it cannot be known which of them changed places.
disputed_blocks as (

    select distinct block_key
    from reaches
    where
        failing_line_count > case when proved_line_count > 0 then 1 else 0 end
        and failing_line_count >= proved_line_count

),

doubtful_tables as (

    select table_key
    from stands
    group by table_key
    having
        bool_or(cause = 'unit_differs')
        and not bool_or(is_proof and reach = 'statements' and published_value <> 0)

),

open_units as (

    select * from {{ ref('int_open_units') }}

),

judged as (

    select
        counts.*,
        open_units.table_key is not null as has_open_unit,
        coalesce(open_units.is_wrong, false)
        or amount_key in (select disputed.amount_key from disputed)
        or counts.table_key in (select doubtful_tables.table_key from doubtful_tables) as is_disputed,
        outer_proof_count = 0
        and (
            column_key in (select disputed_columns.column_key from disputed_columns)
            or block_key in (select disputed_blocks.block_key from disputed_blocks)
        ) as is_in_dispute
    from counts
    left join open_units
        on counts.table_key = open_units.table_key

)

select
    amount_key,
    has_open_unit,
    case
        when is_disputed then 'contradicted'
        when is_in_dispute or has_open_unit then 'unverified'
        when proof_count > mismatch_count then 'verified'
        when failed_count > 0 and passed_count = 0 then 'contradicted'
        else 'unverified'
    end as verification
from judged
