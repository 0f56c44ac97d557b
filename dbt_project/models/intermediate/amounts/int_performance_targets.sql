{# Performance indicators with their targets read: operator, value and unit where the target is a quantity. #}
{%- set operator = '(≥|>=|≧|≤|<=|≦|>|<|=|不少于|不低于|不超过|不高于|大于等于|小于等于|大于|小于|超过|达到|约)' %}
{%- set number = '([0-9][0-9,]*(?:\.[0-9]+)?)' %}

with

indicators as (

    select * from {{ ref('int_indicators') }}

),

table_statements as (

    select * from {{ ref('int_statements') }}

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

-- In a list of projects without codes the merged cell of the name says which rows are the project's.
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

squashed as (

    select
        indicators.*,
        {{ squash('indicators.target_text') }} as squashed_target,
        case
            when indicators.operator_text in ('≥', '>=', '≧') then '>='
            when indicators.operator_text in ('≤', '<=', '≦') then '<='
            when indicators.operator_text in ('=', '>', '<') then indicators.operator_text
        end as printed_operator
    from indicators

),

parsed as (

    select
        *,
        regexp_extract(
            squashed_target,
            '^{{ operator }}?{{ number }}([^0-9]{0,16}?)(以上|以下|以内|左右)?$',
            ['operator', 'number', 'unit', 'suffix']
        ) as parts
    from squashed

),

compared as (

    select
        *,
        case
            when parts.operator in ('≥', '>=', '≧', '不少于', '不低于', '大于等于') or parts.suffix = '以上' then '>='
            when parts.operator in ('≤', '<=', '≦', '不超过', '不高于', '小于等于') or parts.suffix in ('以下', '以内')
                then '<='
            when parts.operator in ('>', '大于', '超过') then '>'
            when parts.operator in ('<', '小于') then '<'
            when parts.operator = '=' then '='
        end as own_operator
    from parsed

),

-- A date is no quantity; nor is a number whose column of operators says something else, or the contrary.
judged as (

    select
        *,
        parts.number <> ''
        and not regexp_matches(parts.unit, '^(?:年|月|日|[-/.])')
        and (operator_text is null or coalesce(printed_operator, own_operator) is not null)
        and coalesce(printed_operator = own_operator, true) as is_quantity
    from compared

)

select
    judged.disclosure_key,
    judged.table_no,
    judged.row_no,
    judged.set_no,
    judged.target_col_no,
    table_statements.statement_code,
    coalesce(form_projects.project_name, line_projects.project_name, merged_lines.line_label) as project_name,
    coalesce(form_projects.project_code, line_projects.project_code) as project_code,
    judged.target_period,
    judged.level_1,
    judged.level_2,
    judged.indicator_name,
    judged.target_text,
    case when judged.is_quantity then coalesce(judged.printed_operator, judged.own_operator, '=') end as operator,
    case when judged.is_quantity then try_cast(replace(judged.parts.number, ',', '') as decimal(24, 6)) end
        as target_value,
    case when judged.is_quantity then coalesce(nullif(judged.parts.unit, ''), judged.unit_text, '') end as target_unit,
    judged.weight,
    judged.weight_col_no,
    cells.page_no,
    cells.x0,
    cells.top,
    cells.x1,
    cells.bottom,
    cells.source_line,
    cells.raw_text,
    cells.number_value
from judged
inner join table_statements
    on judged.disclosure_key = table_statements.disclosure_key and judged.table_no = table_statements.table_no
left join form_projects
    on judged.disclosure_key = form_projects.disclosure_key and judged.table_no = form_projects.table_no
left join line_projects
    on
        judged.disclosure_key = line_projects.disclosure_key
        and judged.table_no = line_projects.table_no
        and judged.row_no = line_projects.row_no
left join merged_lines
    on
        judged.disclosure_key = merged_lines.disclosure_key
        and judged.table_no = merged_lines.table_no
        and judged.row_no between merged_lines.row_no and merged_lines.last_row_no
left join cells
    on
        judged.disclosure_key = cells.disclosure_key
        and judged.table_no = cells.table_no
        and judged.row_no = cells.row_no
        and judged.target_col_no = cells.col_no
