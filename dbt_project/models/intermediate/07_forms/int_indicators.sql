{#
    Performance indicators: one row for each printed indicator and each of its targets, with the levels that hold for
    it. A level is printed once for the rows below it; where levels are merged cells, it holds for the rows that its
    cell reaches, or on the next page where the page cut the cell off. A formula that failed (`#REF!`) is no target.
#}
-- depends_on: {{ ref('keywords') }}
with

regular_indicators as (

    select * from {{ ref('int_regular_indicators') }}

),

displaced_indicators as (

    select * from {{ ref('int_displaced_indicators') }}

),

headers as (

    select * from {{ ref('int_indicator_headers') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

together as (

    select * from regular_indicators

    union all by name

    select * from displaced_indicators

),

filled as (

    select
        *,
        last_value(level_1 ignore nulls) over (partition by list_key order by row_no, set_no) as level_1_above,
        last_value(level_1_last_row_no ignore nulls) over (partition by list_key order by row_no, set_no)
            as level_1_end_row_no,
        last_value(level_2 ignore nulls) over (partition by list_key, set_no order by row_no) as level_2_above,
        last_value(level_2_last_row_no ignore nulls) over (partition by list_key, set_no order by row_no)
            as level_2_end_row_no,
        max(set_no) over same_list as widest_set_no,
        coalesce(bool_or(greatest(level_1_last_row_no, level_2_last_row_no) > row_no) over same_list, false)
            as has_merged_levels
    from together
    window same_list as (partition by list_key)

),

page_ends as (

    select
        list_key,
        max(row_no) as row_no
    from together
    where page_no is not null
    group by list_key, page_no

),

reached as (

    select
        filled.* replace (
            case
                when filled.names_own_levels then filled.level_1
                when
                    not filled.has_merged_levels
                    or filled.row_no <= filled.level_1_end_row_no
                    or first_ends.row_no is not null
                    then filled.level_1_above
            end as level_1,
            case
                when filled.names_own_levels then filled.level_2
                when
                    not filled.has_merged_levels
                    or filled.row_no <= filled.level_2_end_row_no
                    or second_ends.row_no is not null
                    then filled.level_2_above
            end as level_2
        )
    from filled
    left join page_ends as first_ends
        on
            filled.list_key = first_ends.list_key
            and filled.level_1_end_row_no = first_ends.row_no
    left join page_ends as second_ends
        on
            filled.list_key = second_ends.list_key
            and filled.level_2_end_row_no = second_ends.row_no

),

-- Three sets or more are not periods: their first levels (数量指标 | 质量指标 | …) are over their headers.
set_labels as (

    select
        headers.list_key,
        headers.set_no,
        min(cells.compact_text) as set_label
    from headers
    inner join cells
        on
            headers.table_key = cells.table_key
            and headers.header_row_no - 1 = cells.row_no
            and headers.col_no between cells.col_no and cells.col_no + cells.col_span - 1
    where headers.part = 'name' and headers.set_count > 2
    group by headers.list_key, headers.set_no

)

select
    reached.table_key,
    reached.row_key,
    reached.row_no,
    reached.set_no,
    case
        when reached.target_text is null or not {{ stands_for_number(squash('reached.target_text')) }}
            then reached.row_key || '-c' || reached.target_col_no
    end as target_cell_key,
    reached.row_key || '-c' || reached.weight_col_no as weight_cell_key,
    reached.target_col_no,
    reached.weight_col_no,
    case when reached.widest_set_no = 2 and reached.set_no = 1 then 'implementation' else 'year' end as target_period,
    {{ level_name('coalesce(set_labels.set_label, reached.level_1)') }} as level_1,
    case when set_labels.set_label is null then {{ level_name('reached.level_2') }} end as level_2,
    reached.indicator_name,
    case when target_cell_key is not null then reached.target_text end as target_text,
    reached.operator_text,
    reached.unit_text,
    reached.weight
from reached
left join set_labels
    on
        reached.list_key = set_labels.list_key
        and reached.set_no = set_labels.set_no
where reached.indicator_name is not null or reached.target_text is not null
