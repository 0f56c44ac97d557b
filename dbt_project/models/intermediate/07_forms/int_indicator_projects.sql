{#
    The project of each row of indicators: the form's own, in a list the line with a code above the row, and where
    no codes are printed the line whose merged cell reaches the row.
#}
with

indicators as (

    select * from {{ ref('int_indicators') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

form_projects as (

    select * from {{ ref('int_form_projects') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

line_projects as (

    select
        disclosure_key,
        table_no,
        row_no,
        last_value(project_code ignore nulls) over above_rows as project_code,
        last_value(case when project_code is not null then line_label end ignore nulls) over above_rows as project_name
    from lines
    window above_rows as (partition by disclosure_key, table_no order by row_no)

),

merged_lines as (

    select
        lines.disclosure_key,
        lines.table_no,
        lines.row_no,
        max(cells.row_no + cells.row_span - 1) as last_row_no,
        any_value(lines.line_label) as line_label
    from lines
    inner join table_statements
        on
            lines.disclosure_key = table_statements.disclosure_key
            and lines.table_no = table_statements.table_no
            and table_statements.layout = 'summary_form'
            and table_statements.statement_code <> 'department_performance'
    inner join cells
        on
            lines.disclosure_key = cells.disclosure_key
            and lines.table_no = cells.table_no
            and lines.row_no = cells.row_no
    inner join column_blocks
        on
            cells.disclosure_key = column_blocks.disclosure_key
            and cells.table_no = column_blocks.table_no
            and cells.col_no = column_blocks.col_no
            and column_blocks.role = 'label'
    where lines.line_label <> '' and lines.block_no = 1
    group by lines.disclosure_key, lines.table_no, lines.row_no

),

indicator_rows as (

    select distinct
        disclosure_key,
        table_no,
        row_no
    from indicators

)

select
    indicator_rows.disclosure_key,
    indicator_rows.table_no,
    indicator_rows.row_no,
    coalesce(form_projects.project_name, line_projects.project_name, merged_lines.line_label) as project_name,
    coalesce(form_projects.project_code, line_projects.project_code) as project_code
from indicator_rows
left join form_projects
    on
        indicator_rows.disclosure_key = form_projects.disclosure_key
        and indicator_rows.table_no = form_projects.table_no
left join line_projects
    on
        indicator_rows.disclosure_key = line_projects.disclosure_key
        and indicator_rows.table_no = line_projects.table_no
        and indicator_rows.row_no = line_projects.row_no
left join merged_lines
    on
        indicator_rows.disclosure_key = merged_lines.disclosure_key
        and indicator_rows.table_no = merged_lines.table_no
        and indicator_rows.row_no between merged_lines.row_no and merged_lines.last_row_no
-- Of records that overlap on paper the one that begins last.
qualify
    row_number() over (
        partition by indicator_rows.disclosure_key, indicator_rows.table_no, indicator_rows.row_no
        order by merged_lines.row_no desc, line_projects.project_code asc, line_projects.project_name asc
    ) = 1
