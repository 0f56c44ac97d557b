{# One row for each claim of an amount and each amount of the tables that may be it, in the unit of the claim. #}
with

claims as (

    select * from {{ ref('int_claim_clauses') }}

),

candidates as (

    select * from {{ ref('int_claim_candidates') }}
    where claim_kind = 'amount' and phrase_role = 'subject' and measure = 'amount' and is_of_claimed_year

),

units as (

    select * from {{ ref('units') }}

)

select
    candidates.claim_key,
    candidates.is_whole_of_list,
    candidates.strength,
    cast(candidates.amount_yuan as double) / claim_units.factor_to_yuan as table_value,
    0.5 * power(10, -candidates.printed_decimals) * table_units.factor_to_yuan / claim_units.factor_to_yuan
        as table_rounding,
    [candidates.amount_key] as amount_keys
from candidates
inner join claims
    on candidates.claim_key = claims.claim_key
inner join units as claim_units
    on claims.claimed_unit = claim_units.unit and claim_units.factor_to_yuan is not null
left join units as table_units
    on candidates.published_unit = table_units.unit
