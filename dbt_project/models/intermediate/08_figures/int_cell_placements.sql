{#
    One row for each cell with a number, so that none is lost: amount, target, weight of a target, or unplaced with the
    reason (also a list of indicators in one cell that could not be told apart). What a page prints again counts once.
#}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

repeated_cells as (

    select * from {{ ref('stg_repeated_cells') }}

),

unclear_lists as (

    select distinct compact_text
    from {{ ref('int_indicator_list_matches') }}
    where is_refused

),

cells as (

    select * from {{ ref('stg_cells') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

target_cells as (

    select * from {{ ref('int_target_cells') }}

),

matrix_amounts as (

    select
        cell_key,
        refusal
    from {{ ref('int_matrix_amounts') }}
    where refusal is not null

),

form_amounts as (

    select
        cell_key,
        refusal
    from {{ ref('int_form_amounts') }}
    where refusal is not null

),

refusals as (

    select * from matrix_amounts

    union all

    select * from form_amounts

),

figures as (

    select amount_key from {{ ref('int_figures') }}

),

placed as (

    select
        number_cells.*,
        tables.statement_code,
        tables.layout,
        refusals.refusal,
        coalesce(target_cells.placement, case when figures.amount_key is null then 'unplaced' else 'amount' end)
            as placement
    from number_cells
    inner join tables
        on number_cells.table_key = tables.table_key
    left join figures
        on number_cells.cell_key = figures.amount_key
    left join refusals
        on number_cells.cell_key = refusals.cell_key
    left join target_cells
        on number_cells.cell_key = target_cells.cell_key

)

select
    cell_key,
    disclosure_key,
    table_key,
    row_key,
    table_no,
    row_no,
    col_no,
    statement_code,
    published_value,
    placement,
    case
        when placement <> 'unplaced' then null
        -- The rows of a form are neither header nor body.
        when layout = 'form' and refusal = 'no_basis' then refusal
        when row_class = 'column_numbers' then 'column_number'
        when row_class in ('header', 'preface', 'repeated_header') then 'header_text'
        when row_class = 'note' then 'note_text'
        when row_class = 'page_total' then 'page_total'
        when refusal is not null then refusal
        when column_role = 'sequence' then 'sequence_number'
        when
            starts_with(column_role, 'code')
            or column_role in ('project_code', 'procurement_code', 'label', 'item_label', 'unit_label')
            then 'code'
        when column_role = 'text' then 'template_text'
        when layout = 'unknown' then 'unknown_statement'
        when published_value is null then 'unreadable_number'
        when starts_with(column_role, 'indicator') then 'indicator_text'
        when column_role in ('measure_unit', 'unknown_words') then 'template_text'
        when layout = 'form' then 'indicator_text'
        else 'unknown_header'
    end as reason,
    page_no,
    x0,
    top,
    x1,
    bottom,
    source_line,
    cell_reference,
    raw_text
from placed

union all

select
    repeated_cells.cell_key,
    repeated_cells.disclosure_key,
    repeated_cells.table_key,
    repeated_cells.row_key,
    repeated_cells.table_no,
    repeated_cells.row_no,
    repeated_cells.col_no,
    tables.statement_code,
    coalesce(repeated_cells.number_value, repeated_cells.glued_value) as published_value,
    'unplaced' as placement,
    'printed_again' as reason,
    repeated_cells.page_no,
    repeated_cells.x0,
    repeated_cells.top,
    repeated_cells.x1,
    repeated_cells.bottom,
    repeated_cells.source_line,
    repeated_cells.cell_reference,
    repeated_cells.raw_text
from repeated_cells
inner join tables
    on repeated_cells.table_key = tables.table_key
where repeated_cells.is_numeric or coalesce(repeated_cells.number_value, repeated_cells.glued_value) is not null

union all

select
    cells.cell_key,
    cells.disclosure_key,
    cells.table_key,
    cells.row_key,
    cells.table_no,
    cells.row_no,
    cells.col_no,
    tables.statement_code,
    null as published_value,
    'unplaced' as placement,
    'unclear_indicators' as reason,
    cells.page_no,
    cells.x0,
    cells.top,
    cells.x1,
    cells.bottom,
    cells.source_line,
    cells.cell_reference,
    cells.raw_text
from unclear_lists
inner join cells
    on unclear_lists.compact_text = cells.compact_text
inner join tables
    on cells.table_key = tables.table_key
