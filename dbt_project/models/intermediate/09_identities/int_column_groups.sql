{#
    The amount columns of every statement in the group of columns that they stand in. The header path names the group;
    its 小计, 合计 or 金额 is the head of the group, and itself stands in the next wider group. Only columns of one
    family can add up: same flow, basis, year, measure and unit, and the same step of an account.

    `has_unread_columns` and `blank_column_count` say what of the block is missing here: columns with numbers that
    were not placed, and columns without a single number.
#}
-- depends_on: {{ ref('keywords') }}
with

figures as (

    select * from {{ ref('int_figures') }}
    where
        is_summable
        and layout in ('matrix', 'balance', 'summary_form', 'form')
        and nature not in ('sme_reserved', 'sme_reserved_small')

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

valued_columns as (

    select
        column_key,
        any_value(block_key) as block_key,
        any_value(meaning_col_no) as meaning_col_no,
        any_value(statement_code) as statement_code,
        any_value(column_label) as column_label,
        any_value(header_path) as header_path,
        bool_or(is_total_column) as is_total_column,
        case
            when count(distinct fund_source) > 1 then 'varied'
            else coalesce(nullif(min(fund_source), ''), 'fiscal')
        end as fund_source,
        case
            when count(distinct nature) > 1 then 'varied'
            else coalesce(nullif(min(nature), ''), 'none')
        end as nature,
        concat_ws(
            '|',
            min(flow), min(basis), min(fiscal_year), measure, published_unit
        ) as family
    from figures
    group by column_key, measure, published_unit

),

unread_blocks as (

    select
        number_cells.block_key,
        bool_or(valued_columns.column_key is null) as has_unread_columns
    from number_cells
    left join valued_columns
        on number_cells.meaning_column_key = valued_columns.column_key
    left join columns_read
        on number_cells.meaning_column_key = columns_read.column_key
    where
        number_cells.row_class = 'data'
        and number_cells.column_role in ('amount', 'unknown')
        and coalesce(columns_read.measure, 'amount') = 'amount'
    group by number_cells.block_key

),

blank_columns as (

    select
        columns_read.block_key,
        count(*) as blank_column_count
    from columns_read
    left join valued_columns
        on columns_read.column_key = valued_columns.column_key
    where columns_read.role = 'amount' and valued_columns.column_key is null
    group by columns_read.block_key

),

placed_columns as (

    select
        valued_columns.* exclude (family, column_label, header_path),
        -- In an account each step has its own parts: what is left over is no part of what was spent.
        concat_ws('|', valued_columns.family, columns_read.balance_step) as family,
        -- The small tables of forms have no columns of their own, but their figures know their headers.
        coalesce(
            columns_read.header_path, nullif(valued_columns.header_path, []), [valued_columns.column_label]
        ) as path,
        list_slice(path, 1, len(path) - 1) as group_path,
        path[-1] as last_text,
        unread_blocks.has_unread_columns,
        coalesce(blank_columns.blank_column_count, 0) as blank_column_count
    from valued_columns
    left join columns_read
        on valued_columns.column_key = columns_read.column_key
    left join unread_blocks
        on valued_columns.block_key = unread_blocks.block_key
    left join blank_columns
        on valued_columns.block_key = blank_columns.block_key

),

-- For the whole block the most general of its totals is the head: a column of the current year yields.
heads as (

    select
        block_key,
        family,
        group_path,
        column_key
    from placed_columns
    where is_total_column
    qualify
        row_number() over (
            partition by block_key, family, group_path
            order by {{ has_word('last_text', 'current_year_column') }}, meaning_col_no
        ) = 1

),

enclosed as (

    select
        placed_columns.column_key,
        max_by(heads.column_key, len(heads.group_path)) as head_column_key
    from placed_columns
    inner join heads
        on
            placed_columns.block_key = heads.block_key
            and placed_columns.family = heads.family
            and placed_columns.column_key <> heads.column_key
            and len(heads.group_path) <= len(placed_columns.group_path)
            and list_slice(placed_columns.group_path, 1, len(heads.group_path)) = heads.group_path
    left join heads as own
        on placed_columns.column_key = own.column_key
    where own.column_key is null or len(heads.group_path) < len(own.group_path)
    group by placed_columns.column_key

)

select
    placed_columns.* exclude (is_total_column, path, group_path),
    placed_columns.path as header_path,
    enclosed.head_column_key,
    coalesce(enclosed.head_column_key, placed_columns.block_key) as group_key,
    placed_columns.column_key in (select heads_of_others.head_column_key from enclosed as heads_of_others) as is_head
from placed_columns
left join enclosed
    on placed_columns.column_key = enclosed.column_key
