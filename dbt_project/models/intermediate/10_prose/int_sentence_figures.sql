{#
    One row for each figure of running text, with the part that it plays in its sentence: an amount; the amount before
    (比上年预算数100万元); a change or its rate, where nothing but the comparison is before it (比上年增加, 增长); a
    budget and how much of it was completed; a share. Figures that play no part that is certain are `other`. Amounts
    and changes are in yuan, rates in per cent; what goes down is negative. A segment ends with a full stop or a
    semicolon: what is said in it is said of its first amount.
#}
-- depends_on: {{ ref('claim_words') }}
-- depends_on: {{ ref('check_words') }}
{% set words = words_by_kind('claim_words') %}
{% set checks = words_by_kind('check_words') %}
{% set year_before = '(?:比|较|与|同|和)(?:上年|去年|上一年|年初|20[0-9]{2}年)' %}
{% set compared = year_before ~ word_of(checks, 'compared_base') ~ '*' %}
{% set down = change_at_end(word_of(words, 'down'), words) %}
{% set change = '[,(]?(?:' ~ compared ~ ',?)?各?' ~ change_at_end(word_of(words, 'up', 'down'), words) %}
{% set any_change = change_at_end(word_of(words, 'up', 'down'), words) %}
{% set amount_before = '[,(]?' ~ compared ~ '(?:为|是)?' %}
{% set states_base = word_of(checks, 'states_base') %}
{% set share = word_of(checks, 'share_of_whole') %}
{% set completed = '[,(]?' ~ word_of(checks, 'completed_budget') %}
with

tokens as (

    select * from {{ ref('int_claim_tokens') }}

),

units as (

    select * from {{ ref('units') }}

),

figures as (

    select
        tokens.*,
        lag(tokens.own_text) over (partition by tokens.paragraph_key order by tokens.token_no) as text_before,
        tokens.unit = '%' as is_rate,
        case when tokens.unit = '' then 10000 else units.factor_to_yuan end as factor,
        cast(replace(tokens.number_text, ',', '') as double) as number_value,
        length(regexp_extract(tokens.number_text, '\.([0-9]+)', 1)) as decimals,
        -- 5.0% may be 5% written with a nought: only its other digits are sure.
        length(rtrim(regexp_extract(tokens.number_text, '\.([0-9]+)', 1), '0')) as sure_decimals
    from tokens
    left join units
        on tokens.unit = units.unit
    where tokens.number_text <> '' and length(split_part(replace(tokens.number_text, ',', ''), '.', 1)) <= 15

),

parts as (

    select
        *,
        case
            when not is_rate and factor is null then 'other'
            when regexp_full_match(own_text, '{{ change }}')
                then case when is_rate then 'rate' else 'change' end
            when is_rate and regexp_full_match(own_text, '{{ completed }}的?') then 'completion'
            when is_rate and own_text = '的' and regexp_matches(text_before, '{{ completed }}$') then 'completion'
            when is_rate and regexp_full_match(own_text, '{{ share }}') then 'share'
            when is_rate then 'other'
            when regexp_full_match(own_text, '{{ amount_before }}') then 'amount_before'
            when regexp_matches(own_text, '{{ completed }}$') then 'completed_budget'
            when regexp_matches(own_text, '{{ any_change }}') then 'other'
            else 'amount'
        end as figure_role,
        regexp_matches(own_text, '{{ down }}') as goes_down
    from figures

),

segmented as (

    select
        *,
        count(*) filter (where regexp_matches(own_text, '[。;]')) over (
            partition by paragraph_key order by token_no
        ) as segment_no
    from parts

)

select
    disclosure_key,
    paragraph_key,
    paragraph_key || '-s' || sentence_no as sentence_key,
    token_no,
    sentence_no,
    line_no,
    page_no,
    source_line,
    own_text,
    paragraph_key || '-g' || segment_no as segment_key,
    row_number() over (partition by paragraph_key, segment_no order by token_no) as place_in_segment,
    figure_role,
    regexp_matches(own_text, '{{ year_before }}') as has_comparison,
    coalesce(nullif(regexp_extract(own_text, '20[0-9]{2}年'), ''), regexp_extract(own_text, '上年|去年'))
        as stated_year,
    regexp_extract(own_text, '.*({{ states_base }})', 1) as stated_basis,
    unit,
    is_rate,
    number_value * coalesce(factor, 1)
    * case when goes_down and figure_role in ('change', 'rate') then -1 else 1 end as figure_value,
    0.5 * power(10, -decimals) * coalesce(factor, 1) as figure_rounding,
    power(10, -sure_decimals) * coalesce(factor, 1) as figure_last_digit,
    coalesce(factor, 1) as factor
from segmented
