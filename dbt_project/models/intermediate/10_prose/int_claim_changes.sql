{#
    One row for each claim of a change, or of no change, and each change that the tables give: the difference between
    this year's and the earlier amount of the same series, or a change that a table prints itself.
#}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

candidates as (

    select * from {{ ref('int_claim_candidates') }}
    where claim_kind in ('change_amount', 'change_pct', 'direction')

),

units as (

    select * from {{ ref('units') }}

),

-- Words without a unit, and units that are not money, are compared with 万元.
factors as (

    select
        claims.claim_key,
        coalesce(units.factor_to_yuan, 10000) as claim_factor
    from claims
    left join units
        on claims.claimed_unit = units.unit

),

pairs as (

    select
        now.claim_key,
        now.claim_kind,
        now.is_whole_of_list,
        now.strength,
        cast(now.amount_yuan - before.amount_yuan as double) as difference_yuan,
        abs(cast(before.amount_yuan as double)) as size_before,
        0.5 * power(10, -now.printed_decimals) * units.factor_to_yuan as rounding_yuan,
        [now.amount_key, before.amount_key] as amount_keys
    from candidates as now
    inner join candidates as before
        on
            now.claim_key = before.claim_key
            and now.is_whole_of_list = before.is_whole_of_list
            and now.series_key = before.series_key
    left join units
        on now.published_unit = units.unit
    where
        now.measure = 'amount'
        and now.is_of_this_year
        and now.is_about_this_year
        and before.measure = 'amount'
        and before.is_of_compared_year

),

changes as (

    select
        pairs.claim_key,
        pairs.is_whole_of_list,
        pairs.strength,
        case
            when pairs.claim_kind = 'change_pct' then pairs.difference_yuan / nullif(pairs.size_before, 0) * 100
            else pairs.difference_yuan / factors.claim_factor
        end as table_value,
        case
            when pairs.claim_kind = 'change_pct' then 0 else 2 * pairs.rounding_yuan / factors.claim_factor
        end as table_rounding,
        pairs.amount_keys
    from pairs
    inner join factors
        on pairs.claim_key = factors.claim_key

    union all

    select
        candidates.claim_key,
        candidates.is_whole_of_list,
        candidates.strength,
        case
            when candidates.claim_kind = 'change_pct' then cast(candidates.published_value as double)
            else cast(candidates.amount_yuan as double) / factors.claim_factor
        end as table_value,
        0.5 * power(10, -candidates.printed_decimals) as table_rounding,
        [candidates.amount_key] as amount_keys
    from candidates
    inner join factors
        on candidates.claim_key = factors.claim_key
    where candidates.measure = case candidates.claim_kind when 'change_pct' then 'change_pct' else 'change_amount' end

)

select *
from changes
where table_value is not null
