{#
    What stands in the key columns of each data row, block by block: label, codes by system, as printed.
    A row can carry codes of several systems, each in a column, a 类 | 款 group or a name of its own.
#}
with

cells as (

    select * from {{ ref('int_cells') }}

),

column_groups as (

    select
        column_key,
        count(*) filter (where role = 'code_class') over (partition by block_key order by col_no) as class_group_no
    from {{ ref('int_column_blocks') }}

),

key_cells as (

    select
        cells.*,
        cells.column_role as role,
        column_groups.class_group_no,
        regexp_full_match(cells.squashed_text, '[0-9]{2,}') as is_digits,
        -- A name that only classifies the line yields to the line's own name.
        case when cells.code_system is null then 0 else 10000 end + cells.col_no as label_rank,
        -- Two systems printed as 类 | 款 side by side: a section belongs to the class left of it.
        last_value(case when cells.column_role = 'code_class' then cells.squashed_text end ignore nulls) over (
            partition by cells.line_key order by cells.col_no
        ) as class_left
    from cells
    inner join column_groups
        on cells.column_key = column_groups.column_key
    where
        cells.row_class = 'data'
        and (cells.is_key_column or cells.column_role in ('text', 'measure_unit', 'unknown_words'))

),

coded_cells as (

    select
        *,
        -- The first group of 类 | 款 | 项 may leave to the rows above what they print; further groups may not.
        class_group_no <= 1 and coalesce(class_left, '') not like '5%' as is_main_group,
        -- 类 and 款 of one group: the section says more than its class.
        col_no - case when role = 'code_section' then 1.5 else 0 end as code_rank,
        case
            when role = 'code' and is_digits then squashed_text
            when role in ('code', 'label') then {{ code_in_label('compact_text') }}
            when role = 'code_class' and is_digits then squashed_text
            when role = 'code_section' and is_digits then class_left || squashed_text
        end as printed_code
    from key_cells

),

read_cells as (

    select
        *,
        case
            when
                regexp_full_match(printed_code, '2[0-3][0-9]([0-9]{2}){0,2}')
                and code_system = 'function'
                then 'function'
            when
                regexp_full_match(printed_code, '3(?:[01][0-9]|99)([0-9]{2}){0,3}')
                and (code_system in ('department', 'economic') or (role like 'code_%' and class_group_no > 1))
                then 'department'
            when
                regexp_full_match(printed_code, '5(?:[01][0-9]|99)([0-9]{2}){0,2}')
                and (code_system in ('government', 'economic') or role like 'code_%')
                then 'government'
        end as printed_system
    from coded_cells

)

select
    line_key,
    any_value(block_key) as block_key,
    any_value(table_key) as table_key,
    any_value(row_key) as row_key,
    any_value(disclosure_key) as disclosure_key,
    any_value(table_no) as table_no,
    any_value(row_no) as row_no,
    any_value(block_no) as block_no,
    coalesce(
        arg_min(compact_text, label_rank) filter (where role = 'item_label' and not is_digits),
        arg_min(compact_text, label_rank) filter (where role = 'label' and not is_digits),
        arg_min(compact_text, label_rank) filter (where role = 'unknown_words' and not is_digits)
    ) as label_text,
    arg_min(header_text, label_rank) filter (where role in ('label', 'unknown_words') and not is_digits)
        as label_header_text,
    arg_min(compact_text, (code_system = 'government', col_no)) filter (
        where role = 'label' and code_system in ('department', 'economic', 'government') and not is_digits
    ) as economic_label_text,
    arg_min(compact_text, col_no) filter (where role = 'measure_unit') as measure_unit_text,
    arg_min(compact_text, col_no) filter (where role = 'unit_label' and not is_digits) as unit_label_text,
    arg_min(compact_text, col_no) filter (
        where role in ('code', 'code_class', 'code_section', 'code_item', 'project_code', 'procurement_code')
        and regexp_matches(compact_text, '\p{Han}')
    ) as code_label_text,
    arg_min(compact_text, col_no) filter (where role = 'text' and not is_digits) as row_text,
    arg_min(squashed_text, col_no) filter (where role = 'code_class' and is_digits and is_main_group) as class_text,
    arg_min(squashed_text, col_no) filter (where role = 'code_section' and is_digits and is_main_group)
        as section_text,
    arg_min(squashed_text, col_no) filter (where role = 'code_item' and is_digits) as item_text,
    arg_min(squashed_text, col_no) filter (
        where role = 'code' and is_digits and coalesce(code_system, '') not in ('unit', 'government')
    ) as code_text,
    arg_min(printed_code, code_rank) filter (where printed_system = 'function') as function_code_text,
    arg_min(printed_code, code_rank) filter (where printed_system = 'department') as department_code_text,
    arg_min(printed_code, code_rank) filter (where printed_system = 'government') as government_code_text,
    arg_min(squashed_text, col_no) filter (where role = 'code' and is_digits and code_system = 'unit')
        as unit_code_text,
    bool_or(role = 'code' and code_system = 'unit') as prints_unit,
    -- One digit is no unit but a group of them (1 全额).
    bool_or(role = 'code' and code_system = 'unit' and regexp_full_match(squashed_text, '[0-9]')) as names_unit_group,
    arg_min(squashed_text, col_no) filter (where role = 'project_code') as project_code_text,
    arg_min(compact_text, col_no) filter (where role = 'procurement_code') as procurement_code_text,
    bool_or(role = 'item_label') as prints_item,
    arg_min(squashed_text, col_no) filter (where role in ('label', 'unit_label') and is_digits) as digits_in_label,
    arg_min(code_system, col_no) filter (where role = 'code' and code_system is not null) as code_system
from read_cells
group by line_key
