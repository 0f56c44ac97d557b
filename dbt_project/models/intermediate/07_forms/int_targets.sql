{#
    Performance targets: one row for each printed indicator and each of its targets, with project, levels and weight.
    Where the target is a quantity, it has a value, a unit, and an operator if one is printed. A column of operators
    decides where it prints a sign; where it prints something else and the target no word of comparison, or where both
    contradict each other, the target stays text. The unit is after the value, in a column of its own, or in
    brackets after the name; there it is kept beside a text (定性 | 明显改善 | %) too.
#}
-- depends_on: {{ ref('keywords') }}
{%- set unit = '[亿万千百]?' ~ any_keyword('unit_of_indicator') %}
with

indicators as (

    select
        table_key,
        row_key,
        row_no,
        set_no,
        null as indicator_no,
        target_cell_key,
        weight_cell_key,
        target_col_no,
        weight_col_no,
        target_period,
        level_1,
        level_2,
        indicator_name,
        target_text,
        operator_text,
        unit_text,
        weight
    from {{ ref('int_indicators') }}

    union all

    select
        table_key,
        row_key,
        row_no,
        set_no,
        indicator_no,
        cell_key as target_cell_key,
        null as weight_cell_key,
        col_no as target_col_no,
        null as weight_col_no,
        target_period,
        level_1,
        level_2,
        indicator_name,
        target_text,
        null as operator_text,
        null as unit_text,
        null as weight
    from {{ ref('int_listed_indicators') }}
    where not is_refused

),

tables as (

    select * from {{ ref('int_tables') }}

),

indicator_projects as (

    select * from {{ ref('int_indicator_projects') }}

),

periods as (

    select * from {{ ref('int_table_periods') }}

),

target_cells as (

    select * from {{ ref('int_target_cells') }}

),

quantities as (

    select * from {{ ref('int_target_matches') }}

),

operator_signs as (

    select * from {{ ref('target_operators') }}
    where is_sign

),

cells as (

    select * from {{ ref('stg_cells') }}

),

compared as (

    select
        -- Where a publisher confuses both columns, the sign of comparison is not a unit.
        indicators.* replace (case when unit_signs.wording is null then indicators.unit_text end as unit_text),
        quantities.target_value,
        quantities.target_unit as own_unit,
        coalesce(operator_signs.operator, quantities.operator) as comparison,
        quantities.squashed_text is not null
        and (indicators.operator_text is null or comparison is not null)
        and coalesce(operator_signs.operator = quantities.operator, true)
        and (not quantities.needs_comparison or comparison is not null) as is_quantity,
        nullif(
            regexp_extract(
                {{ squash('indicators.indicator_name') }}, '[(](?:单位:)?({{ unit }}(?:/{{ unit }})*)[)]$', 1
            ),
            ''
        ) as unit_in_name
    from indicators
    left join quantities
        on {{ squash('indicators.target_text') }} = quantities.squashed_text
    left join operator_signs
        on indicators.operator_text = operator_signs.wording
    left join operator_signs as unit_signs
        on indicators.unit_text = unit_signs.wording

)

select
    compared.row_key || '-c' || coalesce(cast(compared.target_col_no as varchar), 's' || compared.set_no)
    || coalesce('-i' || compared.indicator_no || '-s' || compared.set_no, '')
    || '-' || left(md5(coalesce(compared.indicator_name, '')), 4) as target_key,
    compared.target_cell_key,
    coalesce(compared.weight_cell_key, remark_weights.cell_key) as weight_cell_key,
    tables.disclosure_key,
    periods.fiscal_year,
    tables.table_no,
    compared.row_no,
    compared.indicator_no,
    compared.target_col_no,
    coalesce(compared.weight_col_no, remark_weights.col_no) as weight_col_no,
    tables.statement_code,
    indicator_projects.project_name,
    indicator_projects.project_code,
    compared.target_period,
    compared.level_1,
    compared.level_2,
    compared.indicator_name,
    compared.target_text,
    case when compared.is_quantity then compared.comparison end as operator,
    case when compared.is_quantity then compared.target_value end as target_value,
    coalesce(
        case when compared.is_quantity then nullif(compared.own_unit, '') end,
        compared.unit_text,
        compared.unit_in_name,
        case when compared.is_quantity then '' end
    ) as target_unit,
    coalesce(compared.weight, remark_weights.proven_weight) as weight,
    cells.page_no,
    cells.x0,
    cells.top,
    cells.x1,
    cells.bottom,
    cells.source_line,
    cells.cell_reference,
    cells.raw_text
from compared
inner join tables
    on compared.table_key = tables.table_key
left join periods
    on compared.table_key = periods.table_key
left join indicator_projects
    on compared.row_key = indicator_projects.row_key
left join target_cells as remark_weights
    on
        compared.row_key = remark_weights.row_key
        and remark_weights.proven_weight is not null
left join cells
    on compared.target_cell_key = cells.cell_key
