{#
    The project a form speaks of: name and code as printed beside 项目名称 and 项目编码. A form that follows at
    once under the same title speaks of the same project.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

),

form_labels as (

    select * from {{ ref('int_form_label_matches') }}

),

-- Where the form itself names no project, the numbered heading above it does.
headings as (

    select
        surroundings.disclosure_key,
        surroundings.table_no,
        arg_min({{ label_words('surroundings.compact_text') }}, surroundings.distance) as heading
    from surroundings
    where
        surroundings.distance > 0
        and surroundings.line_count = 1
        and {{ numbering_depth('surroundings.compact_text') }} between 1 and 4
        and not regexp_matches(surroundings.squashed_text, '[。;:]|表$|表[(]')
    group by surroundings.disclosure_key, surroundings.table_no

),

ordered as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.words,
        lead(cells.compact_text) over (
            partition by cells.disclosure_key, cells.table_no, cells.row_no order by cells.col_no
        ) as text_beside
    from cells
    inner join table_statements
        on
            cells.disclosure_key = table_statements.disclosure_key
            and cells.table_no = table_statements.table_no
            and table_statements.layout = 'form'

),

named as (

    select
        ordered.disclosure_key,
        ordered.table_no,
        arg_min(ordered.text_beside, ordered.row_no) filter (where form_labels.role = 'project_name') as project_name,
        arg_min(ordered.text_beside, ordered.row_no) filter (where form_labels.role = 'project_code') as project_code,
        arg_min(ordered.text_beside, ordered.row_no) filter (where form_labels.role = 'unit_name') as unit_name
    from ordered
    left join form_labels
        on ordered.words = form_labels.words
    group by ordered.disclosure_key, ordered.table_no

)

select
    table_statements.table_key,
    table_statements.disclosure_key,
    table_statements.table_no,
    coalesce(
        last_value(named.project_name ignore nulls) over same_title,
        case when table_statements.statement_code = 'project_performance' then headings.heading end
    ) as project_name,
    last_value(named.project_code ignore nulls) over same_title as project_code,
    last_value(named.unit_name ignore nulls) over same_title as unit_name
from table_statements
inner join named
    on table_statements.disclosure_key = named.disclosure_key and table_statements.table_no = named.table_no
left join headings
    on table_statements.disclosure_key = headings.disclosure_key and table_statements.table_no = headings.table_no
window same_title as (
    partition by table_statements.disclosure_key, table_statements.title, table_statements.after_line_no
    order by table_statements.table_no
)
