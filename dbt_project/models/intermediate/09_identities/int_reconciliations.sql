{#
    Every identity tested: both sides added up exactly, the difference held against the rounding envelope (half the
    coarsest printed step for each figure involved; for products and rates the rounding carried through).

    An identity with a doubt (a scope or an outline that the paper leaves open) can hold, but it can not accuse:
    where it does not hold it is not testable.
#}
with

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

members as (

    select * from {{ ref('int_identity_members') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

joined as (

    select
        members.*,
        figures.statement_code,
        figures.page_no,
        figures.table_no as figure_table_no,
        figures.published_unit,
        figures.factor,
        figures.exact_value,
        figures.rounding_step
    from members
    inner join figures
        on members.amount_key = figures.amount_key

),

added as (

    select
        reconciliation_key,
        rule_code,
        disclosure_key,
        table_no,
        max(subject) as subject,
        min(doubt) as doubt,
        min(page_no) filter (where side = 'left') as page_no,
        min(statement_code) filter (where side = 'left') as left_statement_code,
        min(statement_code) filter (where side = 'right') as right_statement_code,
        any_value(published_unit order by amount_key) filter (where side = 'left') as published_unit,
        any_value(factor order by amount_key) filter (where side = 'left') as factor,
        sum(exact_value) filter (where side = 'left') as left_value,
        sum(exact_value * coefficient) filter (where side = 'right') as right_value,
        count(*) filter (where side = 'left') as left_count,
        count(*) filter (where side = 'right') as right_count,
        count(*) as figure_count,
        max(rounding_step) as coarsest_step,
        max(rounding_step) filter (where side = 'left') as left_step,
        max(exact_value) filter (where role = 'now') as now_value,
        max(exact_value) filter (where role = 'before') as before_value,
        max(exact_value) filter (where role = 'quantity') as quantity_value,
        max(exact_value) filter (where role = 'price') as price_value,
        max(rounding_step) filter (where role = 'price') as price_step,
        max(rounding_step) filter (where role in ('now', 'before')) as money_step,
        count(distinct figure_table_no) as table_count,
        list(amount_key order by amount_key) filter (where side = 'left') as left_amount_keys,
        coalesce(list(amount_key order by amount_key) filter (where side = 'right'), []) as right_amount_keys
    from joined
    group by reconciliation_key, rule_code, disclosure_key, table_no

),

computed as (

    select
        added.*,
        rules.kind,
        rules.operation,
        rules.verifies,
        rules.severity,
        case
            when rules.operation = 'product'
                then cast(added.quantity_value * cast(added.price_value as double) as decimal(38, 6))
            when rules.operation = 'percent' and added.before_value <> 0
                then cast(
                    100 * cast(coalesce(added.now_value, 0) - added.before_value as double) / added.before_value
                    as decimal(38, 6)
                )
            when rules.operation = 'percent' then null
            when rules.rule_code = 'change_amount' and added.now_value is null and added.before_value is null then null
            else added.right_value
        end as computed_value,
        cast(
            case
                when rules.operation = 'product'
                    then (added.left_step + abs(added.quantity_value) * added.price_step) / 2
                when rules.operation = 'percent' and added.before_value <> 0
                    then
                        added.left_step / 2
                        + 100 * (added.money_step / 2) / abs(added.before_value)
                        * (1 + abs(coalesce(added.now_value, 0) / added.before_value))
                else added.figure_count * added.coarsest_step / 2
            end as decimal(38, 6)
        ) as tolerance
    from added
    inner join rules
        on added.rule_code = rules.rule_code
    where added.left_count > 0 and (added.right_count > 0 or rules.kind not in ('code_tree', 'outline', 'form'))

),

-- Two prints of one amount that differ by the factor between two units, or a part a thousand times its whole: no
-- scope explains that.
compared as (

    select
        *,
        kind = 'cross_table'
        and left_value <> 0
        and computed_value <> 0
        and case operation
            when 'equals'
                then
                    list_bool_or(
                        list_transform(
                            [10, 1000, 10000, 100000, 100000000],
                            lambda unit_factor:
                            abs(left_value - computed_value * unit_factor) <= tolerance
                            or abs(left_value * unit_factor - computed_value) <= tolerance
                        )
                    )
            when 'at_most' then computed_value > 0 and left_value >= 1000 * computed_value
            else false
        end as differs_by_unit
    from computed
    -- Nothing to prove where both sides are the same figures.
    where left_amount_keys <> right_amount_keys

),

judged as (

    select
        *,
        left_value - computed_value as difference,
        case
            when right_count = 0 or computed_value is null then 'not_testable'
            when operation = 'at_most' and left_value <= computed_value then 'pass'
            when left_value = computed_value then 'pass'
            -- A rate is printed rounded: it holds exactly when it rounds to the printed digits.
            when operation = 'percent' and abs(left_value - computed_value) <= left_step / 2 then 'pass'
            when abs(left_value - computed_value) <= tolerance then 'rounding'
            when differs_by_unit then 'fail'
            when doubt is not null then 'not_testable'
            else 'fail'
        end as status
    from compared

),

-- Rows are missing where several columns of one row lack a positive amount: one misprint breaks one column.
missing_rows as (

    select
        disclosure_key,
        rule_code,
        table_no,
        regexp_replace(reconciliation_key, '-[0-9]+$', '') as sum_key,
        count(*) filter (where status = 'fail' and difference > 0) as short_column_count,
        count(*) filter (where status = 'fail' and difference < 0) as long_column_count
    from judged
    where kind = 'code_tree'
    group by disclosure_key, rule_code, table_no, regexp_replace(reconciliation_key, '-[0-9]+$', '')

)

select
    judged.reconciliation_key,
    judged.rule_code,
    judged.kind,
    judged.disclosure_key,
    judged.left_statement_code as statement_code,
    coalesce(judged.right_statement_code, judged.left_statement_code) as other_statement_code,
    judged.table_no,
    judged.page_no,
    judged.subject,
    judged.published_unit,
    cast(round(cast(judged.left_value as decimal(38, 6)) / judged.factor, 6) as decimal(24, 6)) as published_value,
    cast(round(cast(judged.computed_value as decimal(38, 6)) / judged.factor, 6) as decimal(24, 6)) as computed_value,
    cast(round(cast(judged.difference as decimal(38, 6)) / judged.factor, 6) as decimal(24, 6)) as difference,
    cast(round(cast(judged.tolerance as decimal(38, 6)) / judged.factor, 6) as decimal(24, 6)) as tolerance,
    judged.status,
    case
        when judged.status = 'not_testable' and judged.right_count = 0 then 'parts_blank'
        when judged.status = 'not_testable' and judged.computed_value is null then 'no_base'
        when judged.status = 'not_testable' then judged.doubt
        when judged.status = 'fail' and missing_rows.short_column_count > 1 and missing_rows.long_column_count = 0
            then 'rows_missing'
        when judged.status = 'fail' and judged.differs_by_unit then 'unit_differs'
        when judged.status = 'fail' and judged.kind = 'cross_table' then 'statements_differ'
        when judged.status = 'fail' then 'does_not_add_up'
        when judged.status = 'rounding' then 'rounding'
    end as cause,
    judged.operation,
    judged.verifies,
    judged.severity,
    judged.left_amount_keys,
    judged.right_amount_keys,
    judged.figure_count,
    judged.table_count
from judged
left join missing_rows
    on
        judged.disclosure_key = missing_rows.disclosure_key
        and judged.rule_code = missing_rows.rule_code
        and judged.table_no = missing_rows.table_no
        and regexp_replace(judged.reconciliation_key, '-[0-9]+$', '') = missing_rows.sum_key
