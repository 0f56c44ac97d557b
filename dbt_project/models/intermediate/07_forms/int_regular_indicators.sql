{#
    Indicators of rows that are under their header: one row for each row of the list and each target side by side,
    read by the columns. Where a column prints the whole indicator, the vocabulary takes levels and name apart.
#}
with

cells as (

    select * from {{ ref('int_indicator_cells') }}
    where is_regular and (part is not null or level_in_vocabulary = 1)

),

paths as (

    select * from {{ ref('int_indicator_path_matches') }}

),

parts as (

    select
        * replace (
            case
                -- Left of the list is a first level.
                when part is null then 'level_1'
                -- A second level under 一级指标 counts only where the column beside it holds none.
                when
                    part = 'level_1' and level_in_vocabulary = 2
                    and count(*) filter (where part = 'level_2' and level_in_vocabulary = 2) over (
                        partition by row_key
                    ) > 0
                    then null
                else part
            end as part,
            -- What is printed once beside several targets holds for each of them.
            unnest(
                case
                    when set_no is null and part in ('operator', 'unit', 'weight') then range(1, set_count + 1)
                    else [coalesce(set_no, 1)]
                end
            ) as set_no
        )
    from cells

),

by_column as (

    select
        row_key,
        set_no,
        any_value(table_key) as table_key,
        any_value(list_key) as list_key,
        any_value(row_no) as row_no,
        any_value(has_one_name_column) as has_one_name_column,
        max(compact_text) filter (where part = 'level_1') as level_1,
        max(last_row_no) filter (where part = 'level_1') as level_1_last_row_no,
        max(compact_text) filter (where part = 'level_2') as level_2,
        max(last_row_no) filter (where part = 'level_2') as level_2_last_row_no,
        max(compact_text) filter (where part = 'name') as indicator_name,
        max(compact_text) filter (where part = 'path') as path_text,
        max(compact_text) filter (where part = 'value') as target_text,
        max(col_no) filter (where part = 'value') as target_col_no,
        max(squashed_text) filter (where part = 'operator') as operator_text,
        max(compact_text) filter (where part = 'unit') as unit_text,
        max(number_value) filter (where part = 'weight') as weight,
        max(col_no) filter (where part = 'weight' and number_value is not null) as weight_col_no,
        coalesce(max(page_no) filter (where part in ('name', 'path', 'value')), max(page_no)) as page_no
    from parts
    group by row_key, set_no

)

select
    by_column.row_key,
    by_column.set_no,
    by_column.table_key,
    by_column.list_key,
    by_column.row_no,
    coalesce(by_column.level_1, paths.level_1) as level_1,
    by_column.level_1_last_row_no,
    coalesce(by_column.level_2, paths.level_2) as level_2,
    by_column.level_2_last_row_no,
    coalesce(
        by_column.indicator_name,
        paths.indicator_name,
        by_column.path_text,
        -- One name may be beside several targets.
        case
            when by_column.has_one_name_column and by_column.target_text is not null
                then max(by_column.indicator_name) over (partition by by_column.row_key)
        end
    ) as indicator_name,
    by_column.path_text is not null as names_own_levels,
    by_column.target_text,
    by_column.target_col_no,
    by_column.operator_text,
    by_column.unit_text,
    by_column.weight,
    by_column.weight_col_no,
    by_column.page_no
from by_column
left join paths
    on by_column.path_text = paths.compact_text
