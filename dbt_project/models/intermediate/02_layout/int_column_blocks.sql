{#
    One row for each column: what it holds, and the block it belongs to. The header says what it holds. If the header
    says nothing or leaves a choice, the contents decide.

    Blocks are groups of labels and amounts side by side (收入 | 支出). A label or code column after an amount column
    begins a new block only if the new group has names and money of its own. Otherwise it describes the same row
    (数量 | 经济科目 类 款 | 预算金额; 金额 | 功能科目编码 名称).

    A block with both 本年收入 and 本年支出 is an account: opening balance, revenue, expenditure, closing balance.
    `balance_step` says which of these a column is. Elsewhere the same words (支出表 | 上年结转) name a fund source.
#}
with

header_columns as (

    select * from {{ ref('int_header_columns') }}

),

contents as (

    select * from {{ ref('int_column_contents') }}

),

code_levels as (

    select * from {{ ref('int_code_levels') }}

),

categories as (

    select * from {{ ref('int_column_categories') }}

),

-- 货物 | 工程 | 服务 side by side above figures are parts of the amount; one of them above words names what is bought.
divided_tables as (

    select header_columns.table_key
    from header_columns
    left join contents
        on header_columns.column_key = contents.column_key
    where header_columns.role = 'item_group'
    group by header_columns.table_key
    having
        count(*) > 1
        and sum(contents.number_count) > 0
        and not bool_or(coalesce(contents.word_count > contents.number_count, false))

),

settled as (

    select
        coalesce(header_columns.disclosure_key, contents.disclosure_key) as disclosure_key,
        coalesce(header_columns.table_key, contents.table_key) as table_key,
        coalesce(header_columns.column_key, contents.column_key) as column_key,
        coalesce(header_columns.table_no, contents.table_no) as table_no,
        coalesce(header_columns.col_no, contents.col_no) as col_no,
        header_columns.* exclude (disclosure_key, table_key, column_key, table_no, col_no, role) replace (
            case when categories.column_key is null then header_columns.nature else categories.nature end as nature,
            header_columns.is_known or categories.column_key is not null as is_known
        ),
        coalesce(categories.divides_by_category, false) as divides_by_category,
        categories.own_nature,
        categories.code_system as category_system,
        categories.code as category_code,
        categories.is_printed as category_is_printed,
        coalesce(contents.word_count, 0) as word_count,
        coalesce(contents.number_count, 0) as number_count,
        case
            when code_levels.code_level is not null then code_levels.code_level
            when categories.column_key is not null then 'amount'
            when header_columns.role = 'group' and contents.code_count > contents.word_count then 'code'
            when header_columns.role = 'group' then 'label'
            when header_columns.role = 'item_group' and divided_tables.table_key is not null then 'amount'
            when header_columns.role = 'item_group' and contents.number_count > contents.word_count then 'unknown'
            when header_columns.role = 'item_group' then 'item_label'
            when header_columns.role = 'label' and contents.code_count > contents.word_count * 2 then 'code'
            when header_columns.role is not null and header_columns.role <> 'neutral' then header_columns.role
            when contents.word_count > contents.number_count and not coalesce(header_columns.is_known, false)
                then 'unknown_words'
            when contents.word_count > contents.number_count then 'text'
            when contents.number_count > 0 then 'unknown'
            else 'empty'
        end as role
    from header_columns
    full outer join contents
        on header_columns.column_key = contents.column_key
    left join categories
        on header_columns.column_key = categories.column_key
    left join code_levels
        on header_columns.column_key = code_levels.column_key
    left join divided_tables
        on header_columns.table_key = divided_tables.table_key

),

marked as (

    select
        *,
        role in ('amount', 'unknown') as is_amount,
        role in (
            'code', 'code_class', 'code_section', 'code_item', 'label', 'item_label', 'unit_label', 'project_code',
            'procurement_code'
        ) as is_key
    from settled

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
