{#
    One row for each distinct text of a cell, or target within one, that is a quantity: a number, its unit, and words of
    comparison before or after them (不少于20门, 90%以上), also in brackets. Of two words of comparison, the first by
    priority decides. A date is not a quantity; 5年 may be either, so it needs a comparison (`needs_comparison`).
#}
-- depends_on: {{ ref('keywords') }}
{%- set before = words_of_comparison('before') %}
{%- set after = words_of_comparison('after') %}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

target_operators as (

    select * from {{ ref('target_operators') }}

),

listed_targets as (

    select * from {{ ref('int_indicator_list_matches') }}

),

texts as (

    select squashed_text from cell_texts

    union

    select {{ squash('target_text') }} as squashed_text from listed_targets
    where target_text is not null

),

parsed as (

    select
        squashed_text,
        regexp_extract(
            regexp_replace(squashed_text, '^[(]([^()]*)[)]$', '\1'),
            '^({{ before }})?([0-9][0-9,]*(?:\.[0-9]+)?)([^0-9]{0,16}?)({{ after }})?$',
            ['before', 'number', 'unit', 'after']
        ) as parts
    from texts

)

select
    parsed.squashed_text,
    case
        when after_number.priority < before_number.priority then after_number.operator
        else coalesce(before_number.operator, after_number.operator)
    end as operator,
    try_cast(replace(parsed.parts.number, ',', '') as decimal(24, 6)) as target_value,
    parsed.parts.unit as target_unit,
    {{ has_word('parsed.parts.unit', 'duration') }} as needs_comparison
from parsed
left join target_operators as before_number
    on parsed.parts.before = before_number.wording and before_number.place = 'before'
left join target_operators as after_number
    on parsed.parts.after = after_number.wording and after_number.place = 'after'
where
    parsed.parts.number <> ''
    and (
        not {{ has_word('parsed.parts.unit', 'date_part') }}
        -- 2026年 is a year.
        or (
            {{ has_word('parsed.parts.unit', 'duration') }}
            and not regexp_full_match(parsed.parts.number, '[12][0-9]{3}')
        )
    )
