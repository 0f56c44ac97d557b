{#
    What stands in the key columns of each data row, block by block: label, codes by system, as printed.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

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
        regexp_full_match(cells.squashed_text, '[0-9]{2,}') as is_digits,
        column_blocks.deepest_text as header_text,
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

)

select
    disclosure_key,
    table_no,
    row_no,
    block_no,
    coalesce(
        arg_min(compact_text, col_no) filter (where role = 'item_label' and not is_digits),
        arg_min(compact_text, col_no) filter (where role = 'label' and not is_digits),
        arg_min(compact_text, col_no) filter (where role = 'unknown_words' and not is_digits)
    ) as label_text,
    arg_min(header_text, col_no) filter (where role in ('label', 'unknown_words') and not is_digits)
        as label_header_text,
    arg_min(compact_text, col_no) filter (where role = 'measure_unit') as measure_unit_text,
    arg_min(compact_text, col_no) filter (where role = 'unit_label' and not is_digits) as unit_label_text,
    arg_min(compact_text, col_no) filter (
        where role in ('code', 'code_class', 'code_section', 'code_item')
        and not regexp_matches(squashed_text, '^[0-9*-]+$')
    ) as code_label_text,
    arg_min(compact_text, col_no) filter (where role = 'text' and not is_digits) as row_text,
    arg_min(squashed_text, col_no) filter (where role = 'code_class' and is_digits and class_left not like '5%')
        as class_text,
    arg_min(squashed_text, col_no) filter (
        where role = 'code_section' and is_digits and coalesce(class_left, '') not like '5%'
    ) as section_text,
    arg_min(squashed_text, col_no) filter (where role = 'code_item' and is_digits) as item_text,
    arg_min(squashed_text, col_no) filter (
        where role = 'code' and is_digits and coalesce(code_system, '') not in ('unit', 'government')
    ) as code_text,
    coalesce(
        arg_min(squashed_text, col_no) filter (where role = 'code' and is_digits and code_system = 'government'),
        arg_min(squashed_text, col_no) filter (where role = 'code_class' and is_digits and class_left like '5%')
        || coalesce(
            arg_min(squashed_text, col_no) filter (where role = 'code_section' and is_digits and class_left like '5%'),
            ''
        )
    ) as government_code_text,
    arg_min(squashed_text, col_no) filter (where role = 'code' and is_digits and code_system = 'unit')
        as unit_code_text,
    arg_min(squashed_text, col_no) filter (where role = 'project_code') as project_code_text,
    arg_min(compact_text, col_no) filter (where role = 'procurement_code') as procurement_code_text,
    arg_min(squashed_text, col_no) filter (where role in ('label', 'unit_label') and is_digits) as digits_in_label,
    arg_min(code_system, col_no) filter (where role = 'code' and code_system is not null) as code_system
from key_cells
group by disclosure_key, table_no, row_no, block_no
