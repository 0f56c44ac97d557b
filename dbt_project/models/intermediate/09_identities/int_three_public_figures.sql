{#
    Which item of the three public expenses (三公) each figure of their statement is, whether the template prints the
    items as rows or as columns. Figures that belong to one sum share a `sum_key`. `speaks_for_item` marks the one
    figure by which the item is compared with other statements.
#}
-- depends_on: {{ ref('keywords') }}
with

figures as (

    select * from {{ ref('int_figures') }}
    where layout in ('matrix', 'balance')

),

statements as (

    select * from {{ ref('statements') }}

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

items as (

    select
        *,
        {{ has_word('squashed_label', 'names_three_public') }} as names_three_public
    from {{ ref('int_three_public_matches') }}

),

texts as (

    select
        figures.*,
        {{ squash(label_words('columns_read.header_path[-1]')) }} as last_text,
        {{ squash(label_words('columns_read.header_path[-2]')) }} as group_text,
        {{ squash(label_words('columns_read.header_path[-3]')) }} as outer_text,
        case when len(columns_read.header_path) > 1 then {{ squash('columns_read.header_path[1]') }} end as widest_text
    from figures
    inner join statements
        on figures.statement_code = statements.statement_code
    left join columns_read
        on figures.column_key = columns_read.column_key
    where statements.lists_three_public_items

),

named as (

    select
        texts.*,
        row_items.item_code as row_item,
        coalesce(
            bool_or(row_items.item_code in ('abroad', 'vehicles', 'vehicle_operation', 'reception')) over (
                partition by texts.table_key
            ),
            false
        ) as has_item_rows,
        case
            when coalesce(last_items.item_code, 'total') <> 'total' then last_items.item_code
            when group_items.item_code = 'vehicles' and {{ has_word('texts.last_text', 'vehicle_purchase') }}
                then 'vehicle_purchase'
            when group_items.item_code = 'vehicles' and {{ has_word('texts.last_text', 'vehicle_operation') }}
                then 'vehicle_operation'
            when coalesce(group_items.item_code, 'total') <> 'total' then group_items.item_code
            -- 公务用车 / 购置费 / 预算数, and 公务用车 / 小计 / 预算数: below an item nothing is the total of all.
            when outer_items.item_code = 'vehicles' and {{ has_word('texts.group_text', 'vehicle_purchase') }}
                then 'vehicle_purchase'
            when outer_items.item_code = 'vehicles' and {{ has_word('texts.group_text', 'vehicle_operation') }}
                then 'vehicle_operation'
            when coalesce(outer_items.item_code, 'total') <> 'total' then outer_items.item_code
            when last_items.item_code = 'total' or {{ has_word('texts.last_text', 'three_public_total_column') }}
                then 'total'
        end as column_item,
        coalesce(last_items.names_three_public, false) or coalesce(group_items.names_three_public, false)
            as names_three_public,
        -- 2022年 and 增减变化情况 are side by side: only a heading that names no item says which sum it is.
        case when widest_items.item_code is null then coalesce(texts.widest_text, '') else '' end as period_text
    from texts
    left join items as row_items
        on texts.squashed_label = row_items.squashed_label
    left join items as last_items
        on texts.last_text = last_items.squashed_label
    left join items as group_items
        on texts.group_text = group_items.squashed_label
    left join items as outer_items
        on texts.outer_text = outer_items.squashed_label
    left join items as widest_items
        on texts.widest_text = widest_items.squashed_label

),

itemized as (

    select
        *,
        case
            when not has_item_rows then column_item
            when is_total_line then 'total'
            else row_item
        end as read_item,
        case
            when has_item_rows then block_no || '-column' || meaning_col_no
            else concat_ws('-', block_no, 'row' || row_no, fiscal_year, basis, measure, period_text)
        end as sum_key
    from named

),

-- A template that adds conferences and training prints a wider total beside the 三公 one.
widened as (

    select
        *,
        case
            when
                read_item = 'total'
                and not names_three_public
                and not has_item_rows
                and bool_or(read_item = 'total' and names_three_public) over same_sum
                and bool_or(read_item in ('conference', 'training')) over same_sum
                then 'wider_total'
            else read_item
        end as item_code
    from itemized
    where read_item is not null
    window same_sum as (partition by table_key, sum_key)

),

numbered as (

    select
        *,
        row_number() over (
            partition by table_key, sum_key, item_code order by row_no, meaning_col_no
        ) as item_no,
        item_no = 1
        and (has_item_rows or is_total_line)
        and measure = 'amount'
        and basis in ('budget', 'final') as is_comparable
    from widened

)

select
    amount_key,
    disclosure_key,
    table_key,
    table_no,
    row_no,
    meaning_col_no,
    sum_key,
    item_code,
    item_no,
    has_item_rows,
    unit_code,
    line_label,
    column_label,
    flow,
    fund_source,
    basis,
    measure,
    is_comparable
    and row_number() over (
        partition by table_key, basis, item_code, is_comparable
        order by fund_source = 'general_public', row_no, meaning_col_no
    ) = 1 as speaks_for_item
from numbered
