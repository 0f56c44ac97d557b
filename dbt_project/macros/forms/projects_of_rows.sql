{#
    The project of each row of a list of indicators: one row for each `row_key` of the relation, which carries
    `row_key`, `table_key` and `row_no`. In a form it is the project of the form, in a list the line with a code at or
    above the row. Where no codes are printed, or none for a project below, it is the line whose merged cell reaches
    the row.

    A macro, as both the targets and the cells of weights need it: a model between them and the lines would push every
    published amount one step further from the paper.
#}
{% macro projects_of_rows(relation) -%}
    {%- set is_below_coded_project -%}
        coalesce(merged_lines.last_row_no > merged_lines.row_no and merged_lines.row_no > coded_lines.row_no, false)
    {%- endset %}
    with

    list_rows as (

        select distinct
            row_key,
            table_key,
            row_no
        from {{ relation }}

    ),

    -- Rows that print nothing but an indicator are not lines.
    coded_lines as (

        select
            table_key,
            row_no,
            min(project_code) as project_code,
            arg_min(line_label, project_code) as project_name
        from {{ ref('int_lines') }}
        where project_code is not null
        group by table_key, row_no

    ),

    merged_lines as (

        select
            lines.row_key,
            any_value(lines.table_key) as table_key,
            any_value(lines.row_no) as row_no,
            max(cells.row_no + cells.row_span - 1) as last_row_no,
            any_value(lines.line_label) as line_label
        from {{ ref('int_lines') }} as lines
        inner join {{ ref('int_tables') }} as tables
            on
                lines.table_key = tables.table_key
                and tables.layout = 'summary_form'
                and not tables.is_department_form
        inner join {{ ref('int_cells') }} as cells
            on
                lines.row_key = cells.row_key
                and cells.column_role = 'label'
        where lines.line_label <> '' and lines.block_no = 1
        group by lines.row_key

    )

    select
        list_rows.row_key,
        coalesce(
            form_projects.project_name,
            case when not {{ is_below_coded_project }} then coded_lines.project_name end,
            merged_lines.line_label
        ) as project_name,
        coalesce(
            form_projects.project_code,
            case when not {{ is_below_coded_project }} then coded_lines.project_code end
        ) as project_code
    from list_rows
    left join {{ ref('int_form_projects') }} as form_projects
        on list_rows.table_key = form_projects.table_key
    asof left join coded_lines
        on list_rows.table_key = coded_lines.table_key and list_rows.row_no >= coded_lines.row_no
    left join merged_lines
        on
            list_rows.table_key = merged_lines.table_key
            and list_rows.row_no between merged_lines.row_no and merged_lines.last_row_no
    -- Of records that overlap on paper the one that begins last.
    qualify
        row_number() over (
            partition by list_rows.row_key
            order by merged_lines.row_no desc, coded_lines.project_code asc, coded_lines.project_name asc
        ) = 1
{%- endmacro %}
