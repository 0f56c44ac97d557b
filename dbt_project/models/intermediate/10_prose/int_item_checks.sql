{#
    Whether an amount that prose gives for a full path of 类, 款 and 项 is that of the item in the tables (rule
    fund_item_path). The path must be that of one code only, and all tables must give one value for it, one of them of
    the money that the section is about: an item of the same name under another class is another item. Final accounts
    give the budget of the item first (年初预算为 …, 支出决算为 …).
#}
-- depends_on: {{ ref('claim_words') }}
-- depends_on: {{ ref('check_words') }}
{% set words = words_by_kind('claim_words') %}
{% set checks = words_by_kind('check_words') %}
{% set budget = word_of(words, 'states_budget') %}
{% set adjusted_budget = word_of(words, 'states_adjusted_budget') %}
{% set before_figure = '(?:支出)?[:,。]?(?:20[0-9]{2}年度?)?(?:当年)?(?:财政拨款)?(?:支出)?(?:年初)?'
    ~ word_of(checks, 'states_base') ~ '?' ~ word_of(checks, 'figure_ending') %}
{% set numbering = '^.*[:,]|^[(]?[0-9一二三四五六七八九十]{1,3}[)、.]+' %}
{% set path = '[(]类[)].*[(]款[)].*[(]项[)]' %}
{% set states_final = '(?:20[0-9]{2}年度?)?(?:当年)?(?:财政拨款)?(?:实际)?(?:支出)?决算数?(?:为|是)?' %}
with

sentence_figures as (

    select
        *,
        lag(own_text, 1, '') over (partition by paragraph_key order by token_no) as text_before
    from {{ ref('int_sentence_figures') }}

),

-- Between the path and the figure there are no words of another figure, except the budget.
figures as (

    select
        * exclude (text_before),
        regexp_matches(own_text, '{{ path }}') as is_beside_path,
        case when is_beside_path then own_text else text_before end as text_with_path
    from sentence_figures
    where
        figure_role = 'amount'
        and case
            when is_beside_path
                then regexp_full_match(regexp_extract(own_text, '[(]项[)]([^();]*)$', 1), '{{ before_figure }}')
            else
                regexp_full_match(own_text, '[,;]{{ states_final }}')
                and regexp_matches(text_before, '{{ path }}[^();]*{{ budget }}')
        end

),

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

amounts as (

    select * from {{ ref('int_claimable_amounts') }}
    where row_kind = 'function' and measure = 'amount'

),

functions as (

    select * from {{ ref('functions') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

units as (

    select * from {{ ref('units') }}

),

parts as (

    select
        figures.*,
        regexp_extract(figures.text_with_path, '[^。;]*[(]类[)].*$') as path_text,
        paragraphs.section_scope,
        case
            when documents.report_kind <> 'final_accounts' then 'budget'
            when regexp_matches(own_text, '{{ adjusted_budget }}') then 'adjusted_budget'
            when regexp_matches(own_text, '{{ budget }}') then 'budget'
            else 'final'
        end as basis,
        documents.fiscal_year,
        coalesce(documents.report_kind = 'final_accounts', false) as is_final_accounts,
        {{ compared_name(
            "regexp_replace(regexp_extract(path_text, '^(.*)[(]类[)]', 1), '" ~ numbering ~ "', '')", words
        ) }} as class_name,
        {{ compared_name("regexp_extract(path_text, '[(]类[)](?:支出)?(.*?)[(]款[)]', 1)", words) }} as section_name,
        {{ compared_name("regexp_extract(path_text, '[(]款[)](?:支出)?(.*?)[(]项[)]', 1)", words) }} as item_name
    from figures
    inner join documents on figures.disclosure_key = documents.disclosure_key
    inner join paragraphs on figures.paragraph_key = paragraphs.paragraph_key

),

names as (

    select
        code,
        {{ compared_name(squash('name_zh'), words) }} as name
    from functions

),

-- By the names of the reference list, which no table cuts.
coded as (

    select
        parts.*,
        items.code
    from parts
    inner join names as items
        on parts.item_name = items.name and length(items.code) = 7
    inner join names as sections
        on left(items.code, 5) = sections.code and parts.section_name = sections.name
    inner join names as classes
        on left(items.code, 3) = classes.code and parts.class_name = classes.name
    qualify count(distinct items.code) over (partition by parts.paragraph_key, parts.token_no) = 1

),

candidates as (

    select
        coded.*,
        amounts.statement_code,
        amounts.amount_key,
        amounts.amount_yuan,
        amounts.flow = 'expenditure'
        and amounts.nature in ('total', '')
        and amounts.basis = coded.basis
        and amounts.fiscal_year = coded.fiscal_year as is_meant,
        coded.section_scope in ('', amounts.scope) as is_of_section,
        -- The budget that final accounts restate is not what another column happens to print.
        (not coded.is_final_accounts or amounts.basis = coded.basis)
        and abs(coded.figure_value - amounts.amount_yuan) <= 1.000001 * greatest(
            coded.figure_rounding, 0.5 * power(10, -amounts.printed_decimals) * units.factor_to_yuan
        ) as is_same
    from coded
    inner join amounts
        on coded.disclosure_key = amounts.disclosure_key and coded.code = amounts.item
    inner join units
        on amounts.published_unit = units.unit

),

compared as (

    select
        disclosure_key,
        paragraph_key,
        token_no,
        sentence_no,
        line_no,
        page_no,
        source_line,
        unit,
        figure_value / factor as published_value,
        -- Statements of several scopes print the item: the figure that is the same is the one beside it.
        arg_min(amount_yuan / factor, (not is_same, not is_meant, amount_key)) filter (where is_same or is_meant)
            as expected_value,
        arg_min(statement_code, (not is_same, not is_meant, amount_key)) filter (where is_same or is_meant)
            as statement_code,
        bool_or(is_same) as is_printed,
        count(distinct amount_yuan) filter (where is_meant) as value_count,
        coalesce(bool_or(is_meant and is_of_section), false) as is_certain
    from candidates
    group by all

)

select
    disclosure_key,
    'fund_item_path' as rule_code,
    paragraph_key || '-' || token_no as check_place,
    paragraph_key,
    statement_code,
    sentence_no,
    line_no,
    page_no,
    source_line,
    published_value,
    expected_value,
    unit,
    case
        when is_printed then 'pass'
        when value_count = 1 and is_certain then 'fail'
        else 'not_testable'
    end as status
from compared
where is_printed or value_count > 0
