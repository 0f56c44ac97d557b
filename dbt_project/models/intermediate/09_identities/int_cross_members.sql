{#
    The figures of the identities between statements of one disclosure. The selectors of a rule pick addresses for its
    two sides; sides with the same code, nature and fund source are compared with each other. Where a balance offers
    its total with and without carry-over, the one nearest to the other statement is taken, and the scope stays in
    doubt. An address that several tables print is left out.
#}
with

rules as (

    select * from {{ ref('reconciliation_rules') }}
    where kind = 'cross_table'

),

selectors as (

    select
        *,
        string_split(code, '|') as codes,
        string_split(fund_source, '|') as fund_sources,
        string_split(nature, '|') as natures
    from {{ ref('reconciliation_selectors') }}

),

addresses as (

    select * from {{ ref('int_figure_addresses') }}

),

missing_statements as (

    select * from {{ ref('int_missing_statements') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

selected as (

    select
        rules.rule_code,
        selectors.side,
        selectors.selector_no,
        addresses.*,
        case when rules.pair_by_code then addresses.code else '' end as pair_code,
        case when selectors.nature = '*' or len(selectors.natures) > 1 then addresses.nature else '' end as pair_nature,
        case when selectors.fund_source = '*' then addresses.fund_source else '' end as pair_fund_source,
        case when selectors.side = 'left' then addresses.scope else '' end as scope_group,
        count(distinct addresses.table_no) over (
            partition by
                selectors.rule_code, selectors.side, selectors.selector_no, addresses.disclosure_key, addresses.basis,
                addresses.scope, addresses.nature, addresses.fund_source, addresses.code
        ) as table_count
    from selectors
    inner join rules
        on selectors.rule_code = rules.rule_code
    inner join addresses
        on
            selectors.statement_code = addresses.statement_code
            and selectors.row_selector = addresses.row_selector
            and (selectors.flow is null or selectors.flow = addresses.flow)
            and (selectors.fund_source = '*' or list_contains(selectors.fund_sources, addresses.fund_source))
            and (selectors.nature = '*' or list_contains(selectors.natures, addresses.nature))
            and (selectors.code is null or list_contains(selectors.codes, addresses.code))
    where rules.basis is null or rules.basis = addresses.basis

),

sides as (

    select
        rule_code,
        side,
        disclosure_key,
        basis,
        pair_code,
        [basis, pair_code, pair_nature, pair_fund_source] as pair,
        pair_code = '' and pair_nature in ('', 'total', 'none') as is_total,
        min(scope) as scope,
        min(table_no) as table_no,
        flatten(list(amount_keys order by selector_no)) as amount_keys,
        sum(exact_value) as exact_value,
        sum(figure_count) as figure_count,
        max(rounding_step) as rounding_step,
        bool_or(has_carryover) as has_carryover
    from selected
    where table_count = 1
    group by rule_code, side, disclosure_key, basis, scope_group, pair_code, pair_nature, pair_fund_source

),

pairs as (

    select
        lefts.* exclude (side, amount_keys, exact_value, figure_count, rounding_step, has_carryover),
        lefts.amount_keys as left_keys,
        rights.amount_keys as right_keys,
        lefts.has_carryover <> rights.has_carryover or count(*) over same_pair > 1 as has_open_scope,
        abs(lefts.exact_value - rights.exact_value) as distance,
        (lefts.figure_count + rights.figure_count) * greatest(lefts.rounding_step, rights.rounding_step) / 2
            as tolerance
    from sides as lefts
    inner join sides as rights
        on
            lefts.rule_code = rights.rule_code
            and lefts.disclosure_key = rights.disclosure_key
            and lefts.pair = rights.pair
    where
        lefts.side = 'left'
        and rights.side = 'right'
        and not (lefts.scope = 'grand' and rights.scope = 'current')
        and lefts.amount_keys <> rights.amount_keys
    window same_pair as (partition by lefts.rule_code, lefts.disclosure_key, lefts.pair)
    qualify
        row_number() over (
            partition by lefts.rule_code, lefts.disclosure_key, lefts.pair
            order by distance, lefts.scope, lefts.table_no
        ) = 1

),

-- Rules that compare single rows need statements of one scope: the rule that compares their totals holds.
agreeing_totals as (

    select
        rule_code,
        disclosure_key,
        basis
    from pairs
    where is_total
    group by rule_code, disclosure_key, basis
    having bool_and(distance <= tolerance)

),

tested_sides as (

    select
        pairs.*,
        unnest(['left', 'right']) as side,
        unnest([pairs.left_keys, pairs.right_keys]) as amount_keys,
        case
            when rules.on_difference = 'not_testable' then 'convention'
            when pairs.has_open_scope then 'scope'
            when missing_statements.rule_code is not null then 'missing_statement'
        end as doubt
    from pairs
    inner join rules
        on pairs.rule_code = rules.rule_code
    left join missing_statements
        on
            pairs.rule_code = missing_statements.rule_code
            and pairs.disclosure_key = missing_statements.disclosure_key
    left join agreeing_totals
        on
            rules.same_scope = agreeing_totals.rule_code
            and pairs.disclosure_key = agreeing_totals.disclosure_key
            and pairs.basis = agreeing_totals.basis
    where rules.same_scope is null or agreeing_totals.rule_code is not null

),

members as (

    select
        *,
        unnest(amount_keys) as amount_key
    from tested_sides

)

select
    {{ reconciliation_key('members', "array_to_string(list_filter(members.pair, lambda part: part <> ''), '-')") }}
        as reconciliation_key,
    members.rule_code,
    members.table_no,
    members.side,
    'part' as role,
    members.amount_key,
    case
        when members.side = 'left'
            then concat_ws(
                ' ', nullif(members.pair_code, ''), nullif(figures.line_label, members.pair_code)
            ) || ' · ' || figures.column_label
    end as subject,
    members.doubt
from members
inner join figures
    on members.amount_key = figures.amount_key
