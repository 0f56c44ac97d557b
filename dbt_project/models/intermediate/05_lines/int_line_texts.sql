{#
    What stands in the key columns of each data row, block by block: label, codes by system, as printed.
    A row can carry codes of several systems, each in a column, a 类 | 款 group or a name of its own.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

column_blocks as (

    select
        *,
        count(*) filter (where role = 'code_class') over (
            partition by disclosure_key, table_no, block_no order by col_no
        ) as class_group_no
    from {{ ref('int_column_blocks') }}

),

key_cells as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.col_no,
        cells.compact_text,
        cells.squashed_text,
        column_blocks.block_no,
        column_blocks.role,
        column_blocks.code_system,
        column_blocks.flow,
        column_blocks.class_group_no,
        regexp_full_match(cells.squashed_text, '[0-9]{2,}') as is_digits,
        column_blocks.deepest_text as header_text,
        -- A name that only classifies the line yields to the line's own name.
        case when column_blocks.code_system is null then 0 else 10000 end + cells.col_no as label_rank,
        -- Two systems printed as 类 | 款 side by side: a section belongs to the class left of it.
        last_value(case when column_blocks.role = 'code_class' then cells.squashed_text end ignore nulls) over (
            partition by cells.disclosure_key, cells.table_no, cells.row_no, column_blocks.block_no
            order by cells.col_no
        ) as class_left
    from cells
    inner join table_rows
        on
            cells.disclosure_key = table_rows.disclosure_key
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
            and table_rows.row_class = 'data'
    inner join column_blocks
        on
            cells.disclosure_key = column_blocks.disclosure_key
            and cells.table_no = column_blocks.table_no
            and cells.col_no = column_blocks.col_no
    where column_blocks.is_key or column_blocks.role in ('text', 'measure_unit', 'unknown_words')

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
    disclosure_key,
    table_no,
    row_no,
    block_no,
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
group by disclosure_key, table_no, row_no, block_no
