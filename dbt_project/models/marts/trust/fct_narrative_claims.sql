{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

{% set given -%}
    {{ plain_number('cast(round(verdicts.table_value, 4) as decimal(24, 4))') }} || ' ' || verdicts.claimed_unit
{%- endset %}
with

claims as (

    select * from {{ ref('int_narrative_claims') }}

),

phrases as (

    select * from {{ ref('int_narrative_phrases') }}

),

contexts as (

    select * from {{ ref('int_narrative_contexts') }}

),

evidence as (

    select * from {{ ref('int_narrative_evidence') }}

),

paragraphs as (

    select * from {{ ref('int_narrative_paragraphs') }}

),

cells as (

    select * from {{ ref('int_narrative_cells') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

units as (

    select * from {{ ref('units') }}

),

held as (

    select
        evidence.*,
        coalesce(claims.claimed_value, 0) as claimed,
        -- The claim's own printed digits, and those of the table; the smallest fraction is for binary arithmetic.
        abs(evidence.table_value - coalesce(claims.claimed_value, 0))
        <= greatest(0.5 * power(10, -coalesce(claims.claimed_decimals, 0)), evidence.table_rounding) * 1.0000001 as fits
    from evidence
    inner join claims
        on evidence.disclosure_key = claims.disclosure_key and evidence.claim_no = claims.claim_no

),

-- The evidence that is shown: what fits before what does not, the same meaning before a wider one.
shown as (

    select
        disclosure_key,
        claim_no,
        table_value,
        amount_keys,
        strength
    from held
    qualify
        row_number() over (
            partition by disclosure_key, claim_no
            order by not fits, strength <> 'same', is_whole_of_list, amount_keys
        ) = 1

),

judged as (

    select
        shown.disclosure_key,
        shown.claim_no,
        shown.table_value,
        shown.amount_keys,
        shown.strength,
        bool_or(held.fits) as any_fits,
        bool_or(held.strength = 'same') as has_same,
        bool_or(held.is_whole_of_list) as has_two_subjects,
        count(distinct case when held.strength = 'same' then round(held.table_value, 4) end) as distinct_values
    from shown
    inner join held
        on shown.disclosure_key = held.disclosure_key and shown.claim_no = held.claim_no
    group by shown.disclosure_key, shown.claim_no, shown.table_value, shown.amount_keys, shown.strength

),

read_once as (

    select
        disclosure_key,
        claim_no,
        subject,
        scope,
        flow,
        fund_source as read_fund,
        nature,
        item,
        fiscal_year
    from contexts
    where phrase_role = 'subject'
    qualify
        row_number() over (
            partition by disclosure_key, claim_no
            order by is_whole_of_list, item = '', scope, flow, fund_source, nature, item
        ) = 1

),

verdicts as (

    select
        claims.*,
        phrases.words,
        phrases.words_of_lead,
        identities.fiscal_year as document_year,
        paragraphs.printed_text,
        read_once.* exclude (disclosure_key, claim_no),
        judged.* exclude (disclosure_key, claim_no),
        matched.statement_code,
        matched.basis,
        case
            when judged.any_fits then 'agrees'
            when
                judged.has_same
                and judged.distinct_values = 1
                and not judged.has_two_subjects
                and not regexp_matches(claims.clause, '约|近|余|左右|基本')
                then 'disagrees'
            else 'no_table_figure'
        end as status
    from claims
    inner join phrases
        on claims.disclosure_key = phrases.disclosure_key and claims.claim_no = phrases.claim_no
    inner join paragraphs
        on claims.disclosure_key = paragraphs.disclosure_key and claims.paragraph_no = paragraphs.paragraph_no
    inner join identities
        on claims.disclosure_key = identities.disclosure_key
    left join read_once
        on claims.disclosure_key = read_once.disclosure_key and claims.claim_no = read_once.claim_no
    left join judged
        on claims.disclosure_key = judged.disclosure_key and claims.claim_no = judged.claim_no
    left join cells as matched
        on judged.amount_keys[1] = matched.amount_key

)

select
    verdicts.disclosure_key || '-l' || verdicts.line_no || '-'
    || row_number() over (
        partition by verdicts.disclosure_key, verdicts.line_no
        order by verdicts.claim_no
    ) as claim_key,
    verdicts.disclosure_key,
    verdicts.page_no,
    verdicts.line_no,
    verdicts.source_line,
    string_split(verdicts.printed_text, '。')[cast(verdicts.sentence_no + 1 as integer)] as sentence,
    verdicts.claim_kind,
    coalesce(
        nullif(verdicts.subject, ''), nullif(verdicts.words, ''), nullif(verdicts.words_of_lead, ''), verdicts.clause
    ) as subject,
    coalesce(verdicts.fiscal_year, verdicts.document_year) as fiscal_year,
    verdicts.basis,
    verdicts.statement_code,
    case
        when verdicts.subject is null then null
        when verdicts.read_fund not in ('', 'total') then replace(verdicts.read_fund, 'fiscal', '')
        when verdicts.scope = 'all' then 'total'
        when verdicts.scope = 'fiscal' then ''
        when verdicts.scope in ('general_public', 'gov_fund', 'soe_capital') then verdicts.scope
    end as fund_source,
    verdicts.nature,
    case when verdicts.item like '2%' then verdicts.item end as function_code,
    case when regexp_matches(verdicts.item, '^[35]') then verdicts.item end as economic_code,
    case when regexp_matches(verdicts.item, '^[a-z]') then verdicts.item end as three_public_item,
    verdicts.claimed_value,
    verdicts.claimed_unit,
    try_cast(round(verdicts.claimed_value * units.factor_to_yuan, 2) as decimal(24, 2)) as amount_yuan,
    case
        when verdicts.status <> 'no_table_figure' then try_cast(verdicts.table_value as decimal(24, 6))
    end as table_value,
    case
        when verdicts.status <> 'no_table_figure' and verdicts.claimed_value is not null
            then verdicts.claimed_value - try_cast(verdicts.table_value as decimal(24, 6))
    end as difference,
    verdicts.status,
    case when verdicts.status <> 'no_table_figure' then verdicts.amount_keys else [] end as amount_keys,
    case
        when verdicts.status = 'agrees' and verdicts.strength = 'wider'
            then
                'The tables give the same figure, in a statement next to the one that the sentence names. '
                || '/ 与相近口径报表中的数字一致。'
        when verdicts.status = 'agrees' and len(verdicts.amount_keys) > 1
            then 'The figures of the tables give the same. / 与表内数字计算结果一致。'
        when verdicts.status = 'agrees' then 'A table prints the same figure. / 与表内数字一致。'
        when verdicts.status = 'disagrees'
            then 'The tables give ' || {{ given }} || '. / 按表内数字应为 ' || {{ given }} || '。'
        when verdicts.subject is null
            then
                'The words before the figure name no row and column of a table for certain. '
                || '/ 文字未能确切对应到表中的行与列。'
        when verdicts.strength is null
            then
                'No table prints a figure of this meaning: the cell is blank, or there is no such row, column or year. '
                || '/ 表内没有此含义的数字：单元格空白，或没有相应的行、列或年度。'
        else
            'The tables print figures near this meaning, but which of them is meant stays open. '
            || '/ 表内有含义相近的数字，但不能确定所指为哪一个。'
    end as explanation
from verdicts
left join units
    on verdicts.claimed_unit = units.unit
