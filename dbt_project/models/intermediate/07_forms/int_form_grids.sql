{#
    Figures of small tables inside forms, read by the header above them and the first text of their row. The rows below
    a header belong to it as long as each holds a figure. A row without a text of its own is the total, and the
    heading beside the small table names it.
#}
with

cells as (

    select * from {{ ref('int_form_cells') }}

),

grid_columns as (

    select * from {{ ref('int_form_grid_columns') }}

),

figures as (

    select
        cells.cell_key,
        cells.row_key,
        cells.table_key,
        cells.row_no,
        cells.col_no,
        grid_columns.header_row_no,
        grid_columns.column_label,
        grid_columns.fund_source,
        grid_columns.nature,
        grid_columns.basis,
        dense_rank() over (
            partition by grid_columns.table_key, grid_columns.header_row_no
            order by cells.row_no
        ) as figure_row_ordinal
    from cells
    inner join grid_columns
        on
            cells.table_key = grid_columns.table_key
            and cells.row_no > grid_columns.header_row_no
            and cells.col_no between grid_columns.col_no and grid_columns.last_col_no
    where not cells.is_text

),

row_texts as (

    select
        figures.row_key,
        figures.header_row_no,
        arg_min(texts.cell_key, texts.col_no) filter (where texts.row_no > figures.header_row_no) as own_text_key,
        arg_max(texts.compact_text, texts.col_no) filter (where texts.row_no <= figures.header_row_no)
            as side_heading
    from figures
    inner join cells as texts
        on
            figures.table_key = texts.table_key
            and figures.row_no between texts.row_no and texts.last_row_no
            and figures.col_no > texts.col_no
            and texts.is_text
    group by figures.row_key, figures.header_row_no

),

money_labels as (

    select *
    from cells
    where role = 'amount' and length(words) <= 60

)

select
    figures.cell_key,
    figures.column_label,
    nullif({{ unit_in_brackets('figures.column_label') }}, '') as column_unit,
    coalesce(own_texts.compact_text, row_texts.side_heading) as line_text,
    case when row_texts.own_text_key is null then 'total' else coalesce(money_labels.row_role, 'detail') end
        as row_role,
    coalesce(figures.fund_source, money_labels.fund_source, 'total') as fund_source,
    coalesce(figures.nature, money_labels.nature) as nature,
    coalesce(figures.basis, money_labels.basis) as basis
from figures
left join row_texts
    on
        figures.row_key = row_texts.row_key
        and figures.header_row_no = row_texts.header_row_no
left join cells as own_texts
    on row_texts.own_text_key = own_texts.cell_key
left join money_labels
    on row_texts.own_text_key = money_labels.cell_key
where figures.row_no = figures.header_row_no + figures.figure_row_ordinal
qualify row_number() over (partition by figures.cell_key order by figures.header_row_no desc) = 1
