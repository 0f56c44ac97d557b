{#
    Figures of the identities between statements of one disclosure, as the selectors of the rules name them. Where a
    balance offers its total with and without carry-over, the one that fits the other statement is taken; when none
    does, the scope is open and the identity can not be tested.
#}
with

rules as (

    select * from {{ ref('reconciliation_rules') }}
    where kind = 'cross_table'

),

selectors as (

    select * from {{ ref('reconciliation_selectors') }}

),

addresses as (

    select * from {{ ref('int_figure_addresses') }}

),

table_statements as (

    select * from {{ ref('int_table_statements') }}

),

selected as (

    select
        rules.rule_code,
        rules.same_scope,
        selectors.side,
        selectors.selector_no,
        selectors.statement_code,
        addresses.disclosure_key,
        addresses.basis,
        addresses.table_no,
        addresses.scope,
        case when rules.pair_by_code then addresses.code else '' end as pair_code,
        case when selectors.nature = '*' or strpos(selectors.nature, '|') > 0 then addresses.nature else '' end
            as pair_nature,
        case when selectors.fund_source = '*' then addresses.fund_source else '' end as pair_fund_source,
        case when selectors.side = 'left' then addresses.scope else '' end as scope_group,
        addresses.amount_keys,
        addresses.exact_value,
        addresses.figure_count,
        addresses.rounding_step,
        addresses.has_carryover,
        count(distinct addresses.table_no) over (
            partition by
                selectors.rule_code,
                selectors.side,
                selectors.selector_no,
                addresses.disclosure_key,
                addresses.basis,
                addresses.scope,
                addresses.nature,
                addresses.fund_source,
                addresses.code
        ) as table_count
    from selectors
    inner join rules
        on selectors.rule_code = rules.rule_code
    inner join addresses
        on
            selectors.statement_code = addresses.statement_code
            and selectors.row_selector = addresses.row_selector
            and (selectors.flow is null or selectors.flow = addresses.flow)
            and (
                selectors.fund_source = '*'
                or list_contains(string_split(selectors.fund_source, '|'), addresses.fund_source)
            )
            and (selectors.nature = '*' or list_contains(string_split(selectors.nature, '|'), addresses.nature))
            and (selectors.code is null or list_contains(string_split(selectors.code, '|'), addresses.code))
    where rules.basis is null or rules.basis = addresses.basis

),

sides as (

    select
        rule_code,
        same_scope,
        side,
        disclosure_key,
        basis,
        min(scope) as scope,
        pair_code,
        pair_nature,
        pair_fund_source,
        min(table_no) as table_no,
        flatten(list(amount_keys order by selector_no)) as amount_keys,
        sum(exact_value) as exact_value,
        sum(figure_count) as figure_count,
        max(rounding_step) as rounding_step,
        bool_or(has_carryover) as has_carryover
    from selected
    where table_count = 1
    group by
        rule_code,
        same_scope,
        side,
        disclosure_key,
        basis,
        scope_group,
        pair_code,
        pair_nature,
        pair_fund_source

),

side_pairs as (

    select
        lefts.rule_code,
        lefts.same_scope,
        lefts.disclosure_key,
        lefts.basis,
        lefts.table_no,
        lefts.pair_code,
        lefts.pair_nature,
        lefts.pair_fund_source,
        lefts.scope,
        lefts.has_carryover <> rights.has_carryover as may_differ_in_scope,
        lefts.amount_keys as left_keys,
        rights.amount_keys as right_keys,
        abs(lefts.exact_value - rights.exact_value) as distance,
        (lefts.figure_count + rights.figure_count) * greatest(lefts.rounding_step, rights.rounding_step) / 2
            as tolerance
    from sides as lefts
    inner join sides as rights
        on
            lefts.rule_code = rights.rule_code
            and lefts.disclosure_key = rights.disclosure_key
            and lefts.basis = rights.basis
            and lefts.pair_code = rights.pair_code
            and lefts.pair_nature = rights.pair_nature
            and lefts.pair_fund_source = rights.pair_fund_source
    where
        lefts.side = 'left'
        and rights.side = 'right'
        and not (lefts.scope = 'grand' and rights.scope = 'current')
        and lefts.amount_keys <> rights.amount_keys

),

paired as (

    select
        *,
        count(*) over (
            partition by rule_code, disclosure_key, basis, pair_code, pair_nature, pair_fund_source
        ) as candidate_count
    from side_pairs
    qualify
        row_number() over (
            partition by rule_code, disclosure_key, basis, pair_code, pair_nature, pair_fund_source
            order by distance, scope, table_no
        ) = 1

),

-- Rules that compare rows need both statements to be of one scope: their totals agree.
agreeing_scopes as (

    select
        rules.rule_code,
        paired.disclosure_key,
        paired.basis,
        bool_and(paired.distance <= paired.tolerance) as totals_agree
    from rules
    inner join paired
        on rules.same_scope = paired.rule_code
    where paired.pair_nature in ('', 'total', 'none') and paired.pair_code = ''
    group by rules.rule_code, paired.disclosure_key, paired.basis

),

statement_presence as (

    select
        selectors.rule_code,
        table_statements.disclosure_key,
        count(distinct selectors.statement_code) filter (where selectors.is_needed) as present_count
    from selectors
    inner join table_statements
        on selectors.statement_code = table_statements.statement_code
    group by selectors.rule_code, table_statements.disclosure_key

),

needed_statements as (

    select
        rule_code,
        count(distinct statement_code) filter (where is_needed) as needed_count
    from selectors
    group by rule_code

),

instances as (

    select
        paired.*,
        case
            when rules.on_difference = 'not_testable' then 'convention'
            when paired.candidate_count > 1 or paired.may_differ_in_scope then 'scope'
            when statement_presence.present_count < needed_statements.needed_count then 'missing_statement'
        end as doubt,
        concat_ws(
            '-',
            paired.basis,
            nullif(paired.pair_code, ''),
            nullif(paired.pair_nature, ''),
            nullif(paired.pair_fund_source, '')
        ) as instance
    from paired
    inner join rules
        on paired.rule_code = rules.rule_code
    inner join needed_statements
        on paired.rule_code = needed_statements.rule_code
    left join statement_presence
        on
            paired.rule_code = statement_presence.rule_code
            and paired.disclosure_key = statement_presence.disclosure_key
    left join agreeing_scopes
        on
            paired.rule_code = agreeing_scopes.rule_code
            and paired.disclosure_key = agreeing_scopes.disclosure_key
            and paired.basis = agreeing_scopes.basis
    where rules.same_scope is null or coalesce(agreeing_scopes.totals_agree, false)

),

members as (

    select
        rule_code,
        disclosure_key,
        table_no,
        instance,
        pair_code,
        pair_nature,
        'left' as side,
        unnest(left_keys) as amount_key,
        doubt
    from instances

    union all

    select
        rule_code,
        disclosure_key,
        table_no,
        instance,
        pair_code,
        pair_nature,
        'right' as side,
        unnest(right_keys) as amount_key,
        doubt
    from instances

)

select
    members.rule_code,
    members.disclosure_key,
    members.table_no,
    members.instance,
    case
        when members.side = 'left'
            then concat_ws(
                ' ', nullif(members.pair_code, ''), nullif(figures.line_label, members.pair_code)
            ) || ' · ' || figures.column_label
    end as subject,
    members.side,
    'part' as role,
    1 as coefficient,
    members.amount_key,
    members.doubt
from members
inner join {{ ref('int_figures') }} as figures
    on members.amount_key = figures.amount_key
