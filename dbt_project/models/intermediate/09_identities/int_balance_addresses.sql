{#
    What the figures of a balance stand for: its total with and without carry-over, the two halves against each other
    (`grand_total`), kinds of expenditure, function classes, and the revenue of each budget (`source`). Of several
    columns with the same coordinates (小计 and 其中) only the first counts.
#}
-- depends_on: {{ ref('keywords') }}
with

amounts as (

    {{ comparable_figures(ref('int_figures')) }}

),

statement_lines as (

    select * from {{ ref('int_statement_lines') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

first_columns as (

    select column_key
    from amounts
    where layout = 'balance'
    group by block_key, column_key
    qualify
        row_number() over (
            partition by block_key, min(flow), min(fund_source), min(nature), min(basis)
            order by min(meaning_col_no)
        ) = 1

),

figures as (

    select
        amounts.*,
        statement_lines.is_total,
        statement_lines.class_code,
        statement_lines.segment_no,
        statement_lines.depth,
        statement_lines.label_nature,
        statement_lines.label_fund_source,
        -- A balance that shows money carried over may differ from statements that do not.
        bool_or(
            amounts.exact_value <> 0
            and (amounts.fund_source = 'carryover' or {{ has_word('amounts.squashed_label', 'carryover_line') }})
        ) over (partition by amounts.table_key) as has_carryover
    from amounts
    inner join first_columns
        on amounts.column_key = first_columns.column_key
    inner join statement_lines
        on amounts.line_key = statement_lines.line_key
    where amounts.layout = 'balance'

),

totals as (

    select
        *,
        {{ has_word('squashed_label', 'current_year_line') }} as is_current_year,
        row_number() over (partition by column_key order by is_total desc, row_no desc) = 1 as is_last_total
    from figures
    where is_total or {{ has_word('squashed_label', 'current_year_total') }}

),

-- A half that is printed several times (by function, by economic category) counts once.
halves as (

    select
        flow,
        fund_source,
        case when flow = 'revenue' then 'none' else 'total' end as nature,
        arg_max(amount_key, row_no) filter (where is_current_year) as current_key,
        arg_max(exact_value, row_no) filter (where is_current_year) as current_value,
        arg_max(amount_key, row_no) filter (where is_last_total) as grand_key,
        arg_max(exact_value, row_no) filter (where is_last_total) as grand_value,
        case when current_value is null or current_value = grand_value then 'whole' else 'grand' end as grand_scope,
        case when current_value <> grand_value then current_key end as other_current_key,
        case when fund_source in ('total', 'fiscal') then grand_key end as facing_key,
        case when grand_key = current_key then 'current' else 'whole' end as facing_scope
    from totals
    where nature in ('total', 'none') or flow = 'revenue'
    group by table_key, block_no, meaning_col_no, flow, fund_source, basis
    qualify
        row_number() over (
            partition by table_key, flow, fund_source, basis order by block_no, meaning_col_no
        ) = 1

),

half_addresses as (

    select
        stated.*,
        halves.fund_source
    from halves
    cross join
        lateral (
            values
            (halves.grand_key, 'total', halves.grand_scope, halves.flow, halves.nature),
            (halves.other_current_key, 'total', 'current', halves.flow, halves.nature),
            (halves.facing_key, 'grand_total', halves.facing_scope, 'both', halves.flow)
        ) as stated (amount_key, row_selector, scope, flow, nature)

),

addresses as (

    select * from half_addresses

    union all by name

    -- Kinds of expenditure as lines: 基本支出, 人员经费, 项目支出.
    select
        amount_key,
        flow,
        fund_source,
        nature
    from figures
    where
        flow = 'expenditure'
        and not is_total
        and label_nature in ('basic', 'basic_personnel', 'basic_public', 'project')
    qualify
        row_number() over (
            partition by table_key, fund_source, basis, label_nature order by block_no, row_no
        ) = 1

    union all by name

    -- Kinds of expenditure as columns (上海: 人员经费 and 项目支出 beside the functions).
    select
        amount_key,
        flow,
        fund_source,
        nature
    from totals
    where is_last_total and flow = 'expenditure' and nature not in ('total', 'none')

    union all by name

    select
        amount_key,
        'function_class' as row_selector,
        class_code as code,
        flow,
        fund_source,
        nature
    from figures
    where flow = 'expenditure' and not is_total and class_code is not null

    union all by name

    -- The widest line of each budget of the current year, above the first total.
    select
        figures.amount_key,
        'source' as row_selector,
        figures.fund_source as code,
        figures.flow,
        figures.fund_source,
        'none' as nature
    from figures
    inner join fund_sources
        on figures.fund_source = fund_sources.code
    where
        figures.flow = 'revenue'
        and not figures.is_total
        and figures.segment_no = 0
        and figures.label_fund_source = figures.fund_source
        and fund_sources.parent_code = 'fiscal'
    qualify
        row_number() over (
            partition by figures.column_key, figures.fund_source
            order by figures.depth, figures.row_no
        ) = 1

)

select
    addresses.amount_key,
    coalesce(addresses.row_selector, 'total') as row_selector,
    coalesce(addresses.code, '') as code,
    coalesce(addresses.scope, 'whole') as scope,
    addresses.flow,
    addresses.fund_source,
    addresses.nature,
    figures.has_carryover
from addresses
inner join figures
    on addresses.amount_key = figures.amount_key
