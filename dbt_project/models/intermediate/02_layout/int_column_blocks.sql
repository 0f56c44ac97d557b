{#
    The block that each column belongs to: a table may print several groups of labels and amounts side by side
    (收入 | 支出). A label or code column behind an amount column begins a new block only where it brings both names
    and money of its own. Otherwise it describes the same row (数量 | 经济科目 类 款 | 预算金额; 金额 | 功能科目编码 名称).

    A block with 本年收入 and 本年支出 in one row is an account: what was left, what came in, what was spent, what is
    left. `balance_step` says which of them a column is; the same words elsewhere (支出表 | 上年结转) name a source.
#}
with

column_contents as (

    select * from {{ ref('int_column_contents') }}

),

marked as (

    select
        *,
        role in ('amount', 'unknown') as is_amount,
        role in (
            'code',
            'code_class',
            'code_section',
            'code_item',
            'label',
            'item_label',
            'unit_label',
            'project_code',
            'procurement_code'
        )
            as is_key
    from column_contents

),

groups_started as (

    select
        *,
        role in ('code', 'code_class', 'label')
        and coalesce(lag(is_amount) over (partition by table_key, is_key or is_amount order by col_no), false)
            as starts_group
    from marked

),

grouped as (

    select
        * exclude (starts_group),
        count(*) filter (where starts_group) over (partition by table_key order by col_no) as group_no
    from groups_started

),

column_groups as (

    select
        table_key,
        group_no,
        bool_or(role = 'label' or (is_key and word_count > number_count)) as has_names,
        bool_or(is_amount and coalesce(measure, 'amount') = 'amount') as has_money
    from grouped
    group by table_key, group_no

),

blocks_started as (

    select
        *,
        has_names
        and has_money
        and coalesce(
            bool_or(has_money) over (
                partition by table_key order by group_no rows between unbounded preceding and 1 preceding
            ),
            false
        ) as starts_block
    from column_groups

),

blocks as (

    select
        table_key,
        group_no,
        1 + count(*) filter (where starts_block) over (partition by table_key order by group_no) as block_no
    from blocks_started

),

stepped as (

    select
        grouped.* exclude (group_no),
        blocks.block_no,
        {{ block_key('blocks') }} as block_key,
        case
            when not grouped.is_amount or coalesce(grouped.measure, 'amount') <> 'amount' then null
            when grouped.flow = 'revenue' and grouped.fund_source = 'carryover' then 'opening'
            when grouped.nature = 'yearend_carryover' then 'closing'
            else grouped.flow
        end as balance_step
    from grouped
    inner join blocks
        on grouped.table_key = blocks.table_key and grouped.group_no = blocks.group_no

)

select
    * exclude (balance_step),
    case
        when
            bool_or(balance_step = 'revenue') over whole_block
            and bool_or(balance_step = 'expenditure') over whole_block
            then balance_step
    end as balance_step
from stepped
window whole_block as (partition by block_key)
