{# Amounts of tables of rows and columns: coordinates from line, column and statement, or why they are refused. #}
-- depends_on: {{ ref('keywords') }}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

label_matches as (

    select * from {{ ref('int_line_label_matches') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

periods as (

    select * from {{ ref('int_table_periods') }}

),

statements as (

    select * from {{ ref('statements') }}

),

three_public_items as (

    select * from {{ ref('int_three_public_matches') }}

),

funded_tables as (

    select
        table_key,
        bool_or(coalesce(fund_source, 'fiscal') <> 'fiscal') as has_fund_columns,
        bool_or(names_basic or starts_with(nature, 'project')) as tells_basic_from_project
    from columns_read
    where is_amount
    group by table_key

),

joined as (

    select
        number_cells.*,
        coalesce(row_items.measure, counted_items.measure) as row_measure,
        coalesce(row_items.foreign_statement_code, columns_read.foreign_statement_code, tables.statement_code)
            as statement_code,
        coalesce(row_items.foreign_nature, columns_read.foreign_nature) as foreign_nature,
        tables.layout,
        tables.title,
        tables.statement_fund_source,
        tables.statement_nature,
        tables.unit as table_unit,
        periods.* exclude (disclosure_key, table_key) rename (fiscal_year as table_year, printed_basis as table_basis),
        columns_read.* exclude (
            disclosure_key, table_key, column_key, block_key, table_no, col_no, block_no, is_total,
            foreign_statement_code, foreign_nature
        ) rename (
            role as meaning_role, flow as column_flow, fund_source as column_fund_source, nature as column_nature,
            measure as column_measure, printed_unit as column_unit, printed_year as column_year,
            printed_basis as column_basis, is_last_year as column_is_last_year
        ),
        coalesce(columns_read.is_total, false) as is_total_column,
        coalesce(funded_tables.has_fund_columns, false) as has_fund_columns,
        regexp_matches(columns_read.nature, '^basic_(?:personnel|public)_')
        and not coalesce(funded_tables.tells_basic_from_project, false)
        and not starts_with(tables.statement_nature, 'basic') as names_category_only,
        lines.* exclude (
            disclosure_key, table_key, row_key, block_key, line_key, table_no, row_no, block_no, layout,
            statement_code, row_role, is_total
        ),
        case when row_items.foreign_statement_code is not null then 'total' else lines.row_role end as row_role,
        coalesce(lines.is_total, false) as is_total_line,
        label_matches.nature as row_nature,
        lines.is_below_carryover or coalesce(lines.label_fund_source = 'carryover', false) as is_carryover
    from number_cells
    inner join tables
        on number_cells.table_key = tables.table_key and tables.layout in ('matrix', 'balance', 'summary_form')
    inner join periods on number_cells.table_key = periods.table_key
    inner join columns_read on number_cells.meaning_column_key = columns_read.column_key
    inner join lines on number_cells.line_key = lines.line_key
    left join label_matches on {{ squash('lines.row_text') }} = label_matches.squashed_label
    left join funded_tables on number_cells.table_key = funded_tables.table_key
    -- A table of the three public expenses may also print counts, and rows that belong to another statement.
    left join three_public_items as row_items
        on
            tables.lists_three_public_items
            and lines.squashed_label = row_items.squashed_label
            and row_items.squashed_label <> ''
    -- So may a table of what keeps an organisation running (机构运行信息表), which is not a statement of its own.
    left join three_public_items as counted_items
        on not tables.is_statement and lines.squashed_label = counted_items.squashed_label
    where number_cells.column_role in ('amount', 'unknown') and number_cells.row_class = 'data'

),

traced as (

    select
        joined.*,
        statements.flow as statement_flow,
        statements.* exclude (statement_code, flow, name_zh, name_en)
    from joined
    inner join statements
        on joined.statement_code = statements.statement_code

),

flowing as (

    select
        *,
        {{ matrix_flow() }} as flow,
        {{ matrix_measure() }} as measure
    from traced

),

sourced as (

    select
        *,
        {{ matrix_fund_source() }} as resolved_fund_source,
        {{ matrix_nature() }} as resolved_nature,
        {{ matrix_fiscal_year() }} as fiscal_year
    from flowing

)

select
    cell_key,
    table_key,
    line_key,
    block_key,
    meaning_column_key,
    disclosure_key,
    table_no,
    row_no,
    col_no,
    meaning_col_no,
    block_no,
    statement_code,
    layout,
    flow,
    line_label,
    squashed_label,
    economic_label,
    function_code,
    {{ matrix_economic_code('department') }} as department_economic_code,
    {{ matrix_economic_code('government') }} as government_economic_code,
    unit_code,
    project_code,
    procurement_code,
    row_role,
    is_total_line,
    is_total_column,
    is_within_nature,
    divides_by_category,
    column_label,
    case when resolved_fund_source = 'fiscal' then '' else coalesce(resolved_fund_source, '') end as fund_source,
    coalesce(resolved_nature, '') as nature,
    {{ matrix_basis() }} as basis,
    fiscal_year,
    measure,
    unit_name,
    {{ matrix_project_name() }} as project_name,
    coalesce(header_path, []) as header_path,
    second_label,
    published_value,
    {{ matrix_unit() }} as published_unit,
    {{ matrix_refusal() }} as refusal,
    is_broken or is_glued as repaired
from sourced
