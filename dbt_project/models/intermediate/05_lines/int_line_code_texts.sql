{#
    The codes that each line prints, column by column. A line can carry codes of several systems, each in a column of
    its own, in a group of columns 类 | 款 | 项, or in front of a name. Lines without a code or a name have no row.
#}
with

cells as (

    select * from {{ ref('int_cells') }}

),

code_groups as (

    select
        column_key,
        count(*) filter (where role = 'code_class') over (partition by block_key order by col_no) as class_group_no
    from {{ ref('int_column_blocks') }}

),

-- Spreadsheets print the codes 02 and 205 as the numbers 2 and 205.0.
code_cells as (

    select
        * replace (
            case
                when column_role in ('code_section', 'code_item') and regexp_full_match(squashed_text, '[0-9]')
                    then '0' || squashed_text
                when column_role like 'code%' then regexp_replace(squashed_text, '^([0-9]+)\.0+$', '\1')
                else squashed_text
            end as squashed_text
        )
    from cells

),

key_cells as (

    select
        cells.*,
        code_groups.class_group_no,
        regexp_full_match(cells.squashed_text, '[0-9]{2,}') as is_digits,
        -- Two systems printed as 类 | 款 side by side: a section belongs to the class left of it.
        last_value(case when cells.column_role = 'code_class' then cells.squashed_text end ignore nulls) over (
            partition by cells.line_key order by cells.col_no
        ) as class_left
    from code_cells as cells
    inner join code_groups
        on cells.column_key = code_groups.column_key
    where cells.row_class = 'data' and cells.is_key_column

),

coded_cells as (

    select
        *,
        -- The first group of 类 | 款 | 项 may leave to the rows above what they print; further groups may not.
        class_group_no <= 1 and coalesce(class_left, '') not like '5%' as is_main_group,
        -- 类 and 款 of one group: the section says more than its class.
        col_no - case when column_role = 'code_section' then 1.5 else 0 end as code_rank,
        case
            when column_role = 'code' and is_digits then squashed_text
            when column_role in ('code', 'label') then {{ code_in_label('compact_text') }}
            when column_role = 'code_class' and is_digits then squashed_text
            when column_role = 'code_section' and is_digits then class_left || squashed_text
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
                and (code_system in ('department', 'economic') or (column_role like 'code_%' and class_group_no > 1))
                then 'department'
            when
                regexp_full_match(printed_code, '5(?:[01][0-9]|99)([0-9]{2}){0,2}')
                and (code_system in ('government', 'economic') or column_role like 'code_%')
                then 'government'
        end as printed_system
    from coded_cells

)

select
    line_key,
    arg_min(squashed_text, col_no) filter (where column_role = 'code_class' and is_digits and is_main_group)
        as class_text,
    arg_min(squashed_text, col_no) filter (where column_role = 'code_section' and is_digits and is_main_group)
        as section_text,
    arg_min(squashed_text, col_no) filter (where column_role = 'code_item' and is_digits) as item_text,
    arg_min(squashed_text, col_no) filter (
        where column_role = 'code' and is_digits and coalesce(code_system, '') not in ('unit', 'government')
    ) as code_text,
    arg_min(printed_code, code_rank) filter (where printed_system = 'function') as function_code_text,
    arg_min(printed_code, code_rank) filter (where printed_system = 'department') as department_code_text,
    arg_min(printed_code, code_rank) filter (where printed_system = 'government') as government_code_text,
    arg_min(squashed_text, col_no) filter (where column_role = 'code' and is_digits and code_system = 'unit')
        as unit_code_text,
    bool_or(column_role = 'code' and code_system = 'unit') as prints_unit,
    -- One digit is not a unit but a group of them (1 全额).
    bool_or(column_role = 'code' and code_system = 'unit' and regexp_full_match(squashed_text, '[0-9]'))
        as names_unit_group,
    bool_or(column_role = 'item_label') as prints_item,
    arg_min(squashed_text, col_no) filter (where column_role = 'project_code') as project_code_text,
    arg_min(compact_text, col_no) filter (where column_role = 'procurement_code') as procurement_code_text,
    arg_min(squashed_text, col_no) filter (where column_role in ('label', 'unit_label') and is_digits)
        as digits_in_label,
    arg_min(code_system, col_no) filter (where column_role = 'code' and code_system is not null) as code_system
from read_cells
group by line_key
