{#
    Which 三公 item each figure of a 三公 statement is, whether the template prints the items as rows or as columns;
    the figures that belong into one sum share a sum_key.
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where statement_code = 'three_public' and layout in ('matrix', 'balance')

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

items as (

    select * from {{ ref('int_three_public_matches') }}

),

split as (

    select
        figures.*,
        {{ squash(label_words('columns_read.header_path[-1]')) }} as last_text,
        {{ squash(label_words('columns_read.header_path[-2]')) }} as group_text,
        case when len(columns_read.header_path) > 1 then {{ squash('columns_read.header_path[1]') }} end as widest_text
    from figures
    left join columns_read
        on
            figures.disclosure_key = columns_read.disclosure_key
            and figures.table_no = columns_read.table_no
            and figures.column_no = columns_read.col_no

),

texts as (

    select squashed_label as text_read from split
    union
    select last_text as text_read from split
    union
    select group_text as text_read from split
    union
    select widest_text as text_read from split

),

text_items as (

    select
        texts.text_read,
        items.item_code,
        regexp_matches(texts.text_read, '三公') as names_three_public
    from texts
    inner join items
        on texts.text_read = items.squashed_label

),

named as (

    select
        split.*,
        row_items.item_code as row_item,
        bool_or(row_items.item_code in ('abroad', 'vehicles', 'vehicle_operation', 'reception')) over (
            partition by split.disclosure_key, split.table_no
        ) as has_item_rows,
        case
            when coalesce(last_items.item_code, 'total') <> 'total' then last_items.item_code
            when group_items.item_code = 'vehicles' and regexp_matches(split.last_text, '^(?:更新)?购置')
                then 'vehicle_purchase'
            when group_items.item_code = 'vehicles' and regexp_matches(split.last_text, '^运行|^运维')
                then 'vehicle_operation'
            when coalesce(group_items.item_code, 'total') <> 'total' then group_items.item_code
            when
                last_items.item_code = 'total'
                or regexp_full_match(
                    split.last_text,
                    '(?:小计|金额|总额|(?:本年|当年|年初|上年|20[0-9]{2}年度?)?(?:预算|决算|执行)数)(?:[(].*[)])?'
                )
                then 'total'
        end as column_item,
        coalesce(last_items.names_three_public, false) or coalesce(group_items.names_three_public, false)
            as names_three_public,
        -- 2022年 and 增减变化情况 stand side by side: only a heading that names no item says of which sum it is.
        case when widest_items.item_code is null then coalesce(split.widest_text, '') else '' end as period_text
    from split
    left join text_items as row_items
        on split.squashed_label = row_items.text_read
    left join text_items as last_items
        on split.last_text = last_items.text_read
    left join text_items as group_items
        on split.group_text = group_items.text_read
    left join text_items as widest_items
        on split.widest_text = widest_items.text_read

),

itemized as (

    select
        *,
        case
            when has_item_rows then case when is_total_line then 'total' else row_item end
            else column_item
        end as read_item,
        case
            when has_item_rows then block_no || '-column' || column_no
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
                and not coalesce(has_item_rows, false)
                and bool_or(read_item = 'total' and names_three_public) over same_sum
                and bool_or(read_item in ('conference', 'training')) over same_sum
                then 'wider_total'
            else read_item
        end as item_code
    from itemized
    where read_item is not null
    window same_sum as (partition by disclosure_key, table_no, sum_key)

)

select
    disclosure_key,
    table_no,
    block_no,
    row_no,
    column_no,
    sum_key,
    item_code,
    coalesce(has_item_rows, false) as has_item_rows,
    amount_key,
    line_label,
    column_label,
    function_code,
    unit_code,
    is_total_line,
    fund_source,
    basis,
    measure,
    is_summable,
    row_number() over (
        partition by disclosure_key, table_no, sum_key, item_code order by row_no, column_no
    ) as item_no
from widened
