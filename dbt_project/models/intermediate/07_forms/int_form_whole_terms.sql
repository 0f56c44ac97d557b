{#
    The figures of forms that are money of the whole term of a project (实施期资金总额, 中期资金总额, 项目总投资), and so of no
    single year. The label, the words over the column, or the total that the label stands below say so. 项目总预算 does
    only in a form that also prints the money of the year.
#}
-- depends_on: {{ ref('keywords') }}
with

labels as (

    select * from {{ ref('int_form_labels') }}

),

cells as (

    select * from {{ ref('int_form_cells') }}

),

heads as (

    select * from {{ ref('int_form_heads') }}

),

totals as (

    select * from {{ ref('int_form_totals') }}

),

grids as (

    select * from {{ ref('int_form_grids') }}

),

yearly_forms as (

    select table_key
    from cells
    where length(words) <= 40
    group by table_key
    having bool_or({{ has_word('words', 'money_of_year') }})

),

texts as (

    select
        labels.cell_key,
        figures.table_key,
        unnest([
            labels.printed_label,
            labels.column_label,
            heads.head_text,
            grids.line_text,
            list_extract(string_split(grids.column_label, ' / '), -1),
            case when label_cells.row_role = 'detail' then totals.total_text end
        ]) as printed_text
    from labels
    inner join cells as figures
        on labels.cell_key = figures.cell_key
    left join cells as label_cells
        on labels.label_cell_key = label_cells.cell_key
    left join heads
        on labels.cell_key = heads.cell_key
    left join totals
        on labels.cell_key = totals.cell_key
    left join grids
        on labels.cell_key = grids.cell_key

)

select distinct texts.cell_key
from texts
left join yearly_forms
    on texts.table_key = yearly_forms.table_key
where
    length(texts.printed_text) <= 60
    and (
        {{ has_word(label_words(squash('texts.printed_text')), 'money_of_whole_project') }}
        or (
            yearly_forms.table_key is not null
            and {{ has_word(label_words(squash('texts.printed_text')), 'money_beside_year') }}
        )
    )
