{#
    Every claim with all its coordinates: what its own words leave open is taken from the figure under which it is
    listed, from the figure before it, or from the section. A claim with several rows has several readings.
#}
with

phrases as (

    select * from {{ ref('int_narrative_phrases') }}

),

subjects as (

    select * from {{ ref('int_narrative_subjects') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

ancestries as (

    select
        natures.code,
        [natures.parent_code, parents.parent_code, grandparents.parent_code] as ancestors
    from natures
    left join natures as parents
        on natures.parent_code = parents.code
    left join natures as grandparents
        on parents.parent_code = grandparents.code

),

-- A claim without words of its own speaks of the figure before it in the sentence; in a list, perhaps of the whole.
referred as (

    select
        *,
        words = '' and (claim_kind <> 'amount' or comparison <> '') as refers_back,
        last_value(nullif(comparison, '') ignore nulls) over (
            partition by disclosure_key, paragraph_no, sentence_no order by claim_no
            rows between unbounded preceding and current row
        ) as comparison_made,
        last_value(
            case when words <> '' or (claim_kind = 'amount' and words_of_lead <> '') then claim_no end ignore nulls
        ) over (
            partition by disclosure_key, paragraph_no, sentence_no order by claim_no
            rows between unbounded preceding and current row
        ) as named_claim_no
    from phrases

),

own_readings as (

    select
        disclosure_key,
        claim_no,
        min(scope) filter (where scope <> '') as scope,
        min(nature) filter (where nature <> '') as nature
    from subjects
    where phrase_role = 'subject'
    group by disclosure_key, claim_no

),

-- Whose budget the text is at: the last figure outside lists that said so, else the section.
placed as (

    select
        referred.*,
        own_readings.scope as own_scope,
        own_readings.nature as own_nature,
        last_value(
            case
                when
                    not referred.is_member
                    and own_readings.scope in ('all', 'fiscal', 'general_public', 'gov_fund', 'soe_capital')
                    then own_readings.scope
            end ignore nulls
        ) over (
            partition by referred.disclosure_key, referred.section_no order by referred.claim_no
            rows between unbounded preceding and current row
        ) as scope_before
    from referred
    left join own_readings
        on referred.disclosure_key = own_readings.disclosure_key and referred.claim_no = own_readings.claim_no

),

-- Which claims' readings each claim takes: its own or the one before, and for a change in a list also the whole's.
sources as (

    select
        placed.*,
        case when refers_back then named_claim_no else claim_no end as source_no,
        false as is_whole_of_list
    from placed

    union all

    select
        placed.*,
        named.parent_no as source_no,
        true as is_whole_of_list
    from placed
    inner join placed as named
        on placed.disclosure_key = named.disclosure_key and placed.named_claim_no = named.claim_no
    where
        placed.refers_back
        and placed.claim_kind in ('change_amount', 'change_pct', 'direction')
        and named.parent_no is not null

),

completed as (

    select
        sources.disclosure_key,
        sources.claim_no,
        sources.claim_kind,
        sources.domain,
        sources.comparison,
        sources.comparison_made,
        sources.year_text,
        sources.source_no,
        sources.is_whole_of_list,
        source_phrases.is_member,
        source_phrases.parent_no,
        source_phrases.list_flow,
        coalesce(
            parents.own_scope, source_phrases.scope_before, nullif(source_phrases.section_scope, '')
        ) as context_scope,
        case
            when parents.own_nature like 'basic%' or parents.own_nature = 'project' then parents.own_nature
            when sources.domain = 'operating_cost' then 'basic_public'
        end as context_nature,
        source_phrases.words as subject,
        source_phrases.is_member or source_phrases.is_anchored as is_placed,
        regexp_matches(
            concat_ws(' ', source_phrases.words, source_phrases.words_of_lead, parents.words), '本年|当年'
        ) as says_this_year,
        source_phrases.year_text as source_year_text
    from sources
    left join placed as source_phrases
        on sources.disclosure_key = source_phrases.disclosure_key and sources.source_no = source_phrases.claim_no
    left join placed as parents
        on
            source_phrases.disclosure_key = parents.disclosure_key
            and source_phrases.parent_no = parents.claim_no

),

readings as (

    select
        completed.*,
        subjects.phrase_role,
        subjects.scope as read_scope,
        case when subjects.flow = '' and subjects.read_by = 'pattern' then completed.list_flow else subjects.flow end
            as flow,
        subjects.fund_source,
        subjects.nature as read_nature,
        subjects.row_kinds,
        subjects.wider_row_kinds,
        subjects.row_label,
        subjects.item,
        subjects.item_name,
        subjects.read_by
    from completed
    inner join subjects
        on
            completed.disclosure_key = subjects.disclosure_key
            and completed.source_no = subjects.claim_no
            and subjects.phrase_role = 'subject'
    where
        -- In a list under personnel or public expenditure a name is an economic category, elsewhere a function.
        subjects.read_by in ('pattern', 'code')
        or coalesce(completed.context_nature like 'basic%', false) = (subjects.row_kinds = ['economic'])

    union all

    select
        completed.*,
        subjects.phrase_role,
        subjects.scope as read_scope,
        subjects.flow,
        subjects.fund_source,
        subjects.nature as read_nature,
        subjects.row_kinds,
        subjects.wider_row_kinds,
        subjects.row_label,
        subjects.item,
        subjects.item_name,
        subjects.read_by
    from completed
    inner join subjects
        on
            completed.disclosure_key = subjects.disclosure_key
            and completed.claim_no = subjects.claim_no
            and subjects.phrase_role = 'whole'
    where completed.claim_kind = 'share'

)

select
    readings.disclosure_key,
    readings.claim_no,
    readings.claim_kind,
    readings.phrase_role,
    readings.is_whole_of_list,
    readings.source_no,
    readings.subject,
    -- Words alone in a sentence, without year, organisation or list, may belong to a list before: they refute nothing.
    readings.is_placed or readings.read_scope <> '' as is_placed,
    readings.says_this_year,
    -- The figure that the list divides, unless by its nature it cannot be the whole of this one.
    case
        when
            readings.read_nature = ''
            or readings.read_nature = 'total'
            or parents.own_nature is null
            or list_contains(ancestries.ancestors, parents.own_nature)
            then readings.parent_no
    end as parent_no,
    case
        when readings.read_scope <> '' then readings.read_scope
        when readings.context_scope in ('three_public', 'operating_cost', 'state_assets', 'procurement')
            then 'general_public'
        else coalesce(readings.context_scope, 'all')
    end as scope,
    readings.read_scope = '' and readings.context_scope is null as is_scope_assumed,
    coalesce(readings.flow, '') as flow,
    readings.fund_source,
    case
        when readings.read_nature <> '' then readings.read_nature
        when readings.read_by <> 'pattern' then coalesce(readings.context_nature, 'total')
        else ''
    end as nature,
    readings.row_kinds,
    readings.wider_row_kinds,
    readings.row_label,
    readings.item,
    readings.item_name,
    cast(
        coalesce(
            nullif(readings.year_text, ''),
            nullif(readings.source_year_text, ''),
            cast(identities.fiscal_year as varchar)
        ) as integer
    ) as fiscal_year,
    identities.fiscal_year as document_year,
    identities.report_kind,
    readings.comparison,
    coalesce(readings.comparison_made, '') as comparison_made
from readings
inner join identities
    on readings.disclosure_key = identities.disclosure_key
left join placed as parents
    on readings.disclosure_key = parents.disclosure_key and readings.parent_no = parents.claim_no
left join ancestries
    on readings.read_nature = ancestries.code
