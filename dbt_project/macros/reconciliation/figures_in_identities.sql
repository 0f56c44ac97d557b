{#
    SQL: every figure of every identity that verifies or contradicts, with what it says of the figure.

    `is_proof`: it holds exactly, and not because all of it is zero. `is_own_proof`: none of its figures is in a
    failing identity in which this one is not: two amounts of one line that are wrong by the same let the line hold.
    What two statements print alike is always such a proof, unless it was recognised in a picture. `is_suspect`: the
    identity fails and this figure may be the wrong one. In a list of more than 20 figures that is only the whole
    (`is_long`). `reach` is what the identity runs along: rows, a column, or statements.

    A figure that was recognised in a picture needs a sum of more than two figures, since two prints of one figure are
    misread alike. The sum must be one that would not hold if any of its digits was misread in the same way in all of
    it: 103.40 = 100.40 + 3.00 still holds if every 1, or every 4, is misread. And none of its figures may be in
    another identity that does not hold, as `is_doubt` says: identities of recognised figures, and of tables whose rows
    are unsure, are not a suspicion, but a doubt.

    Gives a select for a CTE. A macro, as a model between would push every published amount further from the paper.
#}
{% macro figures_in_identities() -%}
with

reconciliations as (

    select * from {{ ref('int_reconciliations') }}
    where
        (status <> 'not_testable' or cause in ('recognised_text', 'rows_unsure'))
        and ((verifies and operation <> 'at_most') or cause = 'unit_differs')

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
        count(*) filter (where figures.exact_value <> 0) over (partition by sides.reconciliation_key) as valued_count,
        sides.status = 'pass'
        and sides.is_valued
        and (sides.operation <> 'percent' or sides.side = 'left')
        and (
            figures.recognition_score is null
            or (valued_count > 2 and sides.operation = 'equals' and sides.kind <> 'change')
        ) as is_proof,
        case
            when sides.table_count > 1 then 'statements'
            when sides.kind in ('row_parts', 'change') then 'rows'
            else 'column'
        end as reach,
        figures.recognition_score is not null as is_recognised,
        sides.side,
        figures.exact_value,
        figures.table_key,
        figures.block_key,
        figures.column_key,
        figures.line_key,
        figures.is_total_line or figures.row_role = 'total' as is_total,
        sides.table_count = 1 and sides.figure_count > 20 as is_long,
        sides.status = 'fail' and sides.cause <> 'unit_differs' and (not is_long or sides.side = 'left') as is_suspect,
        is_suspect
        or (sides.status = 'not_testable' and (not is_long or sides.side = 'left')) as is_doubt
    from sides
    inner join figures
        on sides.amount_key = figures.amount_key

),

failing as (

    select
        reconciliation_key,
        amount_key,
        count(*) over (partition by amount_key) as failing_count
    from stands
    where is_doubt

),

digits as (

    select
        *,
        unnest(generate_series(1, 9)) as digit
    from stands
    where is_proof and is_recognised

),

-- Where a digit is in a figure, as a number of ones: 4 in 1424 gives 101. What is subtracted is negative.
digit_places as (

    select
        reconciliation_key,
        amount_key,
        digit,
        cast(
            translate(
                cast(abs(exact_value) as varchar),
                '123456789',
                repeat('0', digit - 1) || '1' || repeat('0', 9 - digit)
            ) as decimal(38, 6)
        ) * case when (side = 'left') = (exact_value >= 0) then 1 else -1 end as places
    from digits

),

-- Figures with a digit that could be another one in the whole sum, and it would hold as well.
open_digits as (

    select distinct
        reconciliation_key,
        amount_key
    from digit_places
    where places <> 0
    qualify sum(places) over (partition by reconciliation_key, digit) = 0

),

-- How many failing identities the figures of each proof are in.
doubted_proofs as (

    select
        stands.reconciliation_key,
        count(distinct failing.reconciliation_key) as failing_count
    from stands
    inner join failing
        on stands.amount_key = failing.amount_key
    where stands.is_proof
    group by stands.reconciliation_key

)

select
    stands.* replace (stands.is_proof and open_digits.amount_key is null as is_proof),
    stands.is_proof
    and open_digits.amount_key is null
    and case
        when stands.is_recognised then doubted_proofs.failing_count is null
        else
            stands.reach = 'statements'
            or coalesce(doubted_proofs.failing_count, 0) = coalesce(own.failing_count, doubted_proofs.failing_count, 0)
    end as is_own_proof
from stands
left join open_digits
    on stands.reconciliation_key = open_digits.reconciliation_key and stands.amount_key = open_digits.amount_key
left join doubted_proofs
    on stands.reconciliation_key = doubted_proofs.reconciliation_key
left join (select distinct amount_key, failing_count from failing) as own
    on stands.amount_key = own.amount_key
{%- endmacro %}
