{#
    What the figures of a disclosure stand for, so that its statements can be compared: the total of a statement, a
    function class or item, an economic category, an item of the three public expenses, a project; each with its flow,
    fund source and nature. An address that a statement does not print is the sum of the figures that make it up: the
    top lines for its total or for a class, personnel and public expenses for basic expenditure.

    `scope` of a total: `current` without carry-over, `grand` with it, `whole` where the statement has only one.
#}
-- depends_on: {{ ref('keywords') }}
with

figures as (

    {{ comparable_figures(ref('int_figures')) }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

-- A code that is compared with an item of the three public expenses must be named like it: a line of a unit or of
-- pensioners can carry it too.
compared_codes as (

    select distinct unnest(string_split(selectors.code, '|')) as code
    from {{ ref('reconciliation_selectors') }} as selectors
    inner join {{ ref('reconciliation_selectors') }} as others
        on selectors.rule_code = others.rule_code and others.row_selector = 'three_public'
    where selectors.row_selector like '%_economic'

),

three_public_items as (

    select * from {{ ref('int_three_public_matches') }}

),

line_addresses as (

    select
        line_key,
        case
            when code_system <> 'function' then code_system || '_economic'
            when length(code) = 7 then 'function_item'
            when length(code) = 5 then 'function_section'
        end as row_selector,
        code
    from {{ ref('int_code_lines') }}
    where length(code) > 3

    union all

    -- A class is its own line or, where that is not printed, the top lines in it.
    select
        line_key,
        case when code_system = 'function' then 'function_class' else code_system || '_economic' end as row_selector,
        left(code, 3) as code
    from {{ ref('int_code_lines') }}
    where parent_code is null

    union all

    select
        line_key,
        'total' as row_selector,
        '' as code
    from {{ ref('int_top_lines') }}
    where stands_for_total

),

line_figures as (

    select
        figures.*,
        line_addresses.row_selector,
        line_addresses.code,
        case when row_selector = 'total' then {{ total_scope('figures.column_label') }} else 'whole' end as scope,
        case when row_selector = 'total' then figures.block_key else figures.table_key end as list_key
    from figures
    inner join line_addresses
        on figures.line_key = line_addresses.line_key
    left join compared_codes
        on line_addresses.code = compared_codes.code
    left join three_public_items
        on figures.squashed_label = three_public_items.squashed_label
    where compared_codes.code is null or three_public_items.parent_item_code is not null

),

addresses as (

    select
        line_figures.amount_key,
        line_figures.row_selector,
        line_figures.code,
        line_figures.scope,
        line_figures.flow,
        line_figures.fund_source,
        line_figures.nature
    from line_figures
    inner join fund_sources
        on line_figures.fund_source = fund_sources.code
    qualify
        fund_sources.spans_columns
        or dense_rank() over (
            partition by list_key, row_selector, scope, flow, fund_source, nature, basis order by meaning_col_no
        ) = 1

    union all by name

    select * from {{ ref('int_total_addresses') }}

    union all by name

    select * from {{ ref('int_balance_addresses') }}

    union all by name

    select * from {{ ref('int_project_addresses') }}

    union all by name

    select
        amount_key,
        'three_public' as row_selector,
        item_code as code,
        'whole' as scope,
        flow,
        'fiscal' as fund_source,
        'none' as nature
    from {{ ref('int_three_public_figures') }}
    where speaks_for_item

),

addressed_figures as (

    select
        addresses.*,
        figures.disclosure_key,
        figures.statement_code,
        figures.basis,
        -- All performance forms of a disclosure are one statement, with the table number 0.
        case when figures.layout = 'form' then 0 else figures.table_no end as table_no,
        figures.exact_value,
        figures.rounding_step,
        bool_or(addresses.nature = 'basic') over (
            partition by figures.table_key, addresses.fund_source
        ) as prints_basic
    from addresses
    inner join figures
        on addresses.amount_key = figures.amount_key
    where {{ is_of_disclosure('figures') }}

),

with_basic as (

    select * from addressed_figures
    union all
    select addressed_figures.* replace ('basic' as nature)
    from addressed_figures
    inner join natures
        on addressed_figures.nature = natures.code
    where natures.parent_code = 'basic' and not addressed_figures.prints_basic

)

select
    disclosure_key,
    statement_code,
    table_no,
    basis,
    row_selector,
    code,
    scope,
    flow,
    fund_source,
    nature,
    list(distinct amount_key order by amount_key) as amount_keys,
    sum(exact_value) as exact_value,
    count(*) as figure_count,
    max(rounding_step) as rounding_step,
    coalesce(bool_or(has_carryover), false) as has_carryover
from with_basic
group by disclosure_key, statement_code, table_no, basis, row_selector, code, scope, flow, fund_source, nature
