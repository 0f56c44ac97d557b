{#
    One row for each claim, with the words before it cut to the name of the figure: without year, organisation,
    comparison and filling words. Beside them the words of the clause before a colon or of the heading (the lead), and
    for a share the words of the whole that it is a part of.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set ending = word_of(words, 'own_organization_ending') %}
{% set share = word_of(words, 'share') %}
{% set share_filler = word_of(words, 'share_filler') %}
{% set no_name = word_of(words, 'no_name') %}
{% set tail = word_of(words, 'tail') %}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

-- How the name of this organisation ends: 局, 委员会, 大学.
ended as (

    select
        claims.*,
        regexp_extract(coalesce(documents.organization_name, ''), '{{ ending }}$') as organization_ending
    from claims
    left join documents
        on claims.disclosure_key = documents.disclosure_key

),

worded as (

    select
        claim_key,
        organization_ending,
        'subject' as phrase_role,
        case
            when comparison <> '' then left(clean_clause, length(clean_clause) - length(comparison))
            when claim_kind = 'share' then regexp_extract(clean_clause, '^(.*){{ share }}', 1)
            when claim_kind in ('change_amount', 'change_pct')
                then regexp_replace(clean_clause, '{{ change_at_end(word_of(words, 'up', 'down'), words) }}', '')
            else clean_clause
        end as words
    from ended

    union all

    select
        claim_key,
        organization_ending,
        'lead' as phrase_role,
        {{ without_noise('lead_clause', words) }} as words
    from ended

    union all

    select
        claim_key,
        organization_ending,
        'whole' as phrase_role,
        regexp_replace(
            regexp_extract(clean_clause, '{{ share }}(.*)$', 1),
            '{{ share_filler }}', '', 'g'
        ) as words
    from ended
    where claim_kind = 'share'

),

uncoded as (

    select
        claim_key,
        phrase_role,
        organization_ending,
        regexp_replace(
            regexp_replace(words, '\([235][0-9]{2,6}\)', '', 'g'), '(^|[^0-9])(?:2[0-9]{6}|2[0-9]{4})[-—]?', '\1', 'g'
        ) as words
    from worded

),

-- The name is after the year or, where nothing follows it, before it.
parted as (

    select
        claim_key,
        phrase_role,
        organization_ending,
        regexp_extract(words, '.*(20[0-9]{2})年', 1) as year_text,
        regexp_replace(regexp_replace(words, '^.*20[0-9]{2}年度?', ''), '^{{ filling(words) }}+', '') as words_after,
        regexp_replace(regexp_extract(words, '^(.*)20[0-9]{2}年', 1), '^{{ filling(words) }}+', '') as words_before
    from uncoded

),

without_organization as (

    select
        claim_key,
        phrase_role,
        year_text,
        words_after,
        coalesce({{ after_organization('words_after', 'organization_ending', words) }}, words_after) as own_words_after,
        coalesce({{ after_organization('words_before', 'organization_ending', words) }}, '') as own_words_before
    from parted

),

trimmed as (

    select
        claim_key,
        phrase_role,
        year_text,
        year_text <> '' or own_words_after <> words_after as is_anchored,
        regexp_replace(own_words_after, '{{ tail }}+$', '') as words_after,
        regexp_replace(own_words_before, '{{ tail }}+$', '') as words_before
    from without_organization

),

chosen as (

    select
        claim_key,
        phrase_role,
        year_text,
        is_anchored,
        case
            when words_before = '' then words_after
            when words_after = '' or regexp_full_match(words_after, '{{ word_of(words, 'no_name', 'weak_name') }}')
                then words_before
            else words_after
        end as words
    from trimmed

),

phrases as (

    select
        claim_key,
        any_value(year_text) filter (where phrase_role = 'subject') as year_text,
        bool_or(is_anchored) filter (where phrase_role = 'subject') as is_anchored,
        any_value(words) filter (where phrase_role = 'subject') as words,
        any_value(words) filter (where phrase_role = 'lead') as words_of_lead,
        any_value(words) filter (where phrase_role = 'whole') as words_of_whole
    from chosen
    group by claim_key

)

select
    claims.claim_key,
    phrases.year_text,
    phrases.is_anchored or claims.begins_paragraph as is_anchored,
    case when regexp_full_match(phrases.words, '{{ no_name }}') then '' else phrases.words end as words,
    phrases.words_of_lead,
    phrases.words_of_whole
from claims
inner join phrases
    on claims.claim_key = phrases.claim_key
