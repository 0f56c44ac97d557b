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
            coalesce(set_no, 1) as set_no
        )
    from tokens

),

regular as (

    select
        disclosure_key,
        table_no,
        row_no,
        header_row_no,
        set_no,
        max(compact_text) filter (where part = 'level_1' or (part is null and level_in_vocabulary = 1)) as level_1,
        max(compact_text) filter (where part = 'level_2') as level_2,
        max(compact_text) filter (where part = 'name') as indicator_name,
        max(compact_text) filter (where part = 'value') as target_text,
        max(col_no) filter (where part = 'value') as target_col_no,
        max(squashed_text) filter (where part = 'operator') as operator_text,
        max(compact_text) filter (where part = 'unit') as unit_text
    from leveled
    where is_regular and (part is not null or level_in_vocabulary = 1)
    group by disclosure_key, table_no, row_no, header_row_no, set_no

),

sequenced as (

    select
        *,
        row_number() over (partition by disclosure_key, table_no, row_no order by col_no) as sequence_no,
        count(*) over (partition by disclosure_key, table_no, row_no) as sequence_length
    from tokens
    where not is_regular and level_in_vocabulary is null and coalesce(part, '') not in ('operator', 'unit')

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

    select
        disclosure_key,
        table_no,
        row_no,
        header_row_no,
        set_no,
        level_1,
        level_2,
        indicator_name,
        target_text,
        target_col_no,
        operator_text,
        unit_text
    from regular

    union all

    select
        displaced.disclosure_key,
        displaced.table_no,
        displaced.row_no,
        displaced.header_row_no,
        displaced.set_no,
        displaced_levels.level_1,
        displaced_levels.level_2,
        displaced.indicator_name,
        displaced.target_text,
        displaced.target_col_no,
        cast(null as varchar) as operator_text,
        cast(null as varchar) as unit_text
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
        last_value(level_2 ignore nulls) over (
            partition by disclosure_key, table_no, header_row_no, set_no order by row_no
        ) as level_2_above,
        max(set_no) over (partition by disclosure_key, table_no, header_row_no) as widest_set_no
    from together

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
    filled.disclosure_key,
    filled.table_no,
    filled.row_no,
    filled.set_no,
    filled.target_col_no,
    case
        when filled.widest_set_no = 2 then case filled.set_no when 1 then 'implementation' else 'year' end else 'year'
    end
        as target_period,
    regexp_replace(coalesce(group_labels.group_label, filled.level_1_above), '^[0-9]+[-.、]', '') as level_1,
    case when group_labels.group_label is null then regexp_replace(filled.level_2_above, '^[0-9]+[-.、]', '') end
        as level_2,
    filled.indicator_name,
    filled.target_text,
    filled.operator_text,
    filled.unit_text
from filled
left join group_labels
    on
        filled.disclosure_key = group_labels.disclosure_key
        and filled.table_no = group_labels.table_no
        and filled.header_row_no = group_labels.header_row_no
        and filled.set_no = group_labels.set_no
where filled.indicator_name is not null or filled.target_text is not null
