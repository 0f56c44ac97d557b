{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select * from {{ ref('int_figures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

form_projects as (

    select * from {{ ref('int_form_projects') }}

),

listed as (

    select
        disclosure_key,
        table_no,
        row_no,
        statement_code,
        line_label as project_name,
        project_code,
        unit_code,
        function_code,
        fund_source,
        nature,
        fiscal_year,
        basis,
        amount_yuan,
        amount_key
    from amounts
    where
        statement_code = 'project_expenditure'
        and row_role in ('detail', 'total')
        and not is_total_line
        and line_label <> ''
        and measure = 'amount'
        and basis in ('budget', 'final')

),

-- A list can nest units, categories and projects without codes. Its details count where they come to the
-- printed total; else the total stands for them, undivided.
list_totals as (

    select
        amounts.disclosure_key,
        amounts.table_no,
        max(amounts.amount_yuan) as total_yuan
    from amounts
    where
        amounts.statement_code = 'project_expenditure'
        and amounts.is_total_line
        and amounts.fund_source = 'total'
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')
    group by amounts.disclosure_key, amounts.table_no

),

undivided_lists as (

    select
        listed.disclosure_key,
        listed.table_no
    from listed
    inner join list_totals
        on listed.disclosure_key = list_totals.disclosure_key and listed.table_no = list_totals.table_no
    where listed.fund_source = 'total'
    group by listed.disclosure_key, listed.table_no
    having abs(sum(listed.amount_yuan) - max(list_totals.total_yuan)) > 100 * count(*)

),

total_lines as (

    select
        amounts.disclosure_key,
        amounts.table_no,
        amounts.row_no,
        amounts.statement_code,
        amounts.line_label as project_name,
        amounts.project_code,
        amounts.unit_code,
        amounts.function_code,
        amounts.fund_source,
        amounts.nature,
        amounts.fiscal_year,
        amounts.basis,
        amounts.amount_yuan,
        amounts.amount_key
    from amounts
    inner join undivided_lists
        on amounts.disclosure_key = undivided_lists.disclosure_key and amounts.table_no = undivided_lists.table_no
    where
        amounts.is_total_line
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')

),

countable as (

    select listed.*
    from listed
    left join undivided_lists
        on listed.disclosure_key = undivided_lists.disclosure_key and listed.table_no = undivided_lists.table_no
    where undivided_lists.table_no is null

    union all

    select * from total_lines

),

-- Of each line the fund sources where they are printed, else the total; 财政拨款 as a whole only where it is not split.
by_fund as (

    select *
    from countable
    where
        not exists (
            select 1 from countable as finer
            where
                finer.disclosure_key = countable.disclosure_key
                and finer.table_no = countable.table_no
                and finer.row_no = countable.row_no
                and (
                    (countable.fund_source = 'total' and finer.fund_source <> 'total')
                    or (
                        countable.fund_source = ''
                        and finer.fund_source in ('general_public', 'gov_fund', 'soe_capital')
                    )
                )
        )

),

-- Where no statement lists the projects, their performance forms do: the year's money of each form, what was spent
-- before what was planned.
from_forms as (

    select
        amounts.disclosure_key,
        amounts.table_no,
        amounts.row_no,
        amounts.statement_code,
        form_projects.project_name,
        form_projects.project_code,
        cast(null as varchar) as unit_code,
        cast(null as varchar) as function_code,
        amounts.fund_source,
        amounts.nature,
        amounts.fiscal_year,
        amounts.basis,
        amounts.amount_yuan,
        amounts.amount_key
    from amounts
    inner join form_projects
        on amounts.disclosure_key = form_projects.disclosure_key and amounts.table_no = form_projects.table_no
    where
        amounts.statement_code = 'project_performance'
        and amounts.row_role = 'total'
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')
        and amounts.disclosure_key not in (select listed.disclosure_key from listed)
    qualify
        row_number() over (
            partition by amounts.disclosure_key, amounts.table_no
            order by
                regexp_matches(amounts.line_label, '实施期|中期|总额.*项目总') asc,
                amounts.basis desc,
                amounts.row_no asc,
                amounts.col_no asc
        ) = 1

),

together as (

    select * from by_fund

    union all

    select * from from_forms

)

select
    together.amount_key as project_key,
    together.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    together.fiscal_year,
    together.basis,
    together.unit_code,
    together.project_name,
    together.project_code,
    together.function_code,
    together.fund_source,
    together.nature,
    together.amount_yuan,
    together.statement_code as source_statement_code,
    together.amount_key
from together
inner join identities
    on together.disclosure_key = identities.disclosure_key
