{#
    The coordinates of a figure in rows and columns, one rule each. They read the columns of int_matrix_amounts: the
    figure, its line, its column, its table, its document.
#}

{#
    Revenue or expenditure, or neither. An account says it column by column; the halves of a balance by their header,
    their label or their side; every other table by its statement.
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
        -- A table without a statement of its own has a flow where its title or its header says so.
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

{# What is measured. The sign at the number goes before the word over it: 增减情况 over 12% is a rate. #}
{% macro matrix_measure() -%}
    case
        when is_percent and column_measure = 'change_amount' then 'change_pct'
        when is_percent and coalesce(column_measure, 'amount') = 'amount' then 'share_pct'
        else coalesce(column_measure, row_measure, 'amount')
    end
{%- endmacro %}

{#
    The fund source: in the revenue half of a balance the line's, elsewhere the column's, else that of the statement.
    `fiscal` stands for fiscal appropriation as a whole until the end.
#}
{% macro matrix_fund_source() -%}
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
        when lists_assets then ''
        -- All expenditure of the fiscal balance is of fiscal appropriation: as a whole it is the total.
        when
            money_scope = 'fiscal'
            and flow = 'expenditure'
            and coalesce(column_fund_source, label_fund_source) = 'fiscal'
            then 'total'
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

{# The nature of expenditure: the column's, else the line's in a balance, else that of the statement. #}
{% macro matrix_nature() -%}
    case
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
        -- 项目类别 beside the line says what the statement as a whole leaves open.
        when statement_nature = 'total' and row_nature is not null then row_nature
        else statement_nature
    end
{%- endmacro %}

{# The year of the figure. A change belongs to the document's year; stocks without a year are those of the last year's end. #}
{% macro matrix_fiscal_year() -%}
    case
        when measure in ('change_amount', 'change_pct') then document_year
        when lists_assets and printed_year is null then document_year - 1
        when printed_year is not null and not (is_last_year and printed_year = document_year) then printed_year
        when is_last_year then document_year - 1
        else document_year
    end
{%- endmacro %}

{# Budget, final accounts, adjusted budget, or one of these for the year before. #}
{% macro matrix_basis() -%}
    case
        when lists_assets then 'prior_yearend'
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
    end
{%- endmacro %}

{# The printed unit: the number's own, else the column's, else the table's. #}
{% macro matrix_unit() -%}
    case
        when measure in ('change_pct', 'share_pct') then '%'
        when measure = 'quantity'
            then coalesce(
                measure_unit_text,
                -- 车辆（辆）: the classes of assets bring their unit; in the name of a purchase brackets say something else.
                case
                    when lists_assets or row_measure is not null
                        then nullif(regexp_extract(line_label, '[(（]([^()（）]+)[)）]$', 1), '')
                end,
                ''
            )
        else coalesce(own_unit, column_unit, table_unit, '')
    end
{%- endmacro %}

{# Why a figure is not published; null where it is. #}
{% macro matrix_refusal() -%}
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
    end
{%- endmacro %}
