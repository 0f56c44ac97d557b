{#
    One row for each reading of a claim and each amount that has its coordinates, whatever the value. Its strength is
    `same` where every coordinate is the one that the words name; `wider` where the amount belongs to a neighbouring
    scope, row or nature, and can confirm the claim but not refute it.
#}
with

readings as (

    select * from {{ ref('int_claim_readings') }}

),

amounts as (

    select * from {{ ref('int_claimable_amounts') }}

),

row_matches as (

    select * from {{ ref('int_claim_row_matches') }}

),

scopes as (

    select * from {{ ref('claim_scopes') }}

),

asked_scopes as (

    select
        scope,
        scope as amount_scope,
        cast(null as varchar) as amount_nature
    from scopes

    union all

    select
        scope,
        unnest(string_split(wider_scopes, ' ')) as amount_scope,
        wider_nature as amount_nature
    from scopes

),

asked_rows as (

    select
        *,
        unnest(list_distinct(list_concat(row_kinds, wider_row_kinds))) as row_kind
    from readings

),

-- Where money was carried over, a total may be with or without it.
carryovers as (

    select distinct disclosure_key
    from amounts
    where row_kind = 'carryover' and measure = 'amount' and published_value <> 0

),

compared as (

    select
        readings.claim_key,
        readings.claim_kind,
        readings.phrase_role,
        readings.is_whole_of_list,
        readings.fiscal_year = readings.document_year as is_about_this_year,
        amounts.fiscal_year = readings.document_year and amounts.basis = readings.document_basis as is_of_this_year,
        amounts.fiscal_year = readings.compared_year and list_contains(readings.compared_bases, amounts.basis)
            as is_of_compared_year,
        -- The state of assets is printed for one day only.
        amounts.row_kind = 'asset'
        or case
            when readings.is_comparison
                then
                    amounts.fiscal_year = readings.compared_year
                    and list_contains(readings.compared_bases, amounts.basis)
            else
                amounts.fiscal_year = readings.fiscal_year
                and (amounts.basis = readings.document_basis or readings.fiscal_year <> readings.document_year)
        end as is_of_claimed_year,
        case
            when not readings.is_placed then false
            when carryovers.disclosure_key is null then true
            -- What was spent on personnel is of the year, wherever the money came from.
            when
                readings.document_basis = 'final'
                and amounts.flow = 'expenditure'
                and amounts.nature not in ('', 'total')
                then true
            when amounts.row_kind = 'fund' then readings.says_this_year
            when amounts.row_kind = 'function' then not readings.says_this_year
            when amounts.row_kind in ('grand_total', 'current_total', 'total') then len(readings.row_kinds) = 1
            else true
        end as is_certain,
        readings.scope = amounts.scope and not readings.is_scope_assumed as is_same_scope,
        list_contains(readings.row_kinds, amounts.row_kind) as is_same_row,
        readings.nature = ''
        or amounts.flow = 'revenue'
        or readings.nature = amounts.nature
        or (readings.nature = 'total' and amounts.nature = '') as is_same_nature,
        amounts.*
    from asked_rows as readings
    inner join asked_scopes
        on readings.scope = asked_scopes.scope
    inner join amounts
        on
            readings.disclosure_key = amounts.disclosure_key
            and readings.row_kind = amounts.row_kind
            and asked_scopes.amount_scope = amounts.scope
            and (asked_scopes.amount_nature is null or asked_scopes.amount_nature = amounts.nature)
            and (readings.flow = '' or amounts.flow = '' or readings.flow = amounts.flow)
            and (
                readings.fund_source = ''
                or amounts.flow <> 'revenue'
                or readings.fund_source = amounts.fund_source
            )
            and (
                (readings.item = '' and readings.item_name = '')
                or readings.item = amounts.item
                or (readings.item = '' and amounts.item is null and readings.item_name = amounts.row_name)
            )
    left join row_matches
        on readings.row_label = row_matches.row_label and amounts.row_text = row_matches.row_text
    left join carryovers
        on readings.disclosure_key = carryovers.disclosure_key
    where readings.row_label = '' or row_matches.row_label is not null

)

select
    claim_key,
    claim_kind,
    phrase_role,
    is_whole_of_list,
    case when is_certain and is_same_scope and is_same_row and is_same_nature then 'same' else 'wider' end as strength,
    is_about_this_year,
    is_of_this_year,
    is_of_compared_year,
    is_of_claimed_year,
    amount_key,
    series_key,
    row_kind,
    measure,
    published_value,
    published_unit,
    amount_yuan,
    printed_decimals
from compared
where
    is_same_nature
    or (row_kind = 'economic' and nature = 'basic')
    or (row_kind = 'function' and nature in ('total', 'total_excluding_construction'))
