{#
    One row for each claim that the tables have a figure for: the evidence to show (what agrees before what does not,
    the same meaning before a wider one) and whether the claim agrees. A claim disagrees only where all evidence of
    the same meaning gives one value, its words do not say 约 or 近, and no page of the disclosure was recognised in a
    picture, where either may be misread.
#}
-- depends_on: {{ ref('claim_words') }}
{% set words = words_by_kind('claim_words') %}
{% set approximate = word_of(words, 'approximate') %}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

evidence as (

    select * from {{ ref('int_claim_amounts') }}

    union all

    select * from {{ ref('int_claim_shares') }}

    union all

    select * from {{ ref('int_claim_changes') }}

),

amounts as (

    select * from {{ ref('int_claimable_amounts') }}

),

recognised as (

    {{ recognised_disclosures() }}

),

-- A claim fits within half of its own last printed digit or, where that is coarser, the rounding of the tables.
held as (

    select
        evidence.*,
        -- The smallest fraction is for binary arithmetic.
        abs(evidence.table_value - coalesce(claims.claimed_value, 0))
        <= greatest(0.5 * power(10, -coalesce(claims.claimed_decimals, 0)), evidence.table_rounding) * 1.0000001
            as fits
    from evidence
    inner join claims
        on evidence.claim_key = claims.claim_key

),

shown as (

    select
        claim_key,
        table_value,
        amount_keys,
        strength
    from held
    qualify
        row_number() over (
            partition by claim_key
            order by not fits, strength <> 'same', is_whole_of_list, amount_keys
        ) = 1

),

weighed as (

    select
        claim_key,
        bool_or(fits) as agrees,
        bool_or(strength = 'same')
        and not bool_or(is_whole_of_list)
        and count(distinct case when strength = 'same' then round(table_value, 4) end) = 1 as gives_one_value
    from held
    group by claim_key

)

select
    shown.claim_key,
    shown.table_value,
    shown.amount_keys,
    shown.strength,
    amounts.statement_code,
    amounts.basis,
    case
        when weighed.agrees then 'agrees'
        when
            weighed.gives_one_value
            and not regexp_matches(claims.clause, '{{ approximate }}')
            and claims.disclosure_key not in (select recognised.disclosure_key from recognised)
            then 'disagrees'
        else 'no_table_figure'
    end as status
from shown
inner join weighed
    on shown.claim_key = weighed.claim_key
inner join claims
    on shown.claim_key = claims.claim_key
left join amounts
    on shown.amount_keys[1] = amounts.amount_key
