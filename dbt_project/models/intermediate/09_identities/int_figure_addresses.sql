{#
    Figures by what they say, so that statements of one disclosure can be held against each other: the total of a
    statement, a function class, an item, an economic code, a 三公 item, a project. An address that a statement does
    not print is the sum of the rows that make it up (a total of the top rows, 基本支出 of 人员 and 公用).

    `scope` of a total: `current` without carry-over, `grand` with it, `whole` where the statement has one only.
#}
with

figures as (

    select
        * exclude (fund_source, nature),
        case
            when fund_source = '' then 'fiscal'
            when statement_code = 'fiscal_balance' and fund_source = 'total' then 'fiscal'
            else fund_source
        end as fund_source,
        coalesce(nullif(nature, ''), 'none') as nature
    from {{ ref('int_figures') }}
    where measure = 'amount' and basis in ('budget', 'final')

),

statement_lines as (

    select * from {{ ref('int_statement_lines') }}

),

code_lines as (

    select * from {{ ref('int_code_lines') }}

),

top_lines as (

    select * from {{ ref('int_top_lines') }}

),

outline_links as (

    select * from {{ ref('int_outline_links') }}

),

three_public_figures as (

    select * from {{ ref('int_three_public_figures') }}

),

form_projects as (

    select * from {{ ref('int_form_projects') }}

),

-- Of several columns with the same coordinates (小计 and 其中) the first speaks for the statement.
speaking_columns as (

    select
        disclosure_key,
        table_no,
        block_no,
        column_no
    from figures
    where layout = 'balance'
    group by disclosure_key, table_no, block_no, column_no
    qualify
        row_number() over (
            partition by disclosure_key, table_no, block_no, min(flow), min(fund_source), min(nature), min(basis)
            order by column_no
        ) = 1

),

line_figures as (

    select
        figures.*,
        statement_lines.is_total,
        statement_lines.is_labelled_total,
        statement_lines.class_code,
        statement_lines.label_nature,
        statement_lines.label_fund_source
    from figures
    inner join statement_lines
        on
            figures.disclosure_key = statement_lines.disclosure_key
            and figures.table_no = statement_lines.table_no
            and figures.block_no = statement_lines.block_no
            and figures.row_no = statement_lines.row_no
    left join speaking_columns
        on
            figures.disclosure_key = speaking_columns.disclosure_key
            and figures.table_no = speaking_columns.table_no
            and figures.block_no = speaking_columns.block_no
            and figures.column_no = speaking_columns.column_no
    where figures.layout <> 'balance' or speaking_columns.column_no is not null

),

-- Balances -------------------------------------------------------------------------------------------------

balance_totals as (

    select
        *,
        regexp_matches(squashed_label, '^本年') as is_current_year,
        row_number() over (
            partition by disclosure_key, table_no, block_no, column_no order by is_total desc, row_no desc
        ) = 1 as is_last_total
    from line_figures
    where
        layout = 'balance'
        and (is_total or squashed_label in ('本年收入', '本年支出'))

),

balance_scopes as (

    select
        disclosure_key,
        table_no,
        block_no,
        flow,
        fund_source,
        statement_code,
        basis,
        'total' as nature,
        column_no,
        arg_max(amount_key, row_no) filter (where is_current_year) as current_key,
        arg_max(exact_value, row_no) filter (where is_current_year) as current_value,
        arg_max(amount_key, row_no) filter (where is_last_total) as grand_key,
        arg_max(exact_value, row_no) filter (where is_last_total) as grand_value
    from balance_totals
    where nature in ('total', 'none') or flow = 'revenue'
    group by disclosure_key, table_no, block_no, flow, fund_source, statement_code, basis, column_no
    -- A half that is printed several times (by function, by economic category) speaks once.
    qualify
        row_number() over (
            partition by disclosure_key, table_no, flow, fund_source, basis order by block_no, column_no
        ) = 1

),

balance_addresses as (

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'total' as row_selector,
        '' as code,
        case when current_value is null or current_value = grand_value then 'whole' else 'grand' end as scope,
        flow,
        fund_source,
        case when flow = 'revenue' then 'none' else nature end as nature,
        grand_key as amount_key
    from balance_scopes

    union all

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'total' as row_selector,
        '' as code,
        'current' as scope,
        flow,
        fund_source,
        case when flow = 'revenue' then 'none' else nature end as nature,
        current_key as amount_key
    from balance_scopes
    where current_value <> grand_value

    union all

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'grand_total' as row_selector,
        '' as code,
        case when grand_key = current_key then 'current' else 'whole' end as scope,
        'both' as flow,
        fund_source,
        flow as nature,
        grand_key as amount_key
    from balance_scopes
    where fund_source in ('total', 'fiscal')

    union all

    -- The halves of a balance by nature: 基本支出, 人员经费, 项目支出 as lines.
    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'total' as row_selector,
        '' as code,
        'whole' as scope,
        flow,
        fund_source,
        nature,
        amount_key
    from line_figures
    where
        layout = 'balance'
        and flow = 'expenditure'
        and not is_total
        and label_nature in ('basic', 'basic_personnel', 'basic_public', 'project')
    qualify
        row_number() over (
            partition by disclosure_key, table_no, fund_source, basis, label_nature order by block_no, row_no
        ) = 1

    union all

    -- Totals of the columns by nature (上海: 人员经费 and 项目支出 beside the functions).
    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'total' as row_selector,
        '' as code,
        'whole' as scope,
        flow,
        fund_source,
        nature,
        amount_key
    from balance_totals
    where is_last_total and flow = 'expenditure' and nature not in ('total', 'none')

    union all

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'function_class' as row_selector,
        class_code as code,
        'whole' as scope,
        flow,
        fund_source,
        nature,
        amount_key
    from line_figures
    where layout = 'balance' and flow = 'expenditure' and not is_total and class_code is not null

    union all

    select
        line_figures.disclosure_key,
        line_figures.statement_code,
        line_figures.table_no,
        line_figures.basis,
        'source' as row_selector,
        line_figures.label_fund_source as code,
        'whole' as scope,
        line_figures.flow,
        line_figures.label_fund_source as fund_source,
        'none' as nature,
        line_figures.amount_key
    from line_figures
    inner join outline_links
        on
            line_figures.disclosure_key = outline_links.disclosure_key
            and line_figures.table_no = outline_links.table_no
            and line_figures.block_no = outline_links.block_no
            and line_figures.row_no = outline_links.row_no
    where
        line_figures.layout = 'balance'
        and line_figures.flow = 'revenue'
        and not line_figures.is_total
        and outline_links.segment_no = 0
        and line_figures.label_fund_source = line_figures.fund_source
        and line_figures.fund_source in ('general_public', 'gov_fund', 'soe_capital')
    qualify
        row_number() over (
            partition by
                line_figures.disclosure_key,
                line_figures.table_no,
                line_figures.block_no,
                line_figures.column_no,
                line_figures.fund_source
            order by outline_links.depth, line_figures.row_no
        ) = 1

),

-- Statements by rows ---------------------------------------------------------------------------------------

printed_totals as (

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        block_no,
        case
            when regexp_matches(column_label, '本年(?:收入|支出)合计|本年(?:收入|支出)$') then 'current'
            else 'whole'
        end as scope,
        flow,
        fund_source,
        nature,
        column_no,
        amount_key
    from line_figures
    where layout = 'matrix' and is_total and is_summable and statement_code <> 'three_public'
    qualify
        row_number() over (
            partition by disclosure_key, table_no, block_no, column_no
            order by is_labelled_total desc, row_no asc
        ) = 1

),

-- Where no total is printed: the rows at the top.
summed_totals as (

    select
        figures.disclosure_key,
        figures.statement_code,
        figures.table_no,
        figures.basis,
        figures.block_no,
        case
            when regexp_matches(figures.column_label, '本年(?:收入|支出)合计|本年(?:收入|支出)$') then 'current' else 'whole'
        end as scope,
        figures.flow,
        figures.fund_source,
        figures.nature,
        figures.column_no,
        figures.amount_key
    from figures
    inner join top_lines
        on
            figures.disclosure_key = top_lines.disclosure_key
            and figures.table_no = top_lines.table_no
            and figures.block_no = top_lines.block_no
            and figures.row_no = top_lines.row_no
    where
        figures.is_summable
        and top_lines.is_direct
        and top_lines.doubt is null
        and top_lines.parent_unit_code = ''
        and not exists (
            select 1
            from statement_lines as total_lines
            where
                total_lines.disclosure_key = figures.disclosure_key
                and total_lines.table_no = figures.table_no
                and total_lines.is_total
                and total_lines.is_valued
        )

),

row_totals as (

    select * from printed_totals
    union all
    select * from summed_totals

),

-- Of several columns with the same coordinates (合计 and 本年收入小计) the first speaks for the statement.
total_columns as (

    select
        *,
        dense_rank() over (
            partition by disclosure_key, table_no, block_no, flow, fund_source, nature, basis, scope
            order by column_no
        ) = 1
        or fund_source in ('unit_fund', 'carryover') as is_first_column
    from row_totals

),

total_addresses as (

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'total' as row_selector,
        '' as code,
        scope,
        flow,
        fund_source,
        nature,
        amount_key
    from total_columns
    where is_first_column

),

code_addresses as (

    select
        figures.disclosure_key,
        figures.statement_code,
        figures.table_no,
        figures.basis,
        case
            when code_lines.code_system <> 'function' then code_lines.code_system || '_economic'
            when length(code_lines.code) = 7 then 'function_item'
            when length(code_lines.code) = 5 then 'function_section'
        end as row_selector,
        code_lines.code,
        'whole' as scope,
        figures.flow,
        figures.fund_source,
        figures.nature,
        figures.amount_key,
        figures.column_no
    from figures
    inner join code_lines
        on
            figures.disclosure_key = code_lines.disclosure_key
            and figures.table_no = code_lines.table_no
            and figures.block_no = code_lines.block_no
            and figures.row_no = code_lines.row_no
    where figures.is_summable and length(code_lines.code) > 3

    union all

    -- A class is its own row or, where none is printed, the rows at the top of it.
    select
        figures.disclosure_key,
        figures.statement_code,
        figures.table_no,
        figures.basis,
        case
            when code_lines.code_system = 'function' then 'function_class'
            else code_lines.code_system || '_economic'
        end as row_selector,
        left(code_lines.code, 3) as code,
        'whole' as scope,
        figures.flow,
        figures.fund_source,
        figures.nature,
        figures.amount_key,
        figures.column_no
    from figures
    inner join code_lines
        on
            figures.disclosure_key = code_lines.disclosure_key
            and figures.table_no = code_lines.table_no
            and figures.block_no = code_lines.block_no
            and figures.row_no = code_lines.row_no
    where figures.is_summable and code_lines.parent_code is null

),

first_code_addresses as (

    select *
    from code_addresses
    where row_selector is not null
    qualify
        dense_rank() over (
            partition by disclosure_key, table_no, row_selector, flow, fund_source, nature, basis
            order by column_no
        ) = 1
        or fund_source in ('unit_fund', 'carryover')

),

-- 三公 items and projects ------------------------------------------------------------------------------------

three_public_addresses as (

    select
        three_public_figures.disclosure_key,
        figures.statement_code,
        figures.table_no,
        figures.basis,
        'three_public' as row_selector,
        three_public_figures.item_code as code,
        'whole' as scope,
        figures.flow,
        'fiscal' as fund_source,
        'none' as nature,
        figures.amount_key
    from three_public_figures
    inner join figures
        on three_public_figures.amount_key = figures.amount_key
    where
        three_public_figures.item_no = 1
        and (three_public_figures.has_item_rows or three_public_figures.is_total_line)
    qualify
        row_number() over (
            partition by
                three_public_figures.disclosure_key,
                figures.table_no,
                figures.basis,
                three_public_figures.item_code
            order by figures.fund_source = 'general_public', figures.row_no, figures.column_no
        ) = 1

),

project_addresses as (

    select
        disclosure_key,
        statement_code,
        table_no,
        basis,
        'project' as row_selector,
        squashed_label as code,
        'whole' as scope,
        'expenditure' as flow,
        fund_source,
        'project' as nature,
        amount_key
    from figures
    where
        statement_code in ('project_expenditure', 'performance_summary')
        and layout in ('matrix', 'summary_form')
        and row_role = 'detail'
        and function_code is null
        and length(squashed_label) > 3
        and is_summable
    qualify
        count(*) over (
            partition by disclosure_key, table_no, squashed_label, fund_source, basis
        ) = 1

    union all

    select
        figures.disclosure_key,
        figures.statement_code,
        figures.table_no,
        figures.basis,
        'total' as row_selector,
        '' as code,
        'whole' as scope,
        'expenditure' as flow,
        figures.fund_source,
        'project' as nature,
        figures.amount_key
    from figures
    where
        figures.statement_code = 'performance_summary'
        and figures.layout = 'summary_form'
        and figures.row_role <> 'detail'
        and figures.is_summable
    qualify
        row_number() over (
            partition by figures.disclosure_key, figures.table_no, figures.fund_source, figures.basis
            order by figures.row_no
        ) = 1

    union all

    select
        figures.disclosure_key,
        figures.statement_code,
        0 as table_no,
        figures.basis,
        'project' as row_selector,
        {{ squash('form_projects.project_name') }} as code,
        'whole' as scope,
        'expenditure' as flow,
        figures.fund_source,
        'project' as nature,
        figures.amount_key
    from figures
    inner join form_projects
        on
            figures.disclosure_key = form_projects.disclosure_key
            and figures.table_no = form_projects.table_no
    where
        figures.statement_code = 'project_performance'
        and figures.layout = 'form'
        and figures.fund_source = 'total'
        and figures.is_total_line
        and length(form_projects.project_name) > 3
    qualify
        row_number() over (
            partition by figures.disclosure_key, figures.basis, form_projects.project_name
            order by figures.table_no, figures.row_no, figures.column_no
        ) = 1

),

addressed as (

    select * from balance_addresses
    where amount_key is not null

    union all

    select * from total_addresses

    union all

    select * exclude (column_no) from first_code_addresses

    union all

    select * from three_public_addresses

    union all

    select * from project_addresses

),

summed as (

    select
        addressed.disclosure_key,
        addressed.statement_code,
        addressed.table_no,
        addressed.basis,
        addressed.row_selector,
        addressed.code,
        addressed.scope,
        addressed.flow,
        addressed.fund_source,
        addressed.nature,
        list(distinct addressed.amount_key order by addressed.amount_key) as amount_keys,
        sum(figures.exact_value) as exact_value,
        count(*) as figure_count,
        max(figures.rounding_step) as rounding_step
    from addressed
    inner join figures
        on addressed.amount_key = figures.amount_key
    group by all

),

printed_basic as (

    select distinct
        disclosure_key,
        table_no,
        fund_source
    from summed
    where nature = 'basic'

),

-- Basic expenditure that is printed in its two parts only.
added_basic as (

    select
        summed.disclosure_key,
        summed.statement_code,
        summed.table_no,
        summed.basis,
        summed.row_selector,
        summed.code,
        summed.scope,
        summed.flow,
        summed.fund_source,
        'basic' as nature,
        flatten(list(summed.amount_keys order by summed.nature)) as amount_keys,
        sum(summed.exact_value) as exact_value,
        sum(summed.figure_count) as figure_count,
        max(summed.rounding_step) as rounding_step
    from summed
    left join printed_basic as printed
        on
            summed.disclosure_key = printed.disclosure_key
            and summed.table_no = printed.table_no
            and summed.fund_source = printed.fund_source
    where summed.nature in ('basic_personnel', 'basic_public') and printed.table_no is null
    group by
        summed.disclosure_key,
        summed.statement_code,
        summed.table_no,
        summed.basis,
        summed.row_selector,
        summed.code,
        summed.scope,
        summed.flow,
        summed.fund_source

),

-- A balance that shows money carried over may differ from statements that do not.
carrying_tables as (

    select distinct
        disclosure_key,
        table_no
    from line_figures
    where
        layout = 'balance'
        and exact_value <> 0
        and (fund_source = 'carryover' or regexp_matches(squashed_label, '结转|结余|实户资金'))

),

all_addresses as (

    select * from summed
    union all
    select * from added_basic

)

select
    all_addresses.*,
    carrying_tables.table_no is not null as has_carryover
from all_addresses
left join carrying_tables
    on
        all_addresses.disclosure_key = carrying_tables.disclosure_key
        and all_addresses.table_no = carrying_tables.table_no
