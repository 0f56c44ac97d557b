{#
    What each column of a statement holds, settled by its header and by what stands in it, and to which block
    it belongs: a statement may print several label/amount groups side by side (收入 | 支出). A label or code column
    behind an amount column begins a block only where it brings both a name and money of its own; else it says
    more of the same row (数量 | 经济科目 类 款 | 预算金额; 金额 | 功能科目编码 名称).

    A block with 本年收入 and 本年支出 in one row is an account: what was left, what came in, what was spent, what is
    left. `balance_step` says which of them a column is; the same words elsewhere (支出表 | 上年结转) name a source.
#}
with

table_columns as (

    select * from {{ ref('int_header_columns') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

contents as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.col_no,
        count(*) filter (where cells.number_value is null) as word_count,
        count(cells.number_value) as number_count,
        count(*) filter (
            where regexp_full_match(cells.squashed_text, '[0-9]{3}|[0-9]{5}|[0-9]{6}|[0-9]{7}|[0-9]{9,}')
        ) as code_count
    from cells
    inner join table_rows
        on
            cells.disclosure_key = table_rows.disclosure_key
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
            and table_rows.row_class = 'data'
    group by cells.disclosure_key, cells.table_no, cells.col_no

),

-- 货物 | 工程 | 服务 side by side over figures divide the amount; one of them over words names what is bought.
divided_tables as (

    select
        table_columns.disclosure_key,
        table_columns.table_no
    from table_columns
    left join contents
        on
            table_columns.disclosure_key = contents.disclosure_key
            and table_columns.table_no = contents.table_no
            and table_columns.col_no = contents.col_no
    where table_columns.role = 'item_group'
    group by table_columns.disclosure_key, table_columns.table_no
    having
        count(*) > 1
        and sum(contents.number_count) > 0
        and not bool_or(coalesce(contents.word_count > contents.number_count, false))

),

settled as (

    select
        coalesce(table_columns.disclosure_key, contents.disclosure_key) as disclosure_key,
        coalesce(table_columns.table_no, contents.table_no) as table_no,
        coalesce(table_columns.col_no, contents.col_no) as col_no,
        table_columns.* exclude (disclosure_key, table_no, col_no, role),
        coalesce(contents.word_count, 0) as word_count,
        coalesce(contents.number_count, 0) as number_count,
        coalesce(contents.code_count, 0) as code_count,
        case
            when table_columns.role = 'group' and contents.code_count > contents.word_count then 'code'
            when table_columns.role = 'group' then 'label'
            when table_columns.role = 'item_group' and divided_tables.table_no is not null then 'amount'
            when table_columns.role = 'item_group' and contents.number_count > contents.word_count then 'unknown'
            when table_columns.role = 'item_group' then 'item_label'
            when table_columns.role = 'label' and contents.code_count > contents.word_count * 2 then 'code'
            when table_columns.role is not null and table_columns.role <> 'neutral' then table_columns.role
            when contents.word_count > contents.number_count and not coalesce(table_columns.is_known, false)
                then 'unknown_words'
            when contents.word_count > contents.number_count then 'text'
            when contents.number_count > 0 then 'unknown'
            else 'empty'
        end as role
    from table_columns
    full outer join contents
        on
            table_columns.disclosure_key = contents.disclosure_key
            and table_columns.table_no = contents.table_no
            and table_columns.col_no = contents.col_no
    left join divided_tables
        on
            table_columns.disclosure_key = divided_tables.disclosure_key
            and table_columns.table_no = divided_tables.table_no

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
    from settled

),

groups_started as (

    select
        *,
        role in ('code', 'code_class', 'label')
        and coalesce(
            lag(is_amount) over (partition by disclosure_key, table_no, is_key or is_amount order by col_no), false
        ) as starts_group
    from marked

),

grouped as (

    select
        * exclude (starts_group),
        count(*) filter (where starts_group) over (partition by disclosure_key, table_no order by col_no) as group_no
    from groups_started

),

column_groups as (

    select
        disclosure_key,
        table_no,
        group_no,
        bool_or(role = 'label' or (is_key and word_count > number_count)) as has_names,
        bool_or(is_amount and coalesce(measure, 'amount') = 'amount') as has_money
    from grouped
    group by disclosure_key, table_no, group_no

),

blocks_started as (

    select
        *,
        has_names
        and has_money
        and coalesce(
            bool_or(has_money) over (
                partition by disclosure_key, table_no order by group_no
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as starts_block
    from column_groups

),

blocks as (

    select
        disclosure_key,
        table_no,
        group_no,
        1 + count(*) filter (where starts_block) over (partition by disclosure_key, table_no order by group_no)
            as block_no
    from blocks_started

),

stepped as (

    select
        grouped.* exclude (group_no),
        blocks.block_no,
        case
            when not grouped.is_amount or coalesce(grouped.measure, 'amount') <> 'amount' then null
            when grouped.flow = 'revenue' and grouped.fund_source = 'carryover' then 'opening'
            when grouped.nature = 'yearend_carryover' then 'closing'
            else grouped.flow
        end as balance_step
    from grouped
    inner join blocks
        on
            grouped.disclosure_key = blocks.disclosure_key
            and grouped.table_no = blocks.table_no
            and grouped.group_no = blocks.group_no

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
window whole_block as (partition by disclosure_key, table_no, block_no)
