{#
    Both sides of every identity, added up exactly, and what rounding explains of their difference. The families of
    rules give the figures of each side; a figure counts once on each side.

    Identities inside one table share a structure: the same columns in other lines (row_parts), or the same lines in
    other columns. `structure_key` names it by what is divided, `part_keys` are the columns or lines whose figures of
    this identity are not zero. In a product they are columns too; a quantity of 1 says nothing of its column. Changes
    of one table share a structure, whether their years are columns or lines.
#}
{%- set families = [
    'int_code_members', 'int_outline_total_members', 'int_account_members', 'int_change_members',
    'int_price_members', 'int_three_public_members', 'int_form_members', 'int_cross_members', 'int_line_members',
    'int_column_members'
] %}
with

members as (

    {% for family in families -%}
        select * from {{ ref(family) }}
        {% if not loop.last -%}
            union all by name
        {% endif -%}
    {%- endfor %}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

members_once as (

    select
        reconciliation_key,
        rule_code,
        table_no,
        side,
        amount_key,
        max(role) as role,
        min(subject) as subject,
        min(doubt) as doubt,
        bool_and(coalesce(is_fixed, false)) as is_fixed
    from members
    group by reconciliation_key, rule_code, table_no, side, amount_key

),

members_with_figures as (

    select
        members_once.*,
        figures.disclosure_key,
        figures.table_key,
        figures.page_no,
        figures.statement_code,
        figures.published_unit,
        figures.factor,
        figures.exact_value,
        figures.rounding_step,
        figures.line_key,
        figures.column_key,
        figures.measure,
        figures.recognition_score is not null as is_recognised,
        tables.finder = 'texts' as is_of_texts,
        rules.kind,
        case
            when rules.kind in ('row_parts', 'product') then figures.column_key
            when rules.kind = 'change' then figures.table_key || '-' || members_once.role
            else figures.line_key
        end as part_key
    from members_once
    inner join figures
        on members_once.amount_key = figures.amount_key
    inner join rules
        on members_once.rule_code = rules.rule_code
    left join {{ ref('stg_tables') }} as tables
        on figures.table_key = tables.table_key

),

unreadable_identities as (

    {{ unreadable_identities('members_with_figures') | indent(4) }}

),

added as (

    select
        reconciliation_key,
        rule_code,
        table_no,
        disclosure_key,
        max(subject) as subject,
        min(doubt) as doubt,
        bool_and(is_fixed) filter (where side = 'right') as is_fixed,
        min(page_no) filter (where side = 'left') as page_no,
        min(statement_code) filter (where side = 'left') as left_statement_code,
        min(statement_code) filter (where side = 'right') as right_statement_code,
        any_value(measure order by amount_key) filter (where side = 'left') as measure,
        any_value(published_unit order by amount_key) filter (where side = 'left') as published_unit,
        any_value(factor order by amount_key) filter (where side = 'left') as factor,
        sum(exact_value) filter (where side = 'left') as left_value,
        sum(exact_value * case when role = 'before' then -1 else 1 end) filter (where side = 'right') as right_value,
        count(*) filter (where side = 'left') as left_count,
        count(*) filter (where side = 'right') as right_count,
        count(*) as figure_count,
        count(distinct table_key) as table_count,
        sum(rounding_step) as steps_sum,
        max(rounding_step) filter (where side = 'left') as left_step,
        max(rounding_step) filter (where role = 'price') as price_step,
        max(rounding_step) filter (where role in ('now', 'before')) as money_step,
        max(exact_value) filter (where role = 'now') as now_value,
        max(exact_value) filter (where role = 'before') as before_value,
        max(exact_value) filter (where role = 'quantity') as quantity_value,
        max(exact_value) filter (where role = 'price') as price_value,
        rule_code || '-' || min(part_key) filter (where side = 'left') as structure_key,
        list_sort(list(distinct part_key) filter (where exact_value <> case when role = 'quantity' then 1 else 0 end))
            as part_keys,
        coalesce(bool_or(exact_value <> 0), false) as is_valued,
        bool_or(is_recognised) as is_recognised,
        coalesce(bool_or(is_of_texts), false) as is_of_texts,
        list(amount_key order by amount_key) filter (where side = 'left') as left_amount_keys,
        coalesce(list(amount_key order by amount_key) filter (where side = 'right'), []) as right_amount_keys
    from members_with_figures
    group by reconciliation_key, rule_code, table_no, disclosure_key

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
        and (
            added.right_count > 0
            or rules.kind not in ('code_tree', 'outline', 'form', 'found_sums')
            -- A column in which only the sum is printed shows what is missing beside it.
            or (rules.kind = 'code_tree' and added.is_valued)
        )
        -- Nothing to prove where both sides are the same figures.
        and added.left_amount_keys <> added.right_amount_keys
    -- What a rule knows need not be found.
    qualify
        rules.kind <> 'found_sums'
        or count(*) filter (where rules.kind <> 'found_sums') over (
            partition by added.left_amount_keys, added.right_amount_keys
        ) = 0

),

compared as (

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
            else 'differs'
        end as outcome
    from computed

)

select
    * exclude (
        right_value, left_count, steps_sum, left_step, price_step, money_step, now_value, before_value, quantity_value,
        price_value
    ),
    reconciliation_key in (select unreadable_identities.reconciliation_key from unreadable_identities) as is_unreadable
from compared
-- A found sum that does not hold says nothing.
where kind <> 'found_sums' or outcome in ('pass', 'rounding')
