{#
    One row for each amount of the tables that prose may name, with the coordinates that prose uses: whose budget
    (scope), revenue or expenditure, from which fund, for what, and which kind of row.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set plain_header = word_of(words, 'plain_header') %}
{% set current_total_header = word_of(words, 'current_total_header') %}
{% set grand_total = word_of(words, 'grand_total_word') %}
{% set current_total = word_of(words, 'current_total_row') %}
{% set current = word_of(words, 'current_total_word') %}
{% set nature_total = word_of(words, 'nature_total_row') %}
with

amounts as (

    select * from {{ ref('int_figures') }}
    where measure in ('amount', 'change_amount', 'change_pct') and divides_by_category is not true

),

statements as (

    select * from {{ ref('statements') }}

),

three_public as (

    select * from {{ ref('int_three_public_figures') }}

),

named as (

    select
        amounts.*,
        statements.claim_scope,
        statements.money_scope,
        statements.flow as statement_flow,
        statements.blank_fund_is_fiscal,
        {{ squash("list_extract(string_split(amounts.column_label, ' / '), -1)") }} as last_header,
        {{ squash("list_extract(string_split(amounts.column_label, ' / '), -2)") }} as header_above,
        {{ without_inner_brackets("coalesce(amounts.squashed_label, '')", words) }} as label,
        three_public.item_code as three_public_item,
        three_public.has_item_rows
    from amounts
    inner join statements
        on amounts.statement_code = statements.statement_code
    left join three_public
        on amounts.amount_key = three_public.amount_key

),

scoped as (

    select
        *,
        case
            when claim_scope is not null then claim_scope
            when flow = 'expenditure' and fund_source not in ('', 'total') then fund_source
            when flow = 'expenditure' and fund_source = '' then case when blank_fund_is_fiscal then 'fiscal' end
            when flow <> '' and statement_flow in (flow, 'both') then money_scope
        end as scope,
        case
            when regexp_full_match(last_header, '{{ plain_header }}') then header_above
            else last_header
        end as column_text,
        coalesce(department_economic_code, government_economic_code) as economic_code,
        -- 人员经费合计 is the total of its nature, beside that of 公用经费.
        row_role = 'total'
        or is_total_line
        or (
            row_role = 'subtotal'
            and starts_with(nature, 'basic_')
            and regexp_full_match(label, '{{ nature_total }}')
        ) as is_total_row,
        regexp_matches(label, '{{ grand_total }}') as names_grand_total,
        regexp_full_match(label, '{{ current_total }}') as names_current_total,
        regexp_matches(label, '{{ current }}') as may_name_current_total
    from named

),

kinded as (

    select
        *,
        case
            when scope = 'three_public' and three_public_item is not null and (has_item_rows or is_total_row)
                then 'item'
            when scope = 'operating_cost' and is_total_row then 'operating_cost'
            when scope = 'state_assets' and measure = 'amount' then 'asset'
            when scope = 'procurement' and is_total_row and fund_source = 'total' and nature = 'procurement'
                then 'procurement'
            when scope in ('three_public', 'state_assets', 'procurement') then 'unread'
            when layout = 'balance' and names_current_total then 'current_total'
            when flow = 'revenue' and fund_source = 'carryover' and (layout = 'balance' or is_total_row)
                then 'carryover'
            when flow = 'revenue' and layout = 'balance' and not is_total_row then 'fund'
            when flow = 'revenue' and is_total_row and fund_source <> 'total' then 'fund'
            when flow = 'expenditure' and nature = 'yearend_carryover' then 'carryover_out'
            when is_total_row and names_grand_total then 'grand_total'
            when is_total_row and may_name_current_total and layout = 'balance' then 'current_total'
            when
                is_total_row
                and regexp_matches(column_text, '^{{ current_total_header }}')
                then 'current_total'
            when is_total_row and function_code is null and economic_code is null then 'total'
            when function_code is not null then 'function'
            when economic_code is not null then 'economic'
            when flow = 'expenditure' and layout = 'balance' and nature in ('total', '') then 'function'
            when flow = 'expenditure' and layout = 'balance' then 'total'
            else 'unread'
        end as row_kind,
        case when fund_source = '' then 'fiscal' else fund_source end as named_fund_source,
        case when flow = 'revenue' and layout <> 'balance' then column_text else label end as row_text,
        case when scope = 'three_public' then three_public_item else coalesce(function_code, economic_code) end as item
    from scoped
    where scope is not null

)

select
    amount_key,
    disclosure_key,
    statement_code,
    -- The amounts of a series differ in year, basis and measure only.
    table_key || '|' || row_kind || '|' || scope || '|' || flow || '|' || named_fund_source || '|' || nature || '|'
    || coalesce(item, '') || '|' || row_text as series_key,
    scope,
    flow,
    named_fund_source as fund_source,
    nature,
    row_kind,
    row_text,
    {{ compared_name('label', words) }} as row_name,
    item,
    basis,
    fiscal_year,
    measure,
    published_value,
    published_unit,
    amount_yuan,
    printed_decimals
from kinded
