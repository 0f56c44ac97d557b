{#
    Every cell of a form, with what the vocabulary knows of its words. A figure is a cell with a number, or with what
    stands for one (`#REF!`), outside the lists of indicators; a text is a cell that is not a number. A total in one cell
    with its label is both.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

form_labels as (

    select * from {{ ref('int_form_label_matches') }}

),

indicator_cells as (

    select * from {{ ref('int_indicator_cells') }}

)

select
    cells.cell_key,
    cells.row_key,
    cells.table_key,
    cells.row_no,
    cells.row_no + cells.row_span - 1 as last_row_no,
    cells.col_no,
    cells.col_no + cells.col_span - 1 as last_col_no,
    cells.compact_text,
    cells.squashed_text,
    cells.words,
    coalesce(cells.number_value, cells.money_value) is null
    and not {{ stands_for_number('cells.squashed_text') }} as is_text,
    indicator_cells.part is null
    and (cells.is_numeric or coalesce(cells.number_value, cells.glued_value, cells.money_value) is not null)
        as is_figure,
    form_labels.role,
    form_labels.row_role,
    form_labels.fund_source,
    form_labels.nature,
    form_labels.basis
from cells
inner join tables
    on cells.table_key = tables.table_key and tables.layout = 'form'
left join form_labels
    on cells.words = form_labels.words
left join indicator_cells
    on cells.cell_key = indicator_cells.cell_key
