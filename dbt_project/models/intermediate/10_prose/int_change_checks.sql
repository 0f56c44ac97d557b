{#
    Whether the figures of one sentence agree with each other: amount, amount before, change, and rate (int_change_chains).
    One row for each rule that a chain can test:
    - sentence_change: the change is the difference between the two amounts.
    - sentence_rate: the rate is what these figures give. One unit of its last sure digit is rounding (many cut digits).
    - rate_on_zero_base: a rate compares with something. Nothing can grow by 100 % from zero.
    - completion_of_zero_budget: a budget of zero cannot be completed by any rate.
    - direction_words: 增加 and 减少 agree with the amounts and with each other.
    Only a certain chain can fail; where words contradict each other, the chain does not matter.
#}
with

chains as (

    select * from {{ ref('int_change_chains') }}

),

based as (

    select
        *,
        coalesce(before_value, amount_value - change_value) as base_value,
        coalesce(before_rounding, amount_rounding + change_rounding) as base_rounding,
        coalesce(change_value, amount_value - before_value) as known_change,
        coalesce(change_rounding, amount_rounding + before_rounding) as known_rounding
    from chains

),

-- The bounds of a rate, given that each figure of it may be rounded; a completion is amount over budget.
bounded as (

    select
        *,
        abs(base_value) <= base_rounding * 1.000001 as is_on_zero,
        case
            when chain_kind = 'completion' then amount_value
            else known_change
        end as numerator,
        case
            when chain_kind = 'completion' then amount_rounding
            else known_rounding
        end as numerator_rounding
    from based

),

computed as (

    select
        *,
        case when not is_on_zero then 100 * numerator / base_value end as rate,
        case
            when not is_on_zero
                then
                    100 * (numerator_rounding + abs(numerator / base_value) * base_rounding)
                    / greatest(abs(base_value) - base_rounding, 0.000001)
        end as rate_rounding
    from bounded

),

differences as (

    select
        *,
        (stated_rounding + amount_rounding + before_rounding) * 1.000001 as envelope,
        abs(stated_value - (amount_value - before_value)) <= envelope as change_holds,
        abs(stated_value + (amount_value - before_value)) <= envelope as opposite_holds,
        abs(abs(stated_value) - abs(rate)) <= (rate_rounding + stated_rounding) * 1.000001 as rate_holds,
        abs(abs(stated_value) - abs(rate)) <= (rate_rounding + stated_last_digit) * 1.000001 as rate_is_rounded
    from computed

),

checks as (

    select
        *,
        'sentence_change' as rule_code,
        stated_value / factor as published_value,
        (amount_value - before_value) / factor as expected_value,
        case when change_holds then 'pass' when is_certain then 'fail' else 'not_testable' end as status
    from differences
    -- The right change with the wrong word is an error of the word.
    where chain_kind = 'change' and (change_holds or not opposite_holds)

    union all

    select
        *,
        'direction_words' as rule_code,
        stated_value / factor as published_value,
        known_change / case chain_kind when 'change' then factor when 'rate' then 10000 end as expected_value,
        case
            when sign(stated_value) = sign(known_change) then 'pass'
            when is_certain or change_value is not null then 'fail'
            else 'not_testable'
        end as status
    from differences
    where
        chain_kind in ('change', 'rate')
        and abs(stated_value) > stated_rounding
        and abs(known_change) > known_rounding
        and (chain_kind = 'rate' or opposite_holds or change_holds)

    union all

    select
        *,
        'sentence_rate' as rule_code,
        stated_value as published_value,
        round(rate, 4) as expected_value,
        case
            when rate_holds then 'pass'
            when rate_is_rounded then 'rounding'
            when is_certain then 'fail'
            else 'not_testable'
        end as status
    from differences
    where chain_kind in ('rate', 'completion') and rate is not null

    union all

    -- What went down by 100 % is nothing any more.
    select
        *,
        'sentence_rate' as rule_code,
        stated_value as published_value,
        null as expected_value,
        case when abs(amount_value) <= amount_rounding then 'pass' when is_certain then 'fail' else 'not_testable' end
            as status
    from differences
    where chain_kind = 'rate' and base_value is null and stated_value = -100

    union all

    select
        *,
        case chain_kind when 'rate' then 'rate_on_zero_base' else 'completion_of_zero_budget' end as rule_code,
        stated_value as published_value,
        null as expected_value,
        case
            when not is_on_zero or (stated_value = 0 and abs(amount_value) <= amount_rounding) then 'pass'
            when is_certain then 'fail'
            else 'not_testable'
        end as status
    from differences
    where chain_kind in ('rate', 'completion') and base_value is not null

)

select
    disclosure_key,
    rule_code,
    paragraph_key || '-' || token_no as check_place,
    paragraph_key,
    sentence_no,
    line_no,
    page_no,
    source_line,
    published_value,
    expected_value,
    unit,
    status
from checks
