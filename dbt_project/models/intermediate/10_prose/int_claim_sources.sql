{#
    One row for each claim whose words name the figure of a claim: the claim itself or, where it has no words of its
    own, the last one in the sentence that has; for a change in a list perhaps also the whole of the list. With what
    the text around those words says: whose budget it is at, the list, the year.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set this_year = word_of(words, 'this_year') %}
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

subjects as (

    select * from {{ ref('int_claim_subjects') }}
    where phrase_role = 'subject'

),

scopes as (

    select * from {{ ref('claim_scopes') }}

),

own_readings as (

    select
        claim_key,
        min(scope) filter (where scope <> '') as scope,
        min(nature) filter (where nature <> '') as nature
    from subjects
    group by claim_key

),

-- The budgets that figures outside lists name.
budgets as (

    select
        claims.claim_key,
        own_readings.scope,
        case when claims.claimed_value <> 0 then own_readings.scope end as valued_scope
    from claims
    inner join lists
        on claims.claim_key = lists.claim_key and not lists.is_member
    inner join own_readings
        on claims.claim_key = own_readings.claim_key
    inner join scopes
        on own_readings.scope = scopes.scope and scopes.is_budget

),

-- Whose budget a sentence leaves the text at: the one that it names. Of several it is the only one that has money, or
-- none; empty text stands for that.
sentences as (

    select
        claims.sentence_key,
        max(claims.claim_no) as last_claim_no,
        case
            when min(budgets.scope) = max(budgets.scope) then min(budgets.scope)
            when min(budgets.valued_scope) = max(budgets.valued_scope) then min(budgets.valued_scope)
            else ''
        end as scope
    from claims
    inner join budgets
        on claims.claim_key = budgets.claim_key
    group by claims.sentence_key

),

-- Whose budget the text is at: the last figure of the sentence that said so, else the sentences before, else the
-- section.
placed as (

    select
        claims.claim_key,
        claims.claim_no,
        claims.claim_kind,
        claims.domain,
        claims.section_scope,
        phrases.words,
        phrases.words_of_lead,
        phrases.year_text,
        phrases.is_anchored,
        lists.is_member,
        lists.parent_claim_key,
        lists.list_flow,
        own_readings.nature as own_nature,
        own_readings.scope as own_scope,
        phrases.words = '' and (claims.claim_kind <> 'amount' or claims.comparison <> '') as refers_back,
        last_value(nullif(claims.comparison, '') ignore nulls) over in_sentence as comparison_made,
        last_value(
            case
                when phrases.words <> '' or (claims.claim_kind = 'amount' and phrases.words_of_lead <> '')
                    then claims.claim_key
            end ignore nulls
        ) over in_sentence as named_claim_key,
        coalesce(
            last_value(budgets.scope ignore nulls) over in_sentence,
            nullif(
                last_value(sentences.scope ignore nulls) over (
                    partition by claims.disclosure_key, claims.section_key order by claims.claim_no
                    rows between unbounded preceding and 1 preceding
                ),
                ''
            )
        ) as scope_before
    from claims
    inner join phrases
        on claims.claim_key = phrases.claim_key
    inner join lists
        on claims.claim_key = lists.claim_key
    left join own_readings
        on claims.claim_key = own_readings.claim_key
    left join budgets
        on claims.claim_key = budgets.claim_key
    left join sentences
        on claims.sentence_key = sentences.sentence_key and claims.claim_no = sentences.last_claim_no
    window in_sentence as (
        partition by claims.sentence_key order by claims.claim_no
        rows between unbounded preceding and current row
    )

),

sources as (

    select
        placed.*,
        case when placed.refers_back then placed.named_claim_key else placed.claim_key end as source_claim_key,
        false as is_whole_of_list
    from placed

    union all

    select
        placed.*,
        named.parent_claim_key as source_claim_key,
        true as is_whole_of_list
    from placed
    inner join placed as named
        on placed.named_claim_key = named.claim_key
    where
        placed.refers_back
        and placed.claim_kind in ('change_amount', 'change_pct', 'direction')
        and named.parent_claim_key is not null

)

select
    sources.claim_key,
    sources.claim_kind,
    sources.is_whole_of_list,
    sources.source_claim_key,
    coalesce(sources.comparison_made, '') as comparison_made,
    coalesce(nullif(sources.year_text, ''), nullif(source_claims.year_text, '')) as year_text,
    source_claims.words as subject,
    source_claims.parent_claim_key,
    parents.own_nature as parent_nature,
    source_claims.list_flow,
    coalesce(parents.own_scope, source_claims.scope_before, nullif(source_claims.section_scope, '')) as context_scope,
    case
        when parents.own_nature like 'basic%' or parents.own_nature = 'project' then parents.own_nature
        when sources.domain = 'operating_cost' then 'basic_public'
    end as context_nature,
    source_claims.is_member or source_claims.is_anchored as is_placed,
    regexp_matches(
        concat_ws(' ', source_claims.words, source_claims.words_of_lead, parents.words),
        '{{ this_year }}'
    ) as says_this_year
from sources
left join placed as source_claims
    on sources.source_claim_key = source_claims.claim_key
left join placed as parents
    on source_claims.parent_claim_key = parents.claim_key
