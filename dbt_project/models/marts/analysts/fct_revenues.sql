{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with recursive

amounts as (

    select * from {{ ref('int_figures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

revenues as (

    select
        amounts.*,
        lines.parent_row_no,
        power(10, -amounts.printed_decimals) * coalesce(amounts.amount_yuan / nullif(amounts.published_value, 0), 0)
            as last_digit_yuan
    from amounts
    inner join identities
        on amounts.disclosure_key = identities.disclosure_key and amounts.fiscal_year = identities.fiscal_year
    inner join lines
        on
            amounts.disclosure_key = lines.disclosure_key
            and amounts.table_no = lines.table_no
            and amounts.block_no = lines.block_no
            and amounts.row_no = lines.row_no
    where
        amounts.statement_code in ('balance_total', 'fiscal_balance')
        and amounts.flow = 'revenue'
        and not amounts.is_total_line
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')

),

wholes as (

    select
        whole.disclosure_key,
        whole.table_no,
        whole.block_no,
        whole.row_no,
        max(whole.amount_yuan) as amount_yuan,
        sum(parts.amount_yuan) as parts_yuan,
        max(parts.last_digit_yuan) as last_digit_yuan,
        count(*) as part_count
    from revenues as whole
    inner join revenues as parts
        on
            whole.disclosure_key = parts.disclosure_key
            and whole.table_no = parts.table_no
            and whole.block_no = parts.block_no
            and whole.row_no = parts.parent_row_no
            and whole.col_no = parts.col_no
    group by whole.disclosure_key, whole.table_no, whole.block_no, whole.row_no, whole.col_no

),

-- A line whose parts do not come to its amount, as where only 其中 names one of them, stands for all of them.
undivided as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        row_no
    from wholes
    where abs(parts_yuan - amount_yuan) > last_digit_yuan * (part_count + 1) / 2

),

below_undivided as (

    select
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no
    from lines
    inner join undivided
        on
            lines.disclosure_key = undivided.disclosure_key
            and lines.table_no = undivided.table_no
            and lines.block_no = undivided.block_no
            and lines.parent_row_no = undivided.row_no

    union

    select
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no
    from lines
    inner join below_undivided
        on
            lines.disclosure_key = below_undivided.disclosure_key
            and lines.table_no = below_undivided.table_no
            and lines.block_no = below_undivided.block_no
            and lines.parent_row_no = below_undivided.row_no

),

leaves as (

    select revenues.*
    from revenues
    left join undivided
        on
            revenues.disclosure_key = undivided.disclosure_key
            and revenues.table_no = undivided.table_no
            and revenues.block_no = undivided.block_no
            and revenues.row_no = undivided.row_no
    left join below_undivided
        on
            revenues.disclosure_key = below_undivided.disclosure_key
            and revenues.table_no = below_undivided.table_no
            and revenues.block_no = below_undivided.block_no
            and revenues.row_no = below_undivided.row_no
    where
        below_undivided.row_no is null
        and (revenues.row_role = 'detail' or undivided.row_no is not null)

),

chosen_statements as (

    select
        disclosure_key,
        min(statement_code) as statement_code
    from leaves
    group by disclosure_key

)

select
    leaves.amount_key as revenue_key,
    leaves.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    leaves.fiscal_year,
    leaves.basis,
    leaves.line_label as revenue_name_printed,
    leaves.fund_source,
    leaves.amount_yuan,
    leaves.statement_code as source_statement_code,
    leaves.amount_key
from leaves
inner join chosen_statements
    on
        leaves.disclosure_key = chosen_statements.disclosure_key
        and leaves.statement_code = chosen_statements.statement_code
inner join identities
    on leaves.disclosure_key = identities.disclosure_key
