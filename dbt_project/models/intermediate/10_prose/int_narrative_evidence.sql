{#
    What the tables give for each claim: the cell itself, the share of two cells, the difference of this year's and
    last year's cell, each in the unit of the claim and with the rounding of the printed figures.
#}
{% set totals = "('grand_total', 'total', 'current_total')" %}
with

claims as (

    select * from {{ ref('int_narrative_claims') }}

),

contexts as (

    select * from {{ ref('int_narrative_contexts') }}

),

candidates as (

    select * from {{ ref('int_narrative_candidates') }}

),

cells as (

    select * from {{ ref('int_narrative_cells') }}

),

units as (

    select * from {{ ref('units') }}

),

-- What a comparison says it compares with: last year's budget or its execution; both where it does not say.
timed as (

    select
        *,
        cast(coalesce(
            nullif(regexp_extract(comparison_made, '20[0-9]{2}'), ''), cast(document_year - 1 as varchar)
        ) as integer) as compared_year,
        case
            when regexp_matches(comparison_made, '执行|决算') then ['prior_execution']
            when regexp_matches(comparison_made, '预算') then ['prior_budget']
            else ['prior_budget', 'prior_execution', 'prior_yearend']
        end as compared_bases,
        case when report_kind = 'final_accounts' then 'final' else 'budget' end as own_basis
    from candidates

),

amounts as (

    select
        timed.*,
        claims.claimed_unit,
        claim_units.factor_to_yuan
    from timed
    inner join claims
        on timed.disclosure_key = claims.disclosure_key and timed.claim_no = claims.claim_no
    left join units as claim_units
        on claims.claimed_unit = claim_units.unit
    where
        timed.measure = 'amount'
        and timed.phrase_role = 'subject'
        and timed.claim_kind in ('amount', 'share')
        and (
            timed.row_kind = 'asset'
            or (
                timed.comparison = ''
                and timed.fiscal_year = timed.cell_year
                and (timed.basis = timed.own_basis or timed.fiscal_year <> timed.document_year)
            )
            or (
                timed.comparison <> ''
                and timed.compared_year = timed.cell_year
                and list_contains(timed.compared_bases, timed.basis)
            )
        )

),

divided as (

    select distinct
        disclosure_key,
        claim_no,
        parent_no
    from contexts
    where claim_kind = 'share'

),

-- The whole of a share: what 占 names, else the figure that the list divides, else the total of the same scope.
wholes as (

    select
        timed.disclosure_key,
        timed.claim_no,
        timed.strength,
        timed.amount_key,
        timed.amount_yuan
    from timed
    where
        timed.claim_kind = 'share'
        and timed.phrase_role = 'whole'
        and timed.measure = 'amount'
        and timed.cell_year = timed.document_year
        and timed.basis = timed.own_basis

    union all

    select
        shares.disclosure_key,
        shares.claim_no,
        parents.strength,
        parents.amount_key,
        parents.amount_yuan
    from divided as shares
    inner join timed as parents
        on
            shares.disclosure_key = parents.disclosure_key
            and shares.parent_no = parents.claim_no
            and parents.phrase_role = 'subject'
            and parents.measure = 'amount'
            and parents.cell_year = parents.document_year
            and parents.basis = parents.own_basis

    union all

    select distinct
        shares.disclosure_key,
        shares.claim_no,
        'same' as strength,
        cells.amount_key,
        cells.amount_yuan
    from contexts as shares
    inner join cells
        on
            shares.disclosure_key = cells.disclosure_key
            and shares.scope = cells.scope
            and shares.flow = cells.flow
            and cells.row_kind in {{ totals }}
            and cells.measure = 'amount'
            and cells.fiscal_year = shares.document_year
            and cells.basis = case when shares.report_kind = 'final_accounts' then 'final' else 'budget' end
            and (
                cells.flow = 'revenue'
                or cells.nature = 'total'
                or (shares.nature like 'basic_%' and cells.nature = 'basic')
            )
            and (cells.flow = 'expenditure' or cells.fund_source = 'total')
    where
        shares.claim_kind = 'share'
        and shares.phrase_role = 'subject'
        and shares.parent_no is null

),

explicit_wholes as (

    select distinct
        disclosure_key,
        claim_no
    from {{ ref('int_narrative_phrases') }}
    where words_of_whole <> ''

),

share_evidence as (

    select
        amounts.disclosure_key,
        amounts.claim_no,
        false as is_whole_of_list,
        case when amounts.strength = 'same' and wholes.strength = 'same' then 'same' else 'wider' end as strength,
        cast(amounts.amount_yuan as double) / cast(wholes.amount_yuan as double) * 100 as table_value,
        cast(0 as double) as table_rounding,
        [amounts.amount_key, wholes.amount_key] as amount_keys
    from amounts
    inner join wholes
        on amounts.disclosure_key = wholes.disclosure_key and amounts.claim_no = wholes.claim_no
    left join explicit_wholes
        on amounts.disclosure_key = explicit_wholes.disclosure_key and amounts.claim_no = explicit_wholes.claim_no
    where
        amounts.claim_kind = 'share'
        and wholes.amount_yuan <> 0
        and (
            explicit_wholes.claim_no is null
            or exists (
                select 1 from timed
                where
                    timed.disclosure_key = wholes.disclosure_key
                    and timed.claim_no = wholes.claim_no
                    and timed.phrase_role = 'whole'
                    and timed.amount_key = wholes.amount_key
            )
        )

),

amount_evidence as (

    select
        amounts.disclosure_key,
        amounts.claim_no,
        amounts.is_whole_of_list,
        amounts.strength,
        cast(amounts.amount_yuan as double) / amounts.factor_to_yuan as table_value,
        0.5 * power(10, -amounts.printed_decimals) * cell_units.factor_to_yuan / amounts.factor_to_yuan
            as table_rounding,
        [amounts.amount_key] as amount_keys
    from amounts
    left join units as cell_units
        on amounts.published_unit = cell_units.unit
    where amounts.claim_kind = 'amount' and amounts.factor_to_yuan is not null

),

-- This year's and last year's cell of the same row.
pairs as (

    select
        now.disclosure_key,
        now.claim_no,
        now.claim_kind,
        now.is_whole_of_list,
        now.strength,
        now.amount_yuan as amount_now,
        before.amount_yuan as amount_before,
        [now.amount_key, before.amount_key] as amount_keys,
        0.5 * power(10, -now.printed_decimals) * units.factor_to_yuan as rounding_yuan
    from timed as now
    inner join timed as before
        on
            now.disclosure_key = before.disclosure_key
            and now.claim_no = before.claim_no
            and now.is_whole_of_list = before.is_whole_of_list
            and now.table_no = before.table_no
            and now.row_kind = before.row_kind
            and now.row_text = before.row_text
            and now.item is not distinct from before.item
            and now.scope = before.scope
            and now.nature = before.nature
            and now.fund_source = before.fund_source
            and now.flow = before.flow
    left join units
        on now.published_unit = units.unit
    where
        now.claim_kind in ('change_amount', 'change_pct', 'direction')
        and now.measure = 'amount'
        and before.measure = 'amount'
        and now.cell_year = now.document_year
        and now.fiscal_year = now.document_year
        and now.basis = now.own_basis
        and before.cell_year = now.compared_year
        and list_contains(now.compared_bases, before.basis)

),

change_evidence as (

    select
        pairs.disclosure_key,
        pairs.claim_no,
        pairs.is_whole_of_list,
        pairs.strength,
        case
            when pairs.claim_kind = 'change_pct'
                then
                    cast(pairs.amount_now - pairs.amount_before as double)
                    / nullif(abs(cast(pairs.amount_before as double)), 0) * 100
            else cast(pairs.amount_now - pairs.amount_before as double) / coalesce(units.factor_to_yuan, 10000)
        end as table_value,
        case
            when pairs.claim_kind = 'change_pct' then 0
            else 2 * pairs.rounding_yuan / coalesce(units.factor_to_yuan, 10000)
        end as table_rounding,
        pairs.amount_keys
    from pairs
    inner join claims
        on pairs.disclosure_key = claims.disclosure_key and pairs.claim_no = claims.claim_no
    left join units
        on claims.claimed_unit = units.unit

    union all

    select
        timed.disclosure_key,
        timed.claim_no,
        timed.is_whole_of_list,
        timed.strength,
        case
            when timed.claim_kind = 'change_pct' then cast(timed.published_value as double)
            else cast(timed.amount_yuan as double) / coalesce(units.factor_to_yuan, 10000)
        end as table_value,
        0.5 * power(10, -timed.printed_decimals) as table_rounding,
        [timed.amount_key] as amount_keys
    from timed
    inner join claims
        on timed.disclosure_key = claims.disclosure_key and timed.claim_no = claims.claim_no
    left join units
        on claims.claimed_unit = units.unit
    where
        (timed.claim_kind = 'change_pct' and timed.measure = 'change_pct')
        or (timed.claim_kind in ('change_amount', 'direction') and timed.measure = 'change_amount')

)

select * from amount_evidence
union all
select * from share_evidence
union all
select * from change_evidence
where table_value is not null
