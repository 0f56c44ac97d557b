{#
    One row for each reading of a claim, with all its coordinates: what its own words leave open is taken from the
    list, the figure before it or the section. A claim may have several readings; a share has one more for its whole.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set compared_execution = word_of(words, 'compared_execution') %}
{% set compared_budget = word_of(words, 'compared_budget') %}
{% set budget = word_of(words, 'states_budget') %}
{% set adjusted_budget = word_of(words, 'states_adjusted_budget') %}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

sources as (

    select * from {{ ref('int_claim_sources') }}

),

subjects as (

    select * from {{ ref('int_claim_subjects') }}

),

scopes as (

    select * from {{ ref('claim_scopes') }}

),

ancestors as (

    select * from {{ ref('int_code_ancestors') }}
    where tree = 'nature'

),

documents as (

    select * from {{ ref('int_documents') }}

),

readings as (

    select
        sources.*,
        subjects.* exclude (claim_key, flow),
        case when subjects.flow = '' and subjects.read_by = 'pattern' then sources.list_flow else subjects.flow end
            as flow
    from sources
    inner join subjects
        on sources.source_claim_key = subjects.claim_key and subjects.phrase_role = 'subject'
    where
        -- In a list under personnel or public expenditure a name is an economic category, elsewhere a function.
        subjects.read_by in ('pattern', 'code')
        or coalesce(sources.context_nature like 'basic%', false) = (subjects.row_kinds = ['economic'])

    union all

    select
        sources.*,
        subjects.* exclude (claim_key, flow),
        subjects.flow
    from sources
    inner join subjects
        on sources.claim_key = subjects.claim_key and subjects.phrase_role = 'whole'
    where sources.claim_kind = 'share'

)

select
    readings.claim_key,
    claims.disclosure_key,
    readings.claim_kind,
    readings.phrase_role,
    readings.is_whole_of_list,
    readings.subject,
    -- Words alone in a sentence, without year, organisation or list, may belong to a list before: they refute nothing.
    readings.is_placed or readings.scope <> '' as is_placed,
    readings.says_this_year,
    -- The figure that the list divides, unless by its nature it cannot be the whole of this one.
    case
        when
            readings.nature in ('', 'total')
            or readings.parent_nature is null
            or ancestors.ancestor_code is not null
            then readings.parent_claim_key
    end as parent_claim_key,
    case
        when readings.scope <> '' then readings.scope
        when not context_scopes.is_budget then 'general_public'
        else coalesce(readings.context_scope, 'all')
    end as scope,
    readings.scope = '' and readings.context_scope is null as is_scope_assumed,
    coalesce(readings.flow, '') as flow,
    readings.fund_source,
    case
        when readings.nature <> '' then readings.nature
        when readings.read_by <> 'pattern' then coalesce(readings.context_nature, 'total')
        else ''
    end as nature,
    readings.row_kinds,
    readings.wider_row_kinds,
    readings.row_label,
    readings.item,
    readings.item_name,
    cast(coalesce(readings.year_text, cast(documents.fiscal_year as varchar)) as integer) as fiscal_year,
    documents.fiscal_year as document_year,
    -- Final accounts also say what the budget was: 年初预算为 …, 支出决算为 ….
    case
        when documents.report_kind <> 'final_accounts' then 'budget'
        when regexp_matches(claims.clean_clause, '{{ adjusted_budget }}') then 'adjusted_budget'
        when regexp_matches(claims.clean_clause, '{{ budget }}') then 'budget'
        else 'final'
    end as document_basis,
    claims.comparison <> '' as is_comparison,
    cast(coalesce(
        nullif(regexp_extract(readings.comparison_made, '20[0-9]{2}'), ''),
        cast(documents.fiscal_year - 1 as varchar)
    ) as integer) as compared_year,
    -- Where the words do not say whether they compare with a budget or its execution, either will do.
    case
        when regexp_matches(readings.comparison_made, '{{ compared_execution }}')
            then ['prior_execution']
        when regexp_matches(readings.comparison_made, '{{ compared_budget }}')
            then ['prior_budget']
        else ['prior_budget', 'prior_execution', 'prior_yearend']
    end as compared_bases
from readings
inner join claims
    on readings.claim_key = claims.claim_key
inner join documents
    on claims.disclosure_key = documents.disclosure_key
left join scopes as context_scopes
    on readings.context_scope = context_scopes.scope
left join ancestors
    on readings.nature = ancestors.code and readings.parent_nature = ancestors.ancestor_code
