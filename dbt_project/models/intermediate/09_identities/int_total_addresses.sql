{#
    The printed totals of lists, column by column: a labelled total before an unlabelled one. Of several columns with
    the same coordinates (合计 and 本年收入小计) only the first counts, unless they are parts of one fund source. Blocks
    side by side may divide one total in several ways (by function, by economic category): then it counts once. The forms
    of a department, one for each unit or one for all, print theirs in the row of the whole money.
#}
-- depends_on: {{ ref('keywords') }}
with

amounts as (

    {{ comparable_figures(ref('int_figures')) }}

),

statement_lines as (

    select * from {{ ref('int_statement_lines') }}

),

statements as (

    select * from {{ ref('statements') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

totals as (

    select
        amounts.*,
        {{ total_scope('amounts.column_label') }} as scope
    from amounts
    inner join statement_lines
        on amounts.line_key = statement_lines.line_key
    inner join statements
        on amounts.statement_code = statements.statement_code
    where amounts.layout = 'matrix' and statement_lines.is_total and not statements.lists_three_public_items
    qualify
        row_number() over (
            partition by amounts.column_key
            order by statement_lines.is_labelled_total desc, amounts.row_no asc
        ) = 1

)

select
    totals.amount_key,
    'total' as row_selector,
    '' as code,
    totals.scope,
    totals.flow,
    totals.fund_source,
    totals.nature
from totals
inner join fund_sources
    on totals.fund_source = fund_sources.code
window
    same_total as (
        partition by totals.table_key, totals.flow, totals.fund_source, totals.nature, totals.basis, totals.scope
    )
qualify
    (
        fund_sources.spans_columns
        or dense_rank() over (
            partition by totals.block_key, totals.flow, totals.fund_source, totals.nature, totals.basis, totals.scope
            order by totals.meaning_col_no
        ) = 1
    )
    and (
        min(totals.exact_value) over same_total <> max(totals.exact_value) over same_total
        or min(totals.block_no) over same_total = totals.block_no
    )

union all

select
    amounts.amount_key,
    'total' as row_selector,
    '' as code,
    'whole' as scope,
    'expenditure' as flow,
    amounts.fund_source,
    amounts.nature
from amounts
inner join statements
    on amounts.statement_code = statements.statement_code
where amounts.layout = 'form' and amounts.is_total_line and statements.is_department_form
