{#
    One row for each claim: a figure, or a word of no change, that running text states. The clause before it says what
    kind of claim it is: an amount, a share (占), a change up or down, or no change. A figure that is a limit
    (50万元以上) is no claim, and words of no change count only beside the year that they compare with.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set bracket_list = word_of(words, 'bracket_list') %}
{% set threshold = word_of(words, 'threshold') %}
{% set share = word_of(words, 'share') %}
{% set no_change = word_of(words, 'no_change') %}
{% set compared_in_clause = word_of(words, 'compared_in_clause') %}
{% set compared_before = word_of(words, 'compared_before') %}
{% set comparison = word_of(words, 'comparison') %}
with

tokens as (

    select * from {{ ref('int_claim_tokens') }}

),

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

claused as (

    select
        *,
        -- A bracket that opens a list of parts has the effect of a comma.
        regexp_extract(
            regexp_replace(own_text, '\(({{ bracket_list }})', ',\1', 'g'),
            '([^。;,:]*)$', 1
        ) as clause
    from tokens
    where
        not regexp_matches(coalesce(text_after, ''), '^{{ threshold }}')
        -- No amount has as many digits.
        and length(split_part(replace(number_text, ',', ''), '.', 1)) <= 15

),

kinded as (

    select
        *,
        case
            when unit = '' and number_text = '' then 'direction'
            when regexp_matches(clause, '{{ change_at_end(word_of(words, 'up', 'down'), words) }}')
                then case unit when '%' then 'change_pct' else 'change_amount' end
            when unit <> '%' then 'amount'
            when regexp_matches(clause, '{{ share }}') then 'share'
        end as claim_kind,
        regexp_matches(clause, '{{ change_at_end(word_of(words, 'down'), words) }}') as is_decrease,
        {{ without_noise('clause', words) }} as clean_clause
    from claused

),

claims as (

    select
        *,
        row_number() over (partition by disclosure_key order by paragraph_no, token_no) as claim_no
    from kinded
    where
        case
            when claim_kind <> 'direction' then true
            when claim_kind is null then false
            when regexp_full_match(token, '{{ no_change }}') then true
            when regexp_matches(clause, '{{ compared_in_clause }}') then true
            else regexp_matches(own_text, '{{ compared_before }}')
        end

)

select
    claims.disclosure_key || '-l' || claims.line_no || '-'
    || row_number() over (partition by claims.disclosure_key, claims.line_no order by claims.claim_no) as claim_key,
    claims.disclosure_key,
    claims.paragraph_key,
    claims.paragraph_key || '-s' || claims.sentence_no as sentence_key,
    paragraphs.section_key,
    claims.claim_no,
    claims.sentence_no,
    claims.line_no,
    claims.page_no,
    claims.source_line,
    claims.own_text,
    claims.clause,
    claims.clean_clause,
    case
        when claims.own_text like '%:%' then regexp_extract(claims.own_text, '([^。;,:]*):[^:]*$', 1)
        when claims.token_no = 1 then coalesce(paragraphs.heading_above, '')
        else ''
    end as lead_clause,
    claims.token_no = 1 as begins_paragraph,
    regexp_extract(clean_clause, '{{ comparison }}.*$') as comparison,
    coalesce(
        nullif(regexp_extract(claims.clean_clause, '\(([235][0-9]{2}(?:[0-9]{2}){0,2})\)', 1), ''),
        nullif(regexp_extract(claims.clean_clause, '(?:^|[^0-9])(2[0-9]{6}|2[0-9]{4})[^0-9年]', 1), '')
    ) as code,
    paragraphs.domain,
    paragraphs.section_scope,
    claims.claim_kind,
    case when claims.unit = '' and claims.number_text <> '' then '万元' else claims.unit end as claimed_unit,
    try_cast(replace(nullif(claims.number_text, ''), ',', '') as decimal(24, 6))
    * case when claims.is_decrease then -1 else 1 end as claimed_value,
    length(regexp_extract(claims.number_text, '\.([0-9]+)', 1)) as claimed_decimals
from claims
inner join paragraphs
    on claims.paragraph_key = paragraphs.paragraph_key
