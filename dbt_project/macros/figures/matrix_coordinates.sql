{#
    SQL: the coordinates of a figure in a table of rows and columns, one macro for each. They use the columns of
    int_matrix_amounts, which describe the figure, its line, its column, its table and its document.
#}

{#
    Flow: revenue, expenditure or neither. In an account it depends on the column; in a balance on the header, the
    label or the side; in every other table on the statement.
#}
{% macro matrix_flow() -%}
    case
        when balance_step is not null
            then case when balance_step in ('opening', 'revenue') then 'revenue' else 'expenditure' end
        when layout = 'balance'
            then case
                when column_flow is not null then column_flow
                when {{ has_word('squashed_label', 'heads_revenue') }} then 'revenue'
                when {{ has_word('squashed_label', 'heads_expenditure') }} then 'expenditure'
                when block_no = 1 then 'revenue'
                else 'expenditure'
            end
        when statement_flow = 'revenue' then 'revenue'
        when statement_flow = 'none' then ''
        when header_sets_flow and column_flow is not null then column_flow
        -- A table that is not a known statement has a flow only if its title or its header names one.
        when
            not is_statement
            and column_nature is null
            and foreign_nature is null
            and (
                {{ has_word('title', 'names_revenue') }}
                or statement_nature = '' and not {{ has_word('title', 'names_expenditure') }}
            )
            then ''
        else 'expenditure'
    end
{%- endmacro %}

{#
    Measure: of the row, if it stands for a change (增减变化金额), else of the column. A percent sign at the number
    overrides both: 12% below 增减情况 is a rate of change.
#}
{% macro matrix_measure() -%}
    case
        when is_percent and coalesce(period_measure, column_measure) = 'change_amount' then 'change_pct'
        when is_percent and coalesce(period_measure, column_measure, 'amount') = 'amount' then 'share_pct'
        else coalesce(period_measure, column_measure, row_measure, 'amount')
    end
{%- endmacro %}

{#
    Fund source: in the revenue half of a balance from the line, elsewhere from the column, else from the statement.
    `fiscal` means fiscal appropriation as a whole; int_matrix_amounts publishes it as empty text.
#}
{% macro matrix_fund_source() -%}
    case
        when flow = 'revenue' and layout = 'balance'
            then case
                when is_total_line then coalesce(nullif(label_fund_source, ''), 'total')
                when is_carryover then 'carryover'
                -- Below 财政拨款收入 the line may name one of its budgets.
                when column_fund_source <> 'fiscal' or (column_fund_source = 'fiscal' and label_fund_source is null)
                    then column_fund_source
                when budget_above is not null then budget_above
                when label_fund_source = 'fiscal' then coalesce(fund_source_above, 'fiscal')
                else coalesce(label_fund_source, fund_source_above)
            end
        when lists_assets then ''
        -- All expenditure of the fiscal balance is paid from fiscal appropriation: the whole of it is the total.
        when
            money_scope = 'fiscal'
            and flow = 'expenditure'
            and coalesce(column_fund_source, label_fund_source) = 'fiscal'
            then 'total'
        -- 本年拨款 in a statement of one budget is of that budget.
        when
            column_fund_source = 'fiscal'
            and not has_fund_columns
            and statement_fund_source in ('general_public', 'gov_fund', 'soe_capital')
            then statement_fund_source
        when column_fund_source is not null then column_fund_source
        when takes_fund_from_title or foreign_nature is not null
            then case
                when {{ has_word('title', 'names_general_public') }} then 'general_public'
                when has_fund_columns then 'total'
                when
                    {{ has_word('title', 'names_fiscal_appropriation') }}
                    or lists_three_public_items
                    or foreign_nature is not null
                    then ''
                else 'total'
            end
        when layout = 'balance' and label_fund_source = 'fiscal' then 'fiscal'
        when layout = 'balance' then 'total'
        when statement_fund_source = '' and has_fund_columns then 'total'
        else statement_fund_source
    end
{%- endmacro %}

{#
    Nature of expenditure: from the column, else in a balance from the line, else from the statement. Revenue has none,
    but a column of earmarked money (其中:专项资金列入部门预算的项目) is only a part of what its fund source names.
#}
{% macro matrix_nature() -%}
    case
        when flow = 'revenue' and column_nature = 'earmarked' then column_nature
        when flow = 'revenue' or lists_three_public_items or lists_assets then ''
        when not is_statement and flow = '' then ''
        when foreign_nature is not null then foreign_nature
        when column_nature is not null and names_category_only and starts_with(statement_nature, 'project')
            then statement_nature
        when column_nature is not null then column_nature
        when lists_projects
            then case
                when {{ has_word('row_text', 'project_specific') }} then 'project_specific'
                when {{ has_word('row_text', 'project_operating') }} then 'project_operating'
                else 'project'
            end
        when layout = 'balance' and label_nature is not null then label_nature
        when layout = 'balance' then coalesce(nature_above, 'total')
        -- 项目类别 in the line decides what the statement leaves open.
        when statement_nature = 'total' and row_nature is not null then row_nature
        else statement_nature
    end
{%- endmacro %}

{#
    Year, basis and last year as printed: a row that stands for a period says more than the header over it, and that
    more than the sheet.
#}
{% macro matrix_printed_year() -%}
    coalesce(period_year, case when not coalesce(period_is_last_year, false) then column_year end)
{%- endmacro %}

{% macro matrix_printed_basis() -%}
    coalesce(period_basis, column_basis, table_basis)
{%- endmacro %}

{% macro matrix_is_last_year() -%}
    (coalesce(period_is_last_year, false) or (period_year is null and coalesce(column_is_last_year, false)))
{%- endmacro %}

{# Fiscal year. A change belongs to the year of the table; assets without a year are those of the last year's end. #}
{% macro matrix_fiscal_year() -%}
    {%- set printed_year = matrix_printed_year() -%}
    {%- set is_last_year = matrix_is_last_year() -%}
    case
        when measure in ('change_amount', 'change_pct') then table_year
        when lists_assets and {{ printed_year }} is null then table_year - 1
        when
            {{ printed_year }} is not null and not ({{ is_last_year }} and {{ printed_year }} = table_year)
            then {{ printed_year }}
        when {{ is_last_year }} then table_year - 1
        else table_year
    end
{%- endmacro %}

{# Basis: budget, adjusted budget, final accounts, or one of these for the year before. #}
{% macro matrix_basis() -%}
    {%- set printed_basis = matrix_printed_basis() -%}
    case
        when lists_assets then 'prior_yearend'
        when report_kind = 'final_accounts'
            then case
                when {{ printed_basis }} = 'adjusted_budget' then 'adjusted_budget'
                when {{ printed_basis }} = 'budget' then 'budget'
                when fiscal_year < document_year and {{ printed_basis }} in ('final', 'execution') then 'prior_execution'
                else 'final'
            end
        when fiscal_year < document_year
            then case when {{ printed_basis }} in ('execution', 'final') then 'prior_execution' else 'prior_budget' end
        when {{ printed_basis }} = 'adjusted_budget' then 'adjusted_budget'
        else 'budget'
    end
{%- endmacro %}

{# The project whose figure it is: in a list of projects, or of their targets, what the line names. #}
{% macro matrix_project_name() -%}
    case
        when
            (lists_projects or layout = 'summary_form' and not is_department_form)
            and (project_code is not null or row_role = 'detail' or row_role = 'total' and not is_total_line)
            and not is_total_line
            and not is_unit_row
            then nullif(line_label, '')
    end
{%- endmacro %}

{# The economic code in one system: of the line, else the one that the header of the column prints. #}
{% macro matrix_economic_code(system) -%}
    coalesce(
        {{ system }}_economic_code,
        case when category_is_printed and category_system = '{{ system }}' then category_code end
    )
{%- endmacro %}

{# Printed unit: at the number, else in the header of the column, else of the table. #}
{% macro matrix_unit() -%}
    case
        when measure in ('change_pct', 'share_pct') then '%'
        when measure = 'quantity'
            then coalesce(
                measure_unit_text,
                -- 车辆（辆）: labels of assets contain their unit. In names of purchases brackets mean something else.
                case
                    when lists_assets or row_measure is not null
                        then nullif(regexp_extract(line_label, '[(（]([^()（）]+)[)）]$', 1), '')
                end,
                ''
            )
        else coalesce(own_unit, column_unit, table_unit, '')
    end
{%- endmacro %}

{# Why a figure is not published; null if it is. #}
{% macro matrix_refusal() -%}
    case
        -- Nobody prints a number in so many characters: this is a description that mentions numbers.
        when published_value is null and length(squashed_text) > 40 then 'template_text'
        -- No department has amounts of 14 digits: this is a code, or two numbers in one cell.
        when published_value is null or abs(published_value) >= 1e13 then 'unreadable_number'
        -- In other units the digits after the comma may be decimals.
        when has_lone_comma and coalesce(own_unit, column_unit, table_unit, '') <> '元' then 'unreadable_number'
        when is_nameless_list then 'unknown_header'
        when spans_amount_columns then 'several_columns'
        when contradicts_arithmetic then 'header_contradicts_arithmetic'
        -- 项目总投资 beside 本年预算 is money of several years.
        when
            len(list_filter(
                header_path,
                lambda printed: {{ has_word(label_words(squash('printed')), 'money_of_whole_project') }}
            )) > 0
            then 'no_basis'
        when meaning_role = 'unknown' or not is_known and deepest_text is not null then 'unknown_header'
        when names_category_only and starts_with(nature, 'basic') then 'unknown_header'
        when table_year is null then 'unknown_fiscal_year'
        when report_kind is null then 'unknown_report_kind'
        when
            measure in ('amount', 'change_amount', 'unit_price')
            -- A change of a count is not money.
            and (coalesce(own_unit, column_unit, table_unit) is null or row_measure is not null)
            then 'unknown_unit'
    end
{%- endmacro %}
