{#
    Every numeric cell that became neither an amount nor a performance target, with the reason. What a page prints
    again counts where it stands first.
#}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

repeated_cells as (

    select * from {{ ref('stg_repeated_cells') }}

),

amounts as (

    select * from {{ ref('int_amounts') }}

),

performance_targets as (

    select * from {{ ref('int_targets') }}

),

matrix_amounts as (

    select * from {{ ref('int_matrix_amounts') }}

),

form_amounts as (

    select * from {{ ref('int_form_amounts') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

taken as (

    select
        disclosure_key,
        table_no,
        row_no,
        col_no
    from amounts

    union

    select
        disclosure_key,
        table_no,
        row_no,
        target_col_no as col_no
    from performance_targets

    union

    select
        disclosure_key,
        table_no,
        row_no,
        weight_col_no as col_no
    from performance_targets

),

refused as (

    select
        disclosure_key,
        table_no,
        row_no,
        col_no,
        refusal
    from matrix_amounts
    where refusal is not null

    union all

    select
        disclosure_key,
        table_no,
        row_no,
        col_no,
        refusal
    from form_amounts
    where refusal is not null

)

select
    number_cells.disclosure_key,
    number_cells.table_no,
    number_cells.row_no,
    number_cells.col_no,
    table_statements.statement_code,
    number_cells.published_value,
    case
        when number_cells.row_class = 'column_numbers' then 'column_number'
        when number_cells.row_class in ('header', 'preface', 'repeated_header') then 'header_text'
        when number_cells.row_class = 'note' then 'note_text'
        when refused.refusal is not null then refused.refusal
        when number_cells.column_role = 'sequence' then 'sequence_number'
        when
            number_cells.column_role in (
                'code', 'code_class', 'code_section', 'code_item', 'project_code', 'procurement_code'
            )
            then 'code'
        when number_cells.column_role in ('label', 'item_label', 'unit_label') then 'code'
        when number_cells.column_role = 'text' then 'template_text'
        when table_statements.layout = 'unknown' then 'unknown_statement'
        when
            starts_with(number_cells.column_role, 'indicator')
            then 'indicator_text'
        when number_cells.column_role in ('text', 'measure_unit', 'unknown_words') then 'template_text'
        when table_statements.layout = 'form' then 'indicator_text'
        else 'unknown_header'
    end as reason,
    number_cells.page_no,
    number_cells.x0,
    number_cells.top,
    number_cells.x1,
    number_cells.bottom,
    number_cells.source_line,
    number_cells.raw_text
from number_cells
inner join table_statements
    on
        number_cells.disclosure_key = table_statements.disclosure_key
        and number_cells.table_no = table_statements.table_no
left join taken
    on
        number_cells.disclosure_key = taken.disclosure_key
        and number_cells.table_no = taken.table_no
        and number_cells.row_no = taken.row_no
        and number_cells.col_no = taken.col_no
left join refused
    on
        number_cells.disclosure_key = refused.disclosure_key
        and number_cells.table_no = refused.table_no
        and number_cells.row_no = refused.row_no
        and number_cells.col_no = refused.col_no
where taken.col_no is null

union all

select
    repeated_cells.disclosure_key,
    repeated_cells.table_no,
    repeated_cells.row_no,
    repeated_cells.col_no,
    table_statements.statement_code,
    coalesce(repeated_cells.number_value, repeated_cells.glued_value) as published_value,
    'printed_again' as reason,
    repeated_cells.page_no,
    repeated_cells.x0,
    repeated_cells.top,
    repeated_cells.x1,
    repeated_cells.bottom,
    repeated_cells.source_line,
    repeated_cells.raw_text
from repeated_cells
inner join table_statements
    on
        repeated_cells.disclosure_key = table_statements.disclosure_key
        and repeated_cells.table_no = table_statements.table_no
where repeated_cells.is_numeric or coalesce(repeated_cells.number_value, repeated_cells.glued_value) is not null
