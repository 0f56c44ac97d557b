{#
    The figures of the tables as prose speaks of them: whose money (scope), revenue or expenditure, from which fund,
    for what, and which row: a total, a carry-over, a fund, a function, an economic category, a 三公 item.
#}
{# The form in which names are compared: without brackets, 等 and the 支出, 费 or 费用 at the end. #}
{% set name_ending = '(?:等|等?(?:预算)?支出|费用?|经费)?(?:预算|预算数)?$' %}
{% set compared_name = "regexp_replace(regexp_replace(%s, '[()、]', '', 'g'), '" ~ name_ending ~ "', '')" %}
with

amounts as (

    select * from {{ ref('int_figures') }}
    where measure in ('amount', 'change_amount', 'change_pct')

),

three_public as (

    select * from {{ ref('int_three_public_figures') }}

),

named as (

    select
        amounts.*,
        {{ squash("list_extract(string_split(amounts.column_label, ' / '), -1)") }} as last_header,
        {{ squash("list_extract(string_split(amounts.column_label, ' / '), -2)") }} as header_above,
        regexp_replace(coalesce(amounts.squashed_label, ''), '[(](境|护)[)]', '\1', 'g') as label,
        three_public.item_code as three_public_item,
        three_public.has_item_rows
    from amounts
    left join three_public
        on amounts.amount_key = three_public.amount_key

),

scoped as (

    select
        *,
        case
            when statement_code in ('three_public', 'operating_cost', 'state_assets', 'procurement') then statement_code
            when statement_code in ('govfund_revenue', 'govfund_expenditure') then 'gov_fund'
            when statement_code = 'soe_capital' then 'soe_capital'
            when flow = 'revenue' and statement_code = 'fiscal_balance' then 'fiscal'
            when flow = 'revenue' and statement_code in ('balance_total', 'revenue_total') then 'all'
            when flow = 'expenditure' and fund_source not in ('', 'total') then fund_source
            when flow = 'expenditure' and statement_code like 'general%' and fund_source = '' then 'fiscal'
            when flow = 'expenditure' and statement_code = 'fiscal_balance' then 'fiscal'
            when
                flow = 'expenditure'
                and fund_source = ''
                and statement_code in ('balance_total', 'expenditure_total')
                then 'fiscal'
            when
                flow = 'expenditure'
                and fund_source = 'total'
                and statement_code in (
                    'balance_total', 'expenditure_total', 'basic_economic_total', 'economic_summary',
                    'project_expenditure'
                )
                then 'all'
        end as scope,
        case when last_header in ('小计', '合计', '金额', '预算数') then header_above else last_header end as column_text,
        department_economic_code is not null or government_economic_code is not null as has_economic_code,
        row_role = 'total' or is_total_line as is_total_row
    from named

)

select
    amount_key,
    disclosure_key,
    statement_code,
    table_no,
    page_no,
    scope,
    flow,
    case when fund_source = '' then 'fiscal' else fund_source end as fund_source,
    nature,
    case
        when scope = 'three_public' and three_public_item is not null and (has_item_rows or is_total_row) then 'item'
        when scope = 'operating_cost' and is_total_row then 'operating_cost'
        when scope = 'state_assets' and measure = 'amount' then 'asset'
        when scope = 'procurement' and is_total_row and fund_source = 'total' and nature = 'procurement'
            then 'procurement'
        when scope in ('three_public', 'state_assets', 'procurement') then 'unread'
        when layout = 'balance' and regexp_full_match(label, '本年(收入|支出)(合计|小计)?') then 'current_total'
        when flow = 'revenue' and fund_source = 'carryover' and (layout = 'balance' or is_total_row) then 'carryover'
        when flow = 'revenue' and layout = 'balance' and not is_total_row then 'fund'
        when flow = 'revenue' and is_total_row and fund_source <> 'total' then 'fund'
        when flow = 'expenditure' and nature = 'yearend_carryover' then 'carryover_out'
        when is_total_row and regexp_matches(label, '总计') then 'grand_total'
        when is_total_row and regexp_matches(label, '本年|合计') and layout = 'balance' then 'current_total'
        when is_total_row and regexp_matches(column_text, '^本年(收入|支出)') then 'current_total'
        when is_total_row and function_code is null and not has_economic_code then 'total'
        when function_code is not null then 'function'
        when has_economic_code then 'economic'
        when flow = 'expenditure' and layout = 'balance' and nature in ('total', '') then 'function'
        when flow = 'expenditure' and layout = 'balance' then 'total'
        else 'unread'
    end as row_kind,
    case
        when flow = 'revenue' and layout <> 'balance' then column_text
        else label
    end as row_text,
    {{ compared_name | format('label') }} as row_name,
    case
        when scope = 'three_public' then three_public_item
        when function_code is not null then function_code
        else coalesce(department_economic_code, government_economic_code)
    end as item,
    basis,
    fiscal_year,
    measure,
    published_value,
    published_unit,
    amount_yuan,
    printed_decimals
from scoped
where scope is not null
