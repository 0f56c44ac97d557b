{#
    Every identity, tested: both sides added up exactly, and their difference compared with what rounding explains.
    An identity with a doubt (a scope or an outline that the layout leaves open) can hold, but cannot accuse: where it
    does not hold, it is not testable. Where several columns of one row come short, rows are missing below it: a
    misprint breaks one column. Where a number among its figures could not be read, an identity can hold, too, but
    cannot accuse.
#}
with

members as (

    {{ identity_members() | indent(4) }}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

unreadable_identities as (

    {{ unreadable_identities('members', 'rules', 'figures') | indent(4) }}

),

added as (

    select
        members.reconciliation_key,
        members.rule_code,
        members.table_no,
        figures.disclosure_key,
        max(members.subject) as subject,
        min(members.doubt) as doubt,
        min(figures.page_no) filter (where members.side = 'left') as page_no,
        min(figures.statement_code) filter (where members.side = 'left') as left_statement_code,
        min(figures.statement_code) filter (where members.side = 'right') as right_statement_code,
        any_value(figures.published_unit order by members.amount_key) filter (where members.side = 'left')
            as published_unit,
        any_value(figures.factor order by members.amount_key) filter (where members.side = 'left') as factor,
        sum(figures.exact_value) filter (where members.side = 'left') as left_value,
        sum(figures.exact_value * case when members.role = 'before' then -1 else 1 end)
        filter (where members.side = 'right') as right_value,
        count(*) filter (where members.side = 'left') as left_count,
        count(*) filter (where members.side = 'right') as right_count,
        count(*) as figure_count,
        count(distinct figures.table_key) as table_count,
        max(figures.rounding_step) as coarsest_step,
        max(figures.rounding_step) filter (where members.side = 'left') as left_step,
        max(figures.rounding_step) filter (where members.role = 'price') as price_step,
        max(figures.rounding_step) filter (where members.role in ('now', 'before')) as money_step,
        max(figures.exact_value) filter (where members.role = 'now') as now_value,
        max(figures.exact_value) filter (where members.role = 'before') as before_value,
        max(figures.exact_value) filter (where members.role = 'quantity') as quantity_value,
        max(figures.exact_value) filter (where members.role = 'price') as price_value,
        list(members.amount_key order by members.amount_key) filter (where members.side = 'left') as left_amount_keys,
        coalesce(list(members.amount_key order by members.amount_key) filter (where members.side = 'right'), [])
            as right_amount_keys
    from members
    inner join figures
        on members.amount_key = figures.amount_key
    group by members.reconciliation_key, members.rule_code, members.table_no, figures.disclosure_key

),

computed as (

    select
        added.*,
        rules.kind,
        rules.operation,
        rules.verifies,
        rules.severity,
        {{ computed_value('added', 'rules') }} as computed_value,
        {{ rounding_tolerance('added', 'rules') }} as tolerance
    from added
    inner join rules
        on added.rule_code = rules.rule_code
    where
        added.left_count > 0
        and (added.right_count > 0 or rules.kind not in ('code_tree', 'outline', 'form'))
        -- Nothing to prove where both sides are the same figures.
        and added.left_amount_keys <> added.right_amount_keys

),

compared as (

    select
        computed.*,
        left_value - computed_value as difference,
        {{ differs_by_unit('computed') }} as differs_by_unit,
        unreadable_identities.reconciliation_key is not null as is_unreadable
    from computed
    left join unreadable_identities
        on computed.reconciliation_key = unreadable_identities.reconciliation_key

),

judged as (

    select
        *,
        case
            when right_count = 0 or computed_value is null then 'not_testable'
            when operation = 'at_most' and difference <= 0 then 'pass'
            when difference = 0 then 'pass'
            -- A rate is printed rounded: it holds exactly when it rounds to the printed digits.
            when operation = 'percent' and abs(difference) <= left_step / 2 then 'pass'
            when abs(difference) <= tolerance then 'rounding'
            when is_unreadable then 'not_testable'
            when differs_by_unit then 'fail'
            when doubt is not null then 'not_testable'
            else 'fail'
        end as status
    from compared

),

-- The key of a sum along codes ends with its column.
with_missing_rows as (

    select
        *,
        kind = 'code_tree'
        and count(*) filter (where status = 'fail' and difference > 0) over same_sum > 1
        and count(*) filter (where status = 'fail' and difference < 0) over same_sum = 0 as has_missing_rows
    from judged
    window same_sum as (partition by regexp_replace(reconciliation_key, '-[0-9]+$', ''))

)

select
    reconciliation_key,
    rule_code,
    kind,
    disclosure_key,
    left_statement_code as statement_code,
    coalesce(right_statement_code, left_statement_code) as other_statement_code,
    table_no,
    page_no,
    subject,
    published_unit,
    {{ in_printed_unit('left_value', 'factor') }} as published_value,
    {{ in_printed_unit('computed_value', 'factor') }} as computed_value,
    {{ in_printed_unit('difference', 'factor') }} as difference,
    {{ in_printed_unit('tolerance', 'factor') }} as tolerance,
    status,
    case
        when status = 'rounding' then 'rounding'
        when status = 'not_testable' and right_count = 0 then 'parts_blank'
        when status = 'not_testable' and computed_value is null then 'no_base'
        when status = 'not_testable' and is_unreadable then 'unreadable_number'
        when status = 'not_testable' then doubt
        when status = 'fail' and has_missing_rows then 'rows_missing'
        when status = 'fail' and differs_by_unit then 'unit_differs'
        when status = 'fail' and kind = 'cross_table' then 'statements_differ'
        when status = 'fail' then 'does_not_add_up'
    end as cause,
    operation,
    verifies,
    severity,
    left_amount_keys,
    right_amount_keys,
    figure_count,
    table_count
from with_missing_rows
