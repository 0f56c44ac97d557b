{#
    One row for each figure that a claim names: the figure it states (subject) and, for a share, the whole that it is
    a part of; with what the text says about the name. An amount without words of its own takes those of the lead.
#}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

phrases as (

    select * from {{ ref('int_claim_phrases') }}

),

lists as (

    select * from {{ ref('int_claim_lists') }}

),

joined as (

    select
        claims.claim_key,
        claims.disclosure_key,
        claims.domain,
        lists.is_member,
        phrases.is_anchored or phrases.words = '' as is_anchored,
        coalesce(
            claims.code,
            regexp_extract(case when phrases.words = '' then phrases.words_of_lead end, '^(2[0-9]{6})', 1),
            ''
        ) as code,
        case
            when phrases.words <> '' then phrases.words
            when claims.comparison = '' and claims.claim_kind = 'amount' then phrases.words_of_lead
            else ''
        end as words,
        phrases.words_of_whole
    from claims
    inner join phrases
        on claims.claim_key = phrases.claim_key
    inner join lists
        on claims.claim_key = lists.claim_key

)

select
    claim_key,
    disclosure_key,
    'subject' as phrase_role,
    words as phrase,
    code,
    is_anchored,
    is_member,
    domain
from joined
where words <> ''

union all

select
    claim_key,
    disclosure_key,
    'whole' as phrase_role,
    words_of_whole as phrase,
    code,
    true as is_anchored,
    is_member,
    domain
from joined
where words_of_whole <> ''
