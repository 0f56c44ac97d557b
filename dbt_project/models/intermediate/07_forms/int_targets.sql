{# Performance indicators with their targets read: operator, value and unit where the target is a quantity. #}
{%- set operator = '(≥|>=|≧|≤|<=|≦|>|<|=|不少于|不低于|不超过|不高于|大于等于|小于等于|大于|小于|超过|达到|约)' %}
{%- set number = '([0-9][0-9,]*(?:\.[0-9]+)?)' %}

with

indicators as (

    select * from {{ ref('int_indicators') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

indicator_projects as (

    select * from {{ ref('int_indicator_projects') }}

),

remark_weights as (

    select * from {{ ref('int_remark_weights') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

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
    indicator_projects.project_name,
    indicator_projects.project_code,
    judged.target_period,
    judged.level_1,
    judged.level_2,
    judged.indicator_name,
    judged.target_text,
    case when judged.is_quantity then coalesce(judged.printed_operator, judged.own_operator, '=') end as operator,
    case when judged.is_quantity then try_cast(replace(judged.parts.number, ',', '') as decimal(24, 6)) end
        as target_value,
    case when judged.is_quantity then coalesce(nullif(judged.parts.unit, ''), judged.unit_text, '') end as target_unit,
    coalesce(judged.weight, remark_weights.weight) as weight,
    coalesce(judged.weight_col_no, remark_weights.col_no) as weight_col_no,
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
left join indicator_projects
    on
        judged.disclosure_key = indicator_projects.disclosure_key
        and judged.table_no = indicator_projects.table_no
        and judged.row_no = indicator_projects.row_no
left join remark_weights
    on
        judged.disclosure_key = remark_weights.disclosure_key
        and judged.table_no = remark_weights.table_no
        and judged.row_no = remark_weights.row_no
left join cells
    on
        judged.disclosure_key = cells.disclosure_key
        and judged.table_no = cells.table_no
        and judged.row_no = cells.row_no
        and judged.target_col_no = cells.col_no
