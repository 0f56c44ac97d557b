{#
    What the words before each claim say, cut to the name of the figure: without numbering, year, organisation,
    comparison and filling words. A share has a second phrase, the whole of which it is a part. Beside it, the claim
    under whose 其中 or 包括 the figure is listed (its parent). A figure that is given with its share, in a sentence
    that began with the whole, is a part without such a word.
#}
with

claims as (

    select * from {{ ref('int_narrative_claims') }}

),

paragraphs as (

    select * from {{ ref('int_narrative_paragraphs') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

words as (

    select * from {{ ref('claim_words') }}

),

patterns as (

    select
        string_agg(case when kind = 'noise' then pattern end, '|') as noise,
        string_agg(case when kind in ('up', 'down') then pattern end, '|') as change_words,
        string_agg(case when kind in ('numbering', 'lead') then pattern end, '|') as lead_words,
        string_agg(case when kind = 'tail' then pattern end, '|') as tail_words,
        string_agg(case when kind = 'comparison' then pattern end, '|') as comparisons,
        string_agg(case when kind = 'list_marker' then pattern end, '|') as list_markers
    from words

),

read as (

    select
        claims.*,
        paragraphs.domain,
        paragraphs.section_no,
        paragraphs.section_scope,
        paragraphs.heading_above,
        patterns.*,
        regexp_extract(claims.own_text, '([^。]*)$', 1) as last_sentence,
        claims.own_text like '%。%' as closes_list,
        regexp_replace(
            regexp_replace(claims.clause, '\((境|护)\)', '\1', 'g'), '(?:' || patterns.noise || ')', '', 'g'
        ) as clean_clause,
        regexp_replace(
            regexp_replace(
                case
                    when claims.own_text like '%:%' then regexp_extract(claims.own_text, '([^。;,:]*):[^:]*$', 1)
                    when claims.segment_no = 1 then coalesce(paragraphs.heading_above, '')
                    else ''
                end,
                '\((境|护)\)', '\1', 'g'
            ),
            '(?:' || patterns.noise || ')', '', 'g'
        ) as clean_lead,
        -- How the name of this organisation ends: 局, 委员会, 大学.
        coalesce(regexp_extract(
            identities.organization_name, '(委员会|办事处|大学|学院|中心|法院|检察院|局|厅|部|委|办)$', 1
        ), '') as organization_ending
    from claims
    inner join paragraphs
        on claims.disclosure_key = paragraphs.disclosure_key and claims.paragraph_no = paragraphs.paragraph_no
    left join identities
        on claims.disclosure_key = identities.disclosure_key
    cross join patterns

),

listed as (

    select
        *,
        regexp_matches(last_sentence, list_markers) as opens_list,
        regexp_extract(
            last_sentence, '(收入|支出)(?:预算|决算)?(?:主要)?(?:包括|构成为|为)[:,]?[^:;]*$', 1
        ) as list_flow,
        regexp_extract(clean_clause, '\(([235][0-9]{2}(?:[0-9]{2}){0,2})\)', 1) as code_in_brackets,
        regexp_extract(clean_clause, '(?:^|[^0-9])(2[0-9]{6}|2[0-9]{4})[^0-9年]', 1) as code_in_front,
        regexp_extract(clean_clause, '(?:' || comparisons || ').*$') as comparison,
        max(case when claim_kind = 'amount' then claim_no end) over (
            partition by disclosure_key, paragraph_no order by claim_no
            rows between unbounded preceding and 1 preceding
        ) as amount_before,
        min(case when claim_kind = 'amount' then claim_no end) over (
            partition by disclosure_key, paragraph_no, sentence_no
        ) as first_amount_no,
        claim_kind = 'amount'
        and coalesce(lead(claim_kind = 'share' and starts_with(clean_clause, '占')) over (
            partition by disclosure_key, paragraph_no order by claim_no
        ), false) as has_share
    from read

),

opened as (

    select
        *,
        has_share and claim_no > first_amount_no and not bool_or(has_share and claim_no = first_amount_no) over (
            partition by disclosure_key, paragraph_no, sentence_no
        ) as is_part_of_sentence,
        last_value(
            case
                when opens_list and list_flow <> '' then -1
                when opens_list then coalesce(amount_before, -1)
                when closes_list then 0
            end ignore nulls
        ) over (
            partition by disclosure_key, paragraph_no order by claim_no
            rows between unbounded preceding and current row
        ) as list_parent
    from listed

),

-- A second list in a new sentence divides what the first one divided.
reopened as (

    select
        *,
        has_share and claim_no > first_amount_no and not bool_or(has_share and claim_no = first_amount_no) over (
            partition by disclosure_key, paragraph_no, sentence_no
        ) as is_part_of_sentence,
        greatest(lag(list_parent) over (partition by disclosure_key, paragraph_no order by claim_no), 0)
            as parent_before
    from opened

),

parented as (

    select
        * exclude (list_parent),
        last_value(
            case
                when opens_list and closes_list and list_parent > 0 and parent_before > 0 then parent_before
                when opens_list or closes_list then list_parent
            end ignore nulls
        ) over (
            partition by disclosure_key, paragraph_no order by claim_no
            rows between unbounded preceding and current row
        ) as list_parent,
        last_value(
            case when opens_list then list_flow when closes_list then '' end ignore nulls
        ) over (
            partition by disclosure_key, paragraph_no order by claim_no
            rows between unbounded preceding and current row
        ) as inherited_flow
    from reopened

),

-- The words of the figure itself, of the clause before a colon or the heading, and of the whole of a share.
worded as (

    select
        disclosure_key,
        claim_no,
        'subject' as phrase_role,
        case
            when comparison <> '' then left(clean_clause, length(clean_clause) - length(comparison))
            when claim_kind = 'share' then regexp_extract(clean_clause, '^(.*)占', 1)
            when claim_kind in ('change_amount', 'change_pct')
                then regexp_replace(clean_clause, '(?:' || change_words || ')(?:了|约|额|数|幅度)?为?$', '')
            else clean_clause
        end as words,
        lead_words,
        tail_words,
        organization_ending
    from parented

    union all

    select
        disclosure_key,
        claim_no,
        'lead' as phrase_role,
        clean_lead as words,
        lead_words,
        tail_words,
        organization_ending
    from parented

    union all

    select
        disclosure_key,
        claim_no,
        'denominator' as phrase_role,
        regexp_replace(regexp_extract(clean_clause, '占(.*)$', 1), '^(比重?|总?比例)|(的|的?比重|的?比例)$', '', 'g') as words,
        lead_words,
        tail_words,
        organization_ending
    from parented
    where claim_kind = 'share'

),

uncoded as (

    select
        *,
        regexp_replace(
            regexp_replace(words, '\([235][0-9]{2,6}\)', '', 'g'), '(^|[^0-9])(?:2[0-9]{6}|2[0-9]{4})[-—]?', '\1', 'g'
        ) as plain_words
    from worded

),

stripped as (

    select
        *,
        regexp_extract(plain_words, '.*(20[0-9]{2})年', 1) as year_text,
        regexp_replace(
            regexp_replace(
                regexp_replace(plain_words, '^.*20[0-9]{2}年度?', ''), '^(?:' || lead_words || '|[、()])+', ''
            ),
            '^(?:.{1,30}?' || nullif(organization_ending, '') || ')(?:' || lead_words || '|[、()])*', ''
        ) as words_after,
        regexp_replace(
            regexp_replace(
                regexp_extract(plain_words, '^(.*)20[0-9]{2}年', 1), '^(?:' || lead_words || '|[、()])+', ''
            ),
            '^(?:.{1,30}?' || nullif(organization_ending, '') || ')(?:' || lead_words || '|[、()])*', ''
        ) as words_before,
        regexp_replace(
            regexp_replace(plain_words, '^.*20[0-9]{2}年度?', ''), '^(?:' || lead_words || '|[、()])+', ''
        ) as words_with_organization
    from uncoded

),

trimmed as (

    select
        disclosure_key,
        claim_no,
        phrase_role,
        year_text,
        year_text <> '' or coalesce(words_after, words_with_organization) <> words_with_organization as is_anchored,
        regexp_replace(
            coalesce(words_after, words_with_organization), '(?:' || tail_words || ')+$', ''
        ) as words_after,
        regexp_replace(
            coalesce(words_before, ''), '(?:' || tail_words || ')+$', ''
        ) as words_before
    from stripped

),

chosen as (

    select
        disclosure_key,
        claim_no,
        phrase_role,
        year_text,
        is_anchored,
        case
            when words_after not in ('', '预算', '决算', '支出预算', '财政拨款') or words_before = '' then words_after
            else words_before
        end as words
    from trimmed

)

select
    parented.disclosure_key,
    parented.claim_no,
    parented.paragraph_no,
    parented.sentence_no,
    parented.section_no,
    parented.domain,
    parented.section_scope,
    parented.claim_kind,
    nullif(parented.list_parent, 0) is not null or parented.is_part_of_sentence as is_member,
    case when parented.list_parent > 0 then parented.list_parent end as parent_no,
    case parented.inherited_flow when '收入' then 'revenue' when '支出' then 'expenditure' end as list_flow,
    coalesce(nullif(parented.code_in_brackets, ''), nullif(parented.code_in_front, '')) as code,
    parented.comparison,
    subjects.year_text,
    subjects.is_anchored or parented.segment_no = 1 as is_anchored,
    case when subjects.words in ('', '预算', '决算') then '' else subjects.words end as words,
    leads.words as words_of_lead,
    denominators.words as words_of_whole
from parented
inner join chosen as subjects
    on
        parented.disclosure_key = subjects.disclosure_key
        and parented.claim_no = subjects.claim_no
        and subjects.phrase_role = 'subject'
inner join chosen as leads
    on
        parented.disclosure_key = leads.disclosure_key
        and parented.claim_no = leads.claim_no
        and leads.phrase_role = 'lead'
left join chosen as denominators
    on
        parented.disclosure_key = denominators.disclosure_key
        and parented.claim_no = denominators.claim_no
        and denominators.phrase_role = 'denominator'
