{#
    Every figure and every word of no change in running text, in the order of the text, with the words before it: the
    claims, before it is asked what they speak of. A number that is a threshold (50万元以上) is none.
#}
{% set number = '(?:[0-9]+(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?' %}
{% set token -%}
    ({{ number }}(?:亿元|万元|元|%|辆|平方米|台|套)|持平|无增减变化|无变化|没有变化|相同|保持一致|为0(?:[。,;)]|$))
{%- endset %}
with

paragraphs as (

    select * from {{ ref('int_narrative_paragraphs') }}

),

lines as (

    select * from {{ ref('int_narrative_lines') }}

),

words as (

    select * from {{ ref('claim_words') }}

),

patterns as (

    select
        string_agg(case when kind = 'up' then pattern end, '|') as up_words,
        string_agg(case when kind = 'down' then pattern end, '|') as down_words,
        string_agg(case when kind = 'threshold' then pattern end, '|') as threshold_words
    from words

),

split as (

    select
        disclosure_key,
        paragraph_no,
        string_split(regexp_replace(text, '{{ token }}', '\1' || chr(1), 'g'), chr(1)) as segments
    from paragraphs
    where regexp_matches(text, '{{ token }}')

),

numbered as (

    select
        disclosure_key,
        paragraph_no,
        unnest(segments) as segment,
        generate_subscripts(segments, 1) as segment_no
    from split

),

tokens as (

    select
        *,
        regexp_extract(segment, '{{ token }}$', 1) as token,
        lead(segment) over in_paragraph as next_segment,
        coalesce(sum(length(segment)) over (
            partition by disclosure_key, paragraph_no order by segment_no
            rows between unbounded preceding and 1 preceding
        ), 0) as segment_offset,
        coalesce(sum(length(segment) - length(replace(segment, '。', ''))) over (
            partition by disclosure_key, paragraph_no order by segment_no
            rows between unbounded preceding and 1 preceding
        ), 0) as full_stops_before
    from numbered
    window in_paragraph as (partition by disclosure_key, paragraph_no order by segment_no)

),

parted as (

    select
        tokens.* exclude (segment),
        left(tokens.segment, length(tokens.segment) - length(tokens.token)) as own_text,
        regexp_extract(tokens.token, '{{ number }}') as number_text,
        regexp_extract(tokens.token, '(亿元|万元|元|%|辆|平方米|台|套)', 1) as unit,
        regexp_matches(tokens.next_segment, '^(?:' || patterns.threshold_words || ')') as is_threshold,
        patterns.up_words,
        patterns.down_words
    from tokens
    cross join patterns
    where tokens.token <> ''

),

claused as (

    select
        *,
        -- A bracket that opens a list of parts stands like a comma.
        regexp_extract(regexp_replace(own_text, '\((其中|包括|公务用车)', ',\1', 'g'), '([^。;,:]*)$', 1) as clause,
        full_stops_before + length(own_text) - length(replace(own_text, '。', '')) as sentence_no,
        segment_offset + length(own_text) + 1 as position
    from parted

),

kinded as (

    select
        *,
        case
            when unit = '' and number_text = '' then 'direction'
            when regexp_matches(clause, '(?:' || up_words || ')(?:了|约|额|数|幅度)?为?$')
                then case unit when '%' then 'change_pct' else 'change_amount' end
            when regexp_matches(clause, '(?:' || down_words || ')(?:了|约|额|数|幅度)?为?$')
                then case unit when '%' then 'change_pct' else 'change_amount' end
            when unit = '%' and regexp_matches(clause, '占') then 'share'
            when unit <> '%' then 'amount'
        end as claim_kind,
        regexp_matches(clause, '(?:' || down_words || ')(?:了|约|额|数|幅度)?为?$') as is_decrease
    from claused

),

offsets as (

    select
        *,
        coalesce(sum(length(squashed_text)) over (
            partition by disclosure_key, paragraph_no order by line_no
            rows between unbounded preceding and 1 preceding
        ), 0) as line_offset
    from lines

)

select
    kinded.disclosure_key,
    kinded.paragraph_no,
    kinded.segment_no,
    kinded.sentence_no,
    offsets.line_no,
    offsets.page_no,
    offsets.source_line,
    kinded.own_text,
    kinded.clause,
    kinded.claim_kind,
    kinded.is_decrease,
    kinded.token,
    kinded.number_text,
    case when kinded.unit = '' and kinded.number_text <> '' then '万元' else kinded.unit end as claimed_unit,
    try_cast(replace(nullif(kinded.number_text, ''), ',', '') as decimal(24, 6))
    * case when kinded.is_decrease then -1 else 1 end as claimed_value,
    length(regexp_extract(kinded.number_text, '\.([0-9]+)', 1)) as claimed_decimals,
    row_number() over (partition by kinded.disclosure_key order by kinded.paragraph_no, kinded.segment_no) as claim_no
from kinded
asof inner join offsets
    on
        kinded.disclosure_key = offsets.disclosure_key
        and kinded.paragraph_no = offsets.paragraph_no
        and kinded.position - 1 >= offsets.line_offset
where
    kinded.claim_kind is not null
    and not coalesce(kinded.is_threshold, false)
    -- Digits that no amount has are no claim.
    and length(split_part(replace(kinded.number_text, ',', ''), '.', 1)) <= 15
    and (
        kinded.claim_kind <> 'direction'
        or kinded.token in ('持平', '无增减变化')
        or regexp_matches(kinded.clause, '[与较比同和].{0,12}(?:年|上年|去年|预算|预算数|执行数|度)')
        or regexp_matches(kinded.own_text, '与(?:上年|去年|20[0-9]{2}年)')
    )
