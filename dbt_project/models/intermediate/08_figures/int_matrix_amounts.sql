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

row_labels as (

    select * from {{ ref('int_line_label_matches') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

three_public_items as (

    select * from {{ ref('int_three_public_matches') }}

),

funded_tables as (

    select
        disclosure_key,
        table_no,
        bool_or(coalesce(fund_source, 'fiscal') <> 'fiscal') as has_fund_columns,
        -- 工资福利支出, 商品和服务支出 … beside 基本支出 or 项目支出 divide basic expenditure; alone they divide all of it.
        bool_or(names_basic or starts_with(nature, 'project')) as tells_basic_from_project
    from table_columns
    where is_amount
    group by disclosure_key, table_no

),

-- A statement of the three public expenses may print items beside them that belong to another statement.
three_public_texts as (

    select
        lines.disclosure_key,
        lines.table_no,
        lines.row_no,
        null as col_no,
        lines.squashed_label as label
    from lines
    where lines.squashed_label <> ''

    union all

    select
        disclosure_key,
        table_no,
        null as row_no,
        col_no,
        {{ squash(label_words('unnest(header_path)')) }} as label
    from table_columns

),

foreign_items as (

    select
        texts.disclosure_key,
        texts.table_no,
        texts.row_no,
        texts.col_no,
        min(items.foreign_statement_code) as statement_code,
        min(items.foreign_nature) as nature
    from three_public_texts as texts
    inner join table_statements
        on
            texts.disclosure_key = table_statements.disclosure_key
            and texts.table_no = table_statements.table_no
            and table_statements.statement_code = 'three_public'
    inner join three_public_items as items
        on texts.label = items.squashed_label and items.foreign_statement_code is not null
    group by texts.disclosure_key, texts.table_no, texts.row_no, texts.col_no

),

-- 公务用车保有量（辆）, 国内公务接待人次: counts that stand among the money.
counted_rows as (

    select distinct
        texts.disclosure_key,
        texts.table_no,
        texts.row_no,
        items.measure
    from three_public_texts as texts
    inner join table_statements
        on
            texts.disclosure_key = table_statements.disclosure_key
            and texts.table_no = table_statements.table_no
            and table_statements.statement_code = 'three_public'
    inner join three_public_items as items
        on texts.label = items.squashed_label and items.measure is not null
    where texts.row_no is not null

),

joined as (

    select
        number_cells.*,
        counted_rows.measure as row_measure,
        coalesce(foreign_rows.statement_code, foreign_columns.statement_code, table_statements.statement_code)
            as statement_code,
        coalesce(foreign_rows.nature, foreign_columns.nature) as foreign_nature,
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
        table_columns.balance_step,
        table_columns.fund_source as column_fund_source,
        table_columns.nature as column_nature,
        table_columns.is_within_nature,
        table_columns.measure as column_measure,
        coalesce(table_columns.is_total, false) as is_total_column,
        table_columns.printed_year,
        table_columns.printed_basis,
        coalesce(table_columns.is_last_year, false) as is_last_year,
        table_columns.printed_unit as column_unit,
        coalesce(funded_tables.has_fund_columns, false) as has_fund_columns,
        regexp_matches(table_columns.nature, '^basic_(?:personnel|public)_')
        and not coalesce(funded_tables.tells_basic_from_project, false)
        and not starts_with(table_statements.statement_nature, 'basic') as names_category_only,
        lines.line_label,
        lines.squashed_label,
        lines.economic_label,
        lines.row_text,
        lines.measure_unit_text,
        lines.function_code,
        lines.department_economic_code,
        lines.government_economic_code,
        lines.unit_code,
        lines.project_code,
        lines.procurement_code,
        case when foreign_rows.row_no is not null then 'total' else lines.row_role end as row_role,
        coalesce(lines.is_total, false) as is_total_line,
        lines.label_fund_source,
        lines.label_nature,
        row_labels.nature as row_nature,
        lines.is_below_carryover or coalesce(lines.label_fund_source = 'carryover', false) as is_carryover,
        lines.fund_source_above,
        lines.budget_above,
        lines.nature_above
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
    left join row_labels
        on {{ squash('lines.row_text') }} = row_labels.squashed_label
    left join funded_tables
        on
            number_cells.disclosure_key = funded_tables.disclosure_key
            and number_cells.table_no = funded_tables.table_no
    left join counted_rows
        on
            number_cells.disclosure_key = counted_rows.disclosure_key
            and number_cells.table_no = counted_rows.table_no
            and number_cells.row_no = counted_rows.row_no
    left join foreign_items as foreign_rows
        on
            number_cells.disclosure_key = foreign_rows.disclosure_key
            and number_cells.table_no = foreign_rows.table_no
            and number_cells.row_no = foreign_rows.row_no
    left join foreign_items as foreign_columns
        on
            number_cells.disclosure_key = foreign_columns.disclosure_key
            and number_cells.table_no = foreign_columns.table_no
            and number_cells.meaning_col_no = foreign_columns.col_no
    where
        number_cells.column_role in ('amount', 'unknown')
        and number_cells.row_class = 'data'
        and table_statements.layout in ('matrix', 'balance', 'summary_form')

),

flowing as (

    select
        *,
        case
            when balance_step is not null
                then case when balance_step in ('opening', 'revenue') then 'revenue' else 'expenditure' end
            when layout = 'balance'
                then case
                    when column_flow is not null then column_flow
                    when starts_with(squashed_label, '收入') or squashed_label like '本年收入%' then 'revenue'
                    when starts_with(squashed_label, '支出') or squashed_label like '本年支出%' then 'expenditure'
                    when block_no = 1 then 'revenue'
                    else 'expenditure'
                end
            when statement_code in ('revenue_total', 'govfund_revenue') then 'revenue'
            when
                statement_code in (
                    'procurement', 'state_assets', 'project_performance', 'department_performance',
                    'performance_summary'
                )
                then ''
            when statement_code in ('govfund_expenditure', 'soe_capital', 'other') and column_flow is not null
                then column_flow
            -- A table without a statement of its own has a flow where its title or its header says so.
            when
                statement_code = 'other'
                and column_nature is null
                and foreign_nature is null
                and (
                    regexp_matches(title, '收支|收入')
                    or statement_nature = '' and not regexp_matches(title, '支出')
                )
                then ''
            else 'expenditure'
        end as flow,
        -- 增减情况 over 12%: the sign at the number says more than the word over it.
        case
            when is_percent and column_measure = 'change_amount' then 'change_pct'
            when is_percent and coalesce(column_measure, 'amount') = 'amount' then 'share_pct'
            else coalesce(column_measure, row_measure, 'amount')
        end as measure
    from joined

),

sourced as (

    select
        *,
        case
            when flow = 'revenue' and layout = 'balance'
                then case
                    when is_total_line then coalesce(nullif(label_fund_source, ''), 'total')
                    when is_carryover then 'carryover'
                    -- Under 财政拨款收入 the line may say which of its budgets.
                    when column_fund_source <> 'fiscal' or (column_fund_source = 'fiscal' and label_fund_source is null)
                        then column_fund_source
                    when budget_above is not null then budget_above
                    when label_fund_source = 'fiscal' then coalesce(fund_source_above, 'fiscal')
                    else coalesce(label_fund_source, fund_source_above)
                end
            when statement_code in ('state_assets') then ''
            -- All expenditure of the fiscal balance is of fiscal appropriation: as a whole it is the total.
            when
                statement_code = 'fiscal_balance'
                and flow = 'expenditure'
                and coalesce(column_fund_source, label_fund_source) = 'fiscal'
                then 'total'
            when column_fund_source is not null then column_fund_source
            when statement_code in ('three_public', 'operating_cost') or foreign_nature is not null
                then case
                    when regexp_matches(title, '一般公共') then 'general_public'
                    when has_fund_columns then 'total'
                    when
                        regexp_matches(title, '财政拨款')
                        or statement_code = 'three_public'
                        or foreign_nature is not null
                        then ''
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
            when statement_code = 'other' and flow = '' then ''
            when foreign_nature is not null then foreign_nature
            when column_nature is not null and names_category_only and starts_with(statement_nature, 'project')
                then statement_nature
            when column_nature is not null then column_nature
            when statement_code = 'project_expenditure'
                then case
                    when regexp_matches(row_text, '特定目标') then 'project_specific'
                    when regexp_matches(row_text, '运转类') then 'project_operating'
                    else 'project'
                end
            when layout = 'balance' and label_nature is not null then label_nature
            when layout = 'balance' then coalesce(nature_above, 'total')
            -- 项目类别 beside the line says what the statement as a whole leaves open.
            when statement_nature = 'total' and row_nature is not null then row_nature
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
    cell_key,
    table_key,
    row_key,
    line_key,
    block_key,
    column_key,
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
    department_economic_code,
    government_economic_code,
    unit_code,
    project_code,
    procurement_code,
    row_role,
    is_total_line,
    is_total_column,
    is_within_nature,
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
            then coalesce(
                measure_unit_text,
                -- 车辆（辆）: the classes of assets bring their unit; in the name of a purchase brackets say something else.
                case
                    when statement_code = 'state_assets' or row_measure is not null
                        then nullif(regexp_extract(line_label, '[(（]([^()（）]+)[)）]$', 1), '')
                end,
                ''
            )
        else coalesce(own_unit, column_unit, table_unit, '')
    end as published_unit,
    case
        -- Thirteen digits before the point are no amount of a department: a code, or two numbers in one cell.
        when published_value is null or abs(published_value) >= 1e13 then 'unreadable_number'
        when contradicts_arithmetic then 'header_contradicts_arithmetic'
        when meaning_role = 'unknown' or not is_known and deepest_text is not null then 'unknown_header'
        when names_category_only and starts_with(nature, 'basic') then 'unknown_header'
        when document_year is null then 'unknown_fiscal_year'
        when report_kind is null then 'unknown_report_kind'
        when
            measure in ('amount', 'change_amount', 'unit_price')
            -- A count that grew by 2 grew by no money.
            and (coalesce(own_unit, column_unit, table_unit) is null or row_measure is not null)
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
