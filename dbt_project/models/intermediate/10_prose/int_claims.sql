{#
    One row for each claim of running text, with everything known of it: the sentence, what it is about, what the
    tables give and whether the two agree.
#}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

phrases as (

    select * from {{ ref('int_claim_phrases') }}

),

paragraphs as (

    select * from {{ ref('int_paragraphs') }}

),

readings as (

    select * from {{ ref('int_claim_readings') }}

),

verdicts as (

    select * from {{ ref('int_claim_verdicts') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

scopes as (

    select * from {{ ref('claim_scopes') }}

),

units as (

    select * from {{ ref('units') }}

),

shown_readings as (

    select * from readings
    where phrase_role = 'subject'
    qualify
        row_number() over (
            partition by claim_key
            order by is_whole_of_list, item = '', scope, flow, fund_source, nature, item
        ) = 1

),

known as (

    select
        claims.claim_key,
        claims.disclosure_key,
        claims.page_no,
        claims.line_no,
        claims.source_line,
        string_split(paragraphs.printed_text, '。')[cast(claims.sentence_no + 1 as integer)] as sentence,
        claims.claim_kind,
        coalesce(
            nullif(readings.subject, ''), nullif(phrases.words, ''), nullif(phrases.words_of_lead, ''), claims.clause
        ) as subject,
        readings.claim_key is not null as is_read,
        coalesce(readings.fiscal_year, documents.fiscal_year) as fiscal_year,
        verdicts.basis,
        verdicts.statement_code,
        case
            when readings.fund_source not in ('', 'total') then replace(readings.fund_source, 'fiscal', '')
            when readings.scope = 'all' then 'total'
            when readings.scope = 'fiscal' then ''
            when scopes.is_budget then readings.scope
        end as fund_source,
        readings.nature,
        case when readings.item like '2%' then readings.item end as function_code,
        case when regexp_matches(readings.item, '^[35]') then readings.item end as economic_code,
        case when regexp_matches(readings.item, '^[a-z]') then readings.item end as three_public_item,
        claims.claimed_value,
        claims.claimed_decimals,
        claims.claimed_unit,
        try_cast(round(claims.claimed_value * units.factor_to_yuan, 2) as decimal(24, 2)) as amount_yuan,
        verdicts.table_value,
        verdicts.amount_keys,
        verdicts.strength,
        coalesce(verdicts.status, 'no_table_figure') as status
    from claims
    inner join phrases
        on claims.claim_key = phrases.claim_key
    inner join paragraphs
        on claims.paragraph_key = paragraphs.paragraph_key
    inner join documents
        on claims.disclosure_key = documents.disclosure_key
    left join shown_readings as readings
        on claims.claim_key = readings.claim_key
    left join scopes
        on readings.scope = scopes.scope
    left join verdicts
        on claims.claim_key = verdicts.claim_key
    left join units
        on claims.claimed_unit = units.unit

)

select
    known.claim_key,
    known.disclosure_key,
    known.page_no,
    known.line_no,
    known.source_line,
    known.sentence,
    known.claim_kind,
    known.subject,
    known.fiscal_year,
    known.basis,
    known.statement_code,
    known.fund_source,
    known.nature,
    known.function_code,
    known.economic_code,
    known.three_public_item,
    known.claimed_value,
    known.claimed_unit,
    known.amount_yuan,
    case
        when known.status <> 'no_table_figure' then try_cast(known.table_value as decimal(24, 6))
    end as table_value,
    case
        when known.status <> 'no_table_figure' then known.claimed_value - try_cast(known.table_value as decimal(24, 6))
    end as difference,
    known.status,
    -- Cut off instead of rounded, or the sum of rounded parts.
    known.status = 'disagrees'
    and abs(known.claimed_value - known.table_value)
    <= least(1.5 * power(10, -coalesce(known.claimed_decimals, 0)), 0.002 * abs(known.table_value)) as is_last_digit,
    case when known.status <> 'no_table_figure' then known.amount_keys else [] end as amount_keys,
    {{ claim_explanation('known') }} as explanation
from known
