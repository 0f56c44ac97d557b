{#
    One row for each claim of a share and each pair of a part and a whole in the tables that may give it, in per cent.
    The whole is what the words after 占 name, else the amount that the list divides, else a total of the same scope.
#}
with

candidates as (

    select * from {{ ref('int_claim_candidates') }}
    where measure = 'amount'

),

readings as (

    select * from {{ ref('int_claim_readings') }}
    where claim_kind = 'share'

),

totals as (

    select * from {{ ref('int_claimable_amounts') }}
    where row_kind in ('grand_total', 'total', 'current_total') and measure = 'amount'

),

parts as (

    select * from candidates
    where claim_kind = 'share' and phrase_role = 'subject' and is_of_claimed_year

),

named_wholes as (

    select * from candidates
    where claim_kind = 'share' and phrase_role = 'whole'

),

divided as (

    select distinct
        claim_key,
        parent_claim_key
    from readings

),

wholes as (

    select
        claim_key,
        strength,
        amount_key,
        amount_yuan
    from named_wholes
    where is_of_this_year

    union all

    select
        divided.claim_key,
        candidates.strength,
        candidates.amount_key,
        candidates.amount_yuan
    from divided
    inner join candidates
        on
            divided.parent_claim_key = candidates.claim_key
            and candidates.phrase_role = 'subject'
            and candidates.is_of_this_year

    union all

    select distinct
        readings.claim_key,
        'same' as strength,
        totals.amount_key,
        totals.amount_yuan
    from readings
    inner join totals
        on
            readings.disclosure_key = totals.disclosure_key
            and readings.scope = totals.scope
            and readings.flow = totals.flow
            and readings.document_year = totals.fiscal_year
            and readings.document_basis = totals.basis
            and (
                totals.flow = 'revenue'
                or totals.nature = 'total'
                or (readings.nature like 'basic_%' and totals.nature = 'basic')
            )
            and (totals.flow = 'expenditure' or totals.fund_source = 'total')
    where readings.phrase_role = 'subject' and readings.parent_claim_key is null

),

names as (

    select * from {{ ref('int_claim_names') }}
    where phrase_role = 'whole'

)

select
    parts.claim_key,
    false as is_whole_of_list,
    case when parts.strength = 'same' and wholes.strength = 'same' then 'same' else 'wider' end as strength,
    cast(parts.amount_yuan as double) / cast(wholes.amount_yuan as double) * 100 as table_value,
    cast(0 as double) as table_rounding,
    [parts.amount_key, wholes.amount_key] as amount_keys
from parts
inner join wholes
    on parts.claim_key = wholes.claim_key
left join names
    on parts.claim_key = names.claim_key
where
    wholes.amount_yuan <> 0
    -- Where the words name the whole, no other amount will do.
    and (
        names.claim_key is null
        or exists (
            select 1 from named_wholes
            where named_wholes.claim_key = wholes.claim_key and named_wholes.amount_key = wholes.amount_key
        )
    )
