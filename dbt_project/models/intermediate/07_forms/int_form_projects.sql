{#
    The project that each form describes: name and code as printed beside 项目名称 and 项目编码. Where a form of one
    project prints no name, the numbered heading above it names the project, or its title (水务改革专项资金绩效目标表).
    A form that follows at once under the same title continues the description.
#}
-- depends_on: {{ ref('keywords') }}
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

texts_beside as (

    select
        cells.table_key,
        cells.row_no,
        cells.words,
        lead(cells.compact_text) over (partition by cells.row_key order by cells.col_no) as text_beside
    from cells
    inner join tables
        on cells.table_key = tables.table_key and tables.layout = 'form'

),

fields as (

    select
        texts_beside.table_key,
        arg_min(texts_beside.text_beside, texts_beside.row_no) filter (where form_labels.role = 'project_name')
            as project_name,
        arg_min(texts_beside.text_beside, texts_beside.row_no) filter (where form_labels.role = 'project_code')
            as project_code,
        arg_min(texts_beside.text_beside, texts_beside.row_no) filter (where form_labels.role = 'unit_name')
            as unit_name
    from texts_beside
    left join form_labels
        on texts_beside.words = form_labels.words
    group by texts_beside.table_key

),

titled as (

    select
        table_key,
        regexp_extract(
            {{ squash('title') }},
            '^{{ any_keyword("before_form_title") }}*(.*?){{ any_keyword("form_title_ending") }}', 1
        ) as title_text
    from tables

),

titles as (

    select
        table_key,
        title_text as title_name
    from titled
    where
        {{ has_word('title_text', 'ends_project_name') }}
        and not {{ has_word('title_text', 'names_any_project') }}

)

select
    tables.disclosure_key,
    tables.table_key,
    tables.table_no,
    coalesce(
        last_value(fields.project_name ignore nulls) over same_title,
        case when tables.is_project_form then coalesce(tables.heading, titles.title_name) end
    ) as project_name,
    last_value(fields.project_code ignore nulls) over same_title as project_code,
    last_value(fields.unit_name ignore nulls) over same_title as unit_name
from tables
inner join fields
    on tables.table_key = fields.table_key
left join titles
    on tables.table_key = titles.table_key
window same_title as (
    partition by tables.disclosure_key, tables.title, tables.after_line_no
    order by tables.table_no
)
