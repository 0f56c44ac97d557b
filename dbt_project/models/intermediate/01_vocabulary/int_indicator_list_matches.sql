{#
    Distinct texts that list several indicators, or one with labelled targets, divided into their parts: one row for
    each indicator and each target. A piece that cannot be told apart is refused and has one row without words: a name
    that may be two, an unknown level, an indicator that the page cut off.
#}
-- depends_on: {{ ref('indicator_levels') }}
-- depends_on: {{ ref('keywords') }}
-- depends_on: {{ ref('target_operators') }}
{%- set first = any_word('indicator_levels', 'level = 1') %}
{%- set second = any_word('indicator_levels', 'level = 2') %}
{%- set label = '(?:' ~ any_keyword('target_of_term') ~ '|' ~ any_keyword('target_of_year') ~ ')' %}
{%- set comparison = words_of_comparison('before') %}
{%- set quantity -%}
    (?:{{ comparison }})?[0-9][0-9,]*(?:[.][0-9]+)?(?:[亿万千百]?{{ any_keyword('unit_of_indicator') }})?
    {#- #}(?:{{ words_of_comparison('after') }})?
{%- endset %}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

texts as (

    select distinct
        compact_text,
        {{ indicator_pieces('compact_text', first, second) }} as pieces,
        regexp_matches(compact_text, '{{ label }}[:：]') as has_labels
    from cell_texts
    where regexp_matches(compact_text, '{{ label }}[:：]|指标[;；,，:：].*指标[;；,，:：]')

),

pieces as (

    select
        compact_text,
        has_labels,
        unnest(range(1, len(pieces) + 1)) as piece_no,
        string_split(unnest(pieces), chr(31)) as parts
    from texts
    -- One head without targets is the path of an indicator whose target is in another cell.
    where has_labels or len(pieces) > 2

),

heads as (

    select
        compact_text,
        has_labels,
        piece_no,
        case when len(parts) = 4 then nullif(parts[1], '') end as first_level,
        nullif(parts[2], '') as second_level,
        nullif(parts[3], '') as second_level_alone,
        {{ without_end_marks('parts[len(parts)]') }} as body,
        regexp_matches(body, '{{ label }}[:：]') as is_labelled,
        -- 成本指标 is a first or a second level. Alone in a list with second levels it is one of these, of whichever first.
        len(parts) = 4
        and second_level is null
        and regexp_full_match({{ level_label('first_level') }}, '{{ inside_printed_text(second) }}')
        and bool_or(coalesce(second_level, second_level_alone) is not null) over (partition by compact_text)
            as is_second_level
    from pieces

),

leveled as (

    select
        compact_text,
        has_labels,
        piece_no,
        body,
        is_labelled,
        piece_no > 1 as has_head,
        coalesce(second_level, second_level_alone, case when is_second_level then first_level end) as level_2,
        nullif(
            last_value(case when is_second_level then '' else first_level end ignore nulls) over (
                partition by compact_text order by piece_no
            ),
            ''
        ) as level_1
    from heads

),

-- Without a label an item is one indicator; with labels it is one target of the indicator.
items as (

    select
        *,
        case when is_labelled then {{ labelled_targets('body', label) }} else string_split_regex(body, '[;；]') end
            as texts,
        unnest(range(1, len(texts) + 1)) as text_no,
        unnest(texts) as item
    from leveled
    where has_head and body <> ''

),

divided as (

    select
        compact_text,
        piece_no,
        case when is_labelled then 1 else text_no end as item_no,
        level_1,
        level_2,
        case
            when is_labelled and regexp_full_match(split_part(item, chr(31), 1), '{{ any_keyword("target_of_term") }}')
                then 'implementation'
            else 'year'
        end as target_period,
        {{ name_and_target('item', comparison, quantity) }} as words,
        case when is_labelled then texts[1] else nullif(words['name'], '') end as indicator_name,
        case when is_labelled then {{ without_end_marks('split_part(item, chr(31), 2)') }} else words['target'] end
            as printed_target,
        case
            when is_labelled then {{ has_plain_name('body', label) }} and not {{ hides_indicator('printed_target') }}
            else printed_target <> ''
        end as is_plain
    from items
    where not is_labelled or text_no > 1

),

judged as (

    select
        *,
        bool_and(is_plain) over (partition by compact_text, piece_no)
        and count(*) over (partition by compact_text, piece_no, item_no, target_period) = 1 as is_told_apart
    from divided

),

-- What is before the first head, and a head without an indicator, may be halves that a page cut apart.
refused as (

    select distinct
        compact_text,
        piece_no
    from judged
    where not is_told_apart

    union all

    select
        compact_text,
        piece_no
    from leveled
    where case when has_head then body = '' and has_labels else body <> '' end

),

together as (

    select * from judged
    where is_told_apart

    union all by name

    select
        *,
        'year' as target_period,
        true as is_refused
    from refused

)

select
    compact_text,
    dense_rank() over (partition by compact_text order by piece_no, item_no) as indicator_no,
    target_period,
    {{ level_label('level_1') }} as level_1,
    {{ level_label('level_2') }} as level_2,
    indicator_name,
    nullif(printed_target, '') as target_text,
    coalesce(is_refused, false) as is_refused
from together
