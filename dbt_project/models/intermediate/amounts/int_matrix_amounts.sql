{#
    Amounts of statements laid out as rows and columns, with their coordinates: the line says who, the column
    says what, the statement says the rest.
#}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

table_columns as (

    select * from {{ ref('int_columns') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

table_statements as (

    select * from {{ ref('int_statements') }}

),

identities as (

    select * from {{ ref('int_document_identities') }}

),

outlined_lines as (

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        last_value(case when outline_depth <= 10 then coalesce(label_fund_source, '') end ignore nulls) over above_rows
            as outline_fund_source,
        last_value(case when outline_depth <= 10 then coalesce(label_nature, '') end ignore nulls) over above_rows
            as outline_nature,
        last_value(case when numbering_depth between 1 and 8 then label_fund_source end ignore nulls) over above_rows
            as numbered_fund_source
    from lines
    window above_rows as (partition by disclosure_key, table_no, block_no order by row_no)

),

funded_tables as (

    select
        disclosure_key,
        table_no,
        bool_or(coalesce(fund_source, 'fiscal') <> 'fiscal') as has_fund_columns
    from table_columns
    where is_amount
    group by disclosure_key, table_no

),

joined as (

    select
        number_cells.*,
        table_statements.statement_code,
        table_statements.layout,
        table_statements.title,
        table_statements.statement_fund_source,
        table_statements.statement_nature,
        table_statements.unit as table_unit,
        identities.fiscal_year as document_year,
        identities.report_kind,
        table_columns.header_path,
        table_columns.role as meaning_role,
        table_columns.contradicts_arithmetic,
        table_columns.column_label,
        table_columns.deepest_text,
        table_columns.is_known,
        table_columns.flow as column_flow,
        table_columns.fund_source as column_fund_source,
        table_columns.nature as column_nature,
        table_columns.measure as column_measure,
        coalesce(table_columns.is_total, false) as is_total_column,
        table_columns.printed_year,
        table_columns.printed_basis,
        coalesce(table_columns.is_last_year, false) as is_last_year,
        table_columns.printed_unit as column_unit,
        coalesce(funded_tables.has_fund_columns, false) as has_fund_columns,
        lines.line_label,
        lines.squashed_label,
        lines.row_text,
        lines.measure_unit_text,
        lines.function_code,
        lines.department_economic_code,
        lines.government_economic_code,
        lines.unit_code,
        lines.project_code,
        lines.procurement_code,
        lines.row_role,
        coalesce(lines.is_total, false) as is_total_line,
        lines.label_fund_source,
        lines.label_nature,
        outlined_lines.outline_fund_source,
        outlined_lines.outline_nature,
        outlined_lines.numbered_fund_source
    from number_cells
    inner join table_statements
        on
            number_cells.disclosure_key = table_statements.disclosure_key
            and number_cells.table_no = table_statements.table_no
    inner join identities
        on number_cells.disclosure_key = identities.disclosure_key
    inner join table_columns
        on
            number_cells.disclosure_key = table_columns.disclosure_key
            and number_cells.table_no = table_columns.table_no
            and number_cells.meaning_col_no = table_columns.col_no
    inner join lines
        on
            number_cells.disclosure_key = lines.disclosure_key
            and number_cells.table_no = lines.table_no
            and number_cells.row_no = lines.row_no
            and number_cells.block_no = lines.block_no
    left join outlined_lines
        on
            lines.disclosure_key = outlined_lines.disclosure_key
            and lines.table_no = outlined_lines.table_no
            and lines.row_no = outlined_lines.row_no
            and lines.block_no = outlined_lines.block_no
    left join funded_tables
        on
            number_cells.disclosure_key = funded_tables.disclosure_key
            and number_cells.table_no = funded_tables.table_no
    where
        number_cells.column_role in ('amount', 'unknown')
        and number_cells.row_class = 'data'
        and table_statements.layout in ('matrix', 'balance', 'summary_form')

),

flowing as (

    select
        *,
        case
            when layout = 'balance'
                then case
                    when column_flow is not null then column_flow
                    when starts_with(squashed_label, '收入') or squashed_label like '本年收入%' then 'revenue'
                    when starts_with(squashed_label, '支出') or squashed_label like '本年支出%' then 'expenditure'
                    when block_no = 1 then 'revenue'
                    else 'expenditure'
                end
            when statement_code in ('revenue_total', 'govfund_revenue') then 'revenue'
            when statement_code in ('procurement', 'state_assets', 'performance_summary') then ''
            when statement_code in ('govfund_expenditure', 'soe_capital', 'other') and column_flow is not null
                then column_flow
            else 'expenditure'
        end as flow,
        coalesce(
            column_measure,
            case when is_percent then 'share_pct' end,
            'amount'
        ) as measure
    from joined

),

sourced as (

    select
        *,
        case
            when flow = 'revenue' and layout = 'balance'
                then case
                    when is_total_line then coalesce(nullif(label_fund_source, ''), 'total')
                    when outline_fund_source = 'carryover' then 'carryover'
                    when column_fund_source is not null then column_fund_source
                    when label_fund_source = 'fiscal' then numbered_fund_source
                    else label_fund_source
                end
            when statement_code in ('state_assets') then ''
            when column_fund_source is not null then column_fund_source
            when statement_code in ('three_public', 'operating_cost')
                then case
                    when regexp_matches(title, '一般公共') then 'general_public'
                    when has_fund_columns then 'total'
                    when regexp_matches(title, '财政拨款') or statement_code = 'three_public' then ''
                    else 'total'
                end
            when statement_code = 'govfund_revenue' then 'gov_fund'
            when layout = 'balance' and label_fund_source = 'fiscal' then 'fiscal'
            when layout = 'balance' then 'total'
            when statement_code = 'revenue_total' then 'total'
            when statement_fund_source = '' and has_fund_columns then 'total'
            else statement_fund_source
        end as resolved_fund_source,
        case
            when flow = 'revenue' or statement_code in ('three_public', 'state_assets') then ''
            when column_nature is not null then column_nature
            when statement_code = 'project_expenditure'
                then case
                    when regexp_matches(row_text, '特定目标') then 'project_specific'
                    when regexp_matches(row_text, '运转类') then 'project_operating'
                    else 'project'
                end
            when layout = 'balance' and label_nature is not null then label_nature
            when layout = 'balance' and outline_nature <> '' then outline_nature
            when layout = 'balance' then 'total'
            else statement_nature
        end as nature
    from flowing

),

dated as (

    select
        *,
        case
            when measure in ('change_amount', 'change_pct') then document_year
            when statement_code = 'state_assets' and printed_year is null then document_year - 1
            when printed_year is not null and not (is_last_year and printed_year = document_year) then printed_year
            when is_last_year then document_year - 1
            else document_year
        end as fiscal_year
    from sourced

)

select
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
    function_code,
    department_economic_code,
    government_economic_code,
    unit_code,
    project_code,
    procurement_code,
    row_role,
    is_total_line,
    is_total_column,
    column_label,
    header_path,
    deepest_text,
    case when resolved_fund_source = 'fiscal' then '' else coalesce(resolved_fund_source, '') end as fund_source,
    coalesce(nature, '') as nature,
    case
        when statement_code = 'state_assets' then 'prior_yearend'
        when report_kind = 'final_accounts'
            then case
                when printed_basis = 'adjusted_budget' then 'adjusted_budget'
                when printed_basis = 'budget' then 'budget'
                when fiscal_year < document_year and printed_basis in ('final', 'execution') then 'prior_execution'
                else 'final'
            end
        when fiscal_year < document_year
            then case when printed_basis in ('execution', 'final') then 'prior_execution' else 'prior_budget' end
        when printed_basis = 'adjusted_budget' then 'adjusted_budget'
        else 'budget'
    end as basis,
    fiscal_year,
    measure,
    published_value,
    case
        when measure in ('change_pct', 'share_pct') then '%'
        when measure = 'quantity'
            then coalesce(measure_unit_text, nullif(regexp_extract(line_label, '[(（]([^()（）]+)[)）]$', 1), ''), '')
        else coalesce(money_unit, column_unit, table_unit, '')
    end as published_unit,
    case
        -- Thirteen digits before the point are no amount of a department: a code, or two numbers in one cell.
        when published_value is null or abs(published_value) >= 1e13 then 'unreadable_number'
        when contradicts_arithmetic then 'header_contradicts_arithmetic'
        when meaning_role = 'unknown' or not is_known and deepest_text is not null then 'unknown_header'
        when document_year is null then 'unknown_fiscal_year'
        when report_kind is null then 'unknown_report_kind'
        when
            measure in ('amount', 'change_amount', 'unit_price')
            and coalesce(money_unit, column_unit, table_unit) is null
            then 'unknown_unit'
    end as refusal,
    is_broken or is_glued as repaired,
    page_no,
    x0,
    top,
    x1,
    bottom,
    source_line,
    raw_text
from dated
