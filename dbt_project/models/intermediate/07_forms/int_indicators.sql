{#
    One row for each performance indicator: levels, name and target, regular rows by their columns, displaced
    rows by the order of their texts (levels first, then name, then target).
#}
with

tokens as (

    select * from {{ ref('int_indicator_tokens') }}

),

headers as (

    select * from {{ ref('int_indicator_headers') }}

),

group_cells as (

    select * from {{ ref('stg_cells') }}

),

indicator_levels as (

    select * from {{ ref('int_indicator_level_matches') }}

),

leveled as (

    select
        * replace (
            case
                when
                    part = 'level_1' and level_in_vocabulary = 2
                    and count(*) filter (where part = 'level_2' and level_in_vocabulary = 2) over (
                        partition by disclosure_key, table_no, row_no
                    ) > 0
                    then null
                else part
            end as part,
            -- What is printed once beside several targets speaks of each of them.
            unnest(
                case
                    when set_no is null and part in ('operator', 'unit', 'weight') then range(1, set_count + 1)
                    else [coalesce(set_no, 1)]
                end
            ) as set_no
        )
    from tokens
    where is_regular and (part is not null or level_in_vocabulary = 1)

),

by_column as (

    select
        disclosure_key,
        table_no,
        row_no,
        header_row_no,
        set_no,
        max(compact_text) filter (where part = 'level_1' or (part is null and level_in_vocabulary = 1)) as level_1,
        max(last_row_no) filter (where part = 'level_1' or (part is null and level_in_vocabulary = 1))
            as level_1_last_row_no,
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
    from leveled
    group by disclosure_key, table_no, row_no, header_row_no, set_no

),

-- One column may print the whole indicator, levels in front of the name: 产出指标数量指标培训人数.
paths as (

    select distinct
        path_text,
        regexp_extract(path_text, {{ indicator_path() }}, ['level', 'rest']) as outer_part
    from by_column
    where path_text is not null

),

nested_paths as (

    select
        *,
        regexp_extract(outer_part.rest, {{ indicator_path() }}, ['level', 'rest']) as inner_part
    from paths

),

split_paths as (

    select
        nested_paths.path_text,
        nested_paths.outer_part.level as level_1,
        case when inner_levels.is_level_2 then nested_paths.inner_part.level end as level_2,
        case when inner_levels.is_level_2 then nested_paths.inner_part.rest else nested_paths.outer_part.rest end
            as indicator_name
    from nested_paths
    inner join indicator_levels as outer_levels
        on nested_paths.outer_part.level = outer_levels.level_text and outer_levels.is_level_1
    left join indicator_levels as inner_levels
        on nested_paths.inner_part.level = inner_levels.level_text and inner_levels.is_level_2

),

name_columns as (

    select
        disclosure_key,
        table_no,
        header_row_no,
        count(*) as name_column_count
    from headers
    where part in ('name', 'path')
    group by disclosure_key, table_no, header_row_no

),

regular as (

    select
        by_column.* replace (
            coalesce(by_column.level_1, split_paths.level_1) as level_1,
            coalesce(by_column.level_2, split_paths.level_2) as level_2,
            coalesce(
                by_column.indicator_name,
                split_paths.indicator_name,
                by_column.path_text,
                case
                    when name_columns.name_column_count = 1 and by_column.target_text is not null
                        then max(by_column.indicator_name) over (
                            partition by by_column.disclosure_key, by_column.table_no, by_column.row_no
                        )
                end
            ) as indicator_name
        )
    from by_column
    left join split_paths
        on by_column.path_text = split_paths.path_text
    left join name_columns
        on
            by_column.disclosure_key = name_columns.disclosure_key
            and by_column.table_no = name_columns.table_no
            and by_column.header_row_no = name_columns.header_row_no

),

sequenced as (

    select
        *,
        row_number() over (partition by disclosure_key, table_no, row_no order by col_no) as sequence_no,
        count(*) over (partition by disclosure_key, table_no, row_no) as sequence_length
    from tokens
    where
        not is_regular
        and level_in_vocabulary is null
        and coalesce(part, '') not in ('operator', 'unit', 'weight')

),

paired as (

    select
        *,
        case
            when set_count = 2 and sequence_length >= 4 and sequence_no > sequence_length // 2 then 2
            else 1
        end as half_no,
        case
            when set_count = 2 and sequence_length >= 4 and sequence_no > sequence_length // 2
                then sequence_no - sequence_length // 2
            else sequence_no
        end as place_no
    from sequenced

),

displaced as (

    select
        disclosure_key,
        table_no,
        row_no,
        header_row_no,
        case when set_count > 2 then max(set_no) else half_no end as set_no,
        max(compact_text) filter (where place_no % 2 = 1) as indicator_name,
        max(compact_text) filter (where place_no % 2 = 0) as target_text,
        max(col_no) filter (where place_no % 2 = 0) as target_col_no
    from paired
    group by disclosure_key, table_no, row_no, header_row_no, set_count, half_no, (place_no - 1) // 2

),

displaced_levels as (

    select
        disclosure_key,
        table_no,
        row_no,
        arg_min(compact_text, col_no) filter (
            where level_in_vocabulary = 1 and not regexp_matches(squashed_text, '成本')
        ) as level_1,
        arg_min(compact_text, col_no) filter (
            where level_in_vocabulary = 2 or regexp_matches(squashed_text, '成本')
        ) as level_2
    from tokens
    where not is_regular and level_in_vocabulary is not null
    group by disclosure_key, table_no, row_no

),

together as (

    select * from regular

    union all by name

    select
        displaced.*,
        displaced_levels.level_1,
        displaced_levels.level_2
    from displaced
    left join displaced_levels
        on
            displaced.disclosure_key = displaced_levels.disclosure_key
            and displaced.table_no = displaced_levels.table_no
            and displaced.row_no = displaced_levels.row_no

),

filled as (

    select
        *,
        last_value(level_1 ignore nulls) over (
            partition by disclosure_key, table_no, header_row_no order by row_no, set_no
        ) as level_1_above,
        last_value(level_1_last_row_no ignore nulls) over (
            partition by disclosure_key, table_no, header_row_no order by row_no, set_no
        ) as level_1_end_row_no,
        last_value(level_2 ignore nulls) over (
            partition by disclosure_key, table_no, header_row_no, set_no order by row_no
        ) as level_2_above,
        last_value(level_2_last_row_no ignore nulls) over (
            partition by disclosure_key, table_no, header_row_no, set_no order by row_no
        ) as level_2_end_row_no,
        max(set_no) over same_list as widest_set_no,
        coalesce(bool_or(greatest(level_1_last_row_no, level_2_last_row_no) > row_no) over same_list, false)
            as has_merged_levels
    from together
    window same_list as (partition by disclosure_key, table_no, header_row_no)

),

page_ends as (

    select
        disclosure_key,
        table_no,
        header_row_no,
        page_no,
        max(row_no) as row_no
    from together
    where page_no is not null
    group by disclosure_key, table_no, header_row_no, page_no

),

-- A whole indicator in one text names its own levels. Where levels are merged cells, a level holds for the rows
-- that its cell reaches, or that a page break cut off.
reached as (

    select
        filled.* replace (
            case
                when filled.path_text is not null then filled.level_1
                when
                    not filled.has_merged_levels
                    or filled.row_no <= filled.level_1_end_row_no
                    or first_ends.row_no is not null
                    then filled.level_1_above
            end as level_1_above,
            case
                when filled.path_text is not null then filled.level_2
                when
                    not filled.has_merged_levels
                    or filled.row_no <= filled.level_2_end_row_no
                    or second_ends.row_no is not null
                    then filled.level_2_above
            end as level_2_above
        )
    from filled
    left join page_ends as first_ends
        on
            filled.disclosure_key = first_ends.disclosure_key
            and filled.table_no = first_ends.table_no
            and filled.header_row_no = first_ends.header_row_no
            and filled.level_1_end_row_no = first_ends.row_no
    left join page_ends as second_ends
        on
            filled.disclosure_key = second_ends.disclosure_key
            and filled.table_no = second_ends.table_no
            and filled.header_row_no = second_ends.header_row_no
            and filled.level_2_end_row_no = second_ends.row_no

),

group_labels as (

    select
        headers.disclosure_key,
        headers.table_no,
        headers.header_row_no,
        headers.set_no,
        min(group_cells.compact_text) as group_label
    from headers
    inner join group_cells
        on
            headers.disclosure_key = group_cells.disclosure_key
            and headers.table_no = group_cells.table_no
            and headers.header_row_no - 1 = group_cells.row_no
            and headers.col_no between group_cells.col_no and group_cells.col_no + group_cells.col_span - 1
    where headers.part = 'name' and headers.set_count > 2
    group by headers.disclosure_key, headers.table_no, headers.header_row_no, headers.set_no

)

select
    reached.disclosure_key,
    reached.table_no,
    reached.row_no,
    reached.set_no,
    reached.target_col_no,
    case
        when reached.widest_set_no = 2 then case reached.set_no when 1 then 'implementation' else 'year' end else 'year'
    end
        as target_period,
    regexp_replace(coalesce(group_labels.group_label, reached.level_1_above), '^[0-9]+[-.、]', '') as level_1,
    case when group_labels.group_label is null then regexp_replace(reached.level_2_above, '^[0-9]+[-.、]', '') end
        as level_2,
    reached.indicator_name,
    reached.target_text,
    reached.operator_text,
    reached.unit_text,
    reached.weight,
    reached.weight_col_no
from reached
left join group_labels
    on
        reached.disclosure_key = group_labels.disclosure_key
        and reached.table_no = group_labels.table_no
        and reached.header_row_no = group_labels.header_row_no
        and reached.set_no = group_labels.set_no
where reached.indicator_name is not null or reached.target_text is not null
