{#
    SQL: every figure of every identity that verifies or contradicts, with what it says of the figure.

    `is_proof`: it holds exactly, and not because all of it is zero. `is_own_proof`: none of its figures stands in a
    failing identity in which this one does not stand: two amounts of one line that are wrong by the same let the line
    hold. What two statements print alike is such a proof always. A figure that was recognised in a picture needs a sum
    of more than two figures: two prints of one figure are misread alike. `is_suspect`: the identity fails and this figure may be the wrong one. In a list of more than 20 figures that
    is only the whole (`is_long`). `reach` is what the identity runs along: rows, a column, or statements.

    Gives a select for a CTE. A macro, as a model between would push every published amount further from the paper.
#}
{% macro figures_in_identities() -%}
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
        count(*) filter (where figures.exact_value <> 0) over (partition by sides.reconciliation_key) as valued_count,
        sides.status = 'pass'
        and sides.is_valued
        and (sides.operation <> 'percent' or sides.side = 'left')
        and (figures.recognition_score is null or valued_count > 2) as is_proof,
        case
            when sides.table_count > 1 then 'statements'
            when sides.kind in ('row_parts', 'change') then 'rows'
            else 'column'
        end as reach,
        figures.table_key,
        figures.block_key,
        figures.column_key,
        figures.line_key,
        figures.is_total_line or figures.row_role = 'total' as is_total,
        sides.table_count = 1 and sides.figure_count > 20 as is_long,
        sides.status = 'fail' and sides.cause <> 'unit_differs' and (not is_long or sides.side = 'left') as is_suspect
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
    where is_suspect

),

-- How many failing identities the figures of each proof stand in.
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
    stands.*,
    stands.is_proof
    and (
        stands.reach = 'statements'
        or coalesce(doubted_proofs.failing_count, 0) = coalesce(own.failing_count, doubted_proofs.failing_count, 0)
    ) as is_own_proof
from stands
left join doubted_proofs
    on stands.reconciliation_key = doubted_proofs.reconciliation_key
left join (select distinct amount_key, failing_count from failing) as own
    on stands.amount_key = own.amount_key
{%- endmacro %}
