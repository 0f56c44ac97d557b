{#
    The basis of the total that the label of a figure is below. Where 执行数 has its figure and 其中:财政拨款 and
    其他资金 are listed below it, the sources are of the same basis.
#}
with

labels as (

    select * from {{ ref('int_form_labels') }}
    where is_beside

),

cells as (

    select * from {{ ref('int_form_cells') }}

),

figure_rows as (

    select distinct row_key
    from cells
    where is_figure

),

totals as (

    select cells.*
    from cells
    inner join figure_rows
        on cells.row_key = figure_rows.row_key
    where cells.is_text and cells.row_role = 'total' and length(cells.compact_text) <= 60

)

select
    labels.cell_key,
    nullif(arg_max(coalesce(totals.basis, ''), totals.row_no), '') as total_basis
from labels
inner join cells as figures
    on labels.cell_key = figures.cell_key
inner join cells as label_cells
    on labels.label_cell_key = label_cells.cell_key
inner join totals
    on
        label_cells.table_key = totals.table_key
        and label_cells.col_no = totals.col_no
        and figures.row_no > totals.last_row_no
group by labels.cell_key
