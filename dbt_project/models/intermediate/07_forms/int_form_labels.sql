{#
    The words that say what each figure of a form is: the nearest text on its left, or, where its row has none, the
    texts above it. `group_text` names the group in which the figure is: the merged cell beside it, else the first
    text above or in its row.
#}
with

figures as (

    select * from {{ ref('int_form_cells') }}
    where is_figure

),

texts as (

    select * from {{ ref('int_form_cells') }}
    where is_text

),

texts_on_left as (

    select
        figures.cell_key,
        arg_max(texts.cell_key, texts.col_no) as label_cell_key,
        arg_max(texts.compact_text, texts.col_no) as label_text,
        arg_min(texts.compact_text, texts.col_no) as first_text,
        arg_min(texts.compact_text, texts.col_no) filter (where texts.last_row_no > texts.row_no) as side_heading
    from figures
    inner join texts
        on
            figures.table_key = texts.table_key
            and figures.row_no between texts.row_no and texts.last_row_no
            and figures.col_no > texts.col_no
    group by figures.cell_key

),

texts_above as (

    select
        figures.cell_key,
        arg_max(texts.compact_text, texts.row_no) filter (where texts.col_no = figures.col_no) as label_text,
        arg_max(texts.cell_key, texts.row_no) filter (where texts.col_no = 1) as first_cell_key,
        arg_max(texts.compact_text, texts.row_no) filter (where texts.col_no = 1) as first_text
    from figures
    inner join texts
        on
            figures.table_key = texts.table_key
            and figures.row_no > texts.row_no
            and (figures.col_no = texts.col_no or texts.col_no = 1)
    group by figures.cell_key

)

select
    figures.cell_key,
    texts_on_left.label_cell_key is not null as is_beside,
    coalesce(texts_on_left.label_cell_key, texts_above.first_cell_key) as label_cell_key,
    coalesce(texts_on_left.label_text, texts_above.first_text) as printed_label,
    case when texts_on_left.label_cell_key is null then texts_above.label_text end as column_label,
    coalesce(
        nullif(texts_on_left.side_heading, texts_on_left.label_text), texts_above.first_text, texts_on_left.first_text
    ) as group_text
from figures
left join texts_on_left
    on figures.cell_key = texts_on_left.cell_key
left join texts_above
    on figures.cell_key = texts_above.cell_key
