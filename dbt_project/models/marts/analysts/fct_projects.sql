{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select * from {{ ref('int_amounts') }}

),

identities as (

    select * from {{ ref('int_document_identities') }}

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

by_fund as (

    select *
    from listed
    where
        fund_source <> 'total'
        or not exists (
            select 1 from listed as finer
            where
                finer.disclosure_key = listed.disclosure_key
                and finer.table_no = listed.table_no
                and finer.row_no = listed.row_no
                and finer.fund_source <> 'total'
        )

),

-- Where no statement lists the projects, their performance forms do: the year's money of each form.
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
        and amounts.disclosure_key not in (select listed.disclosure_key from listed)
    qualify
        row_number() over (
            partition by amounts.disclosure_key, amounts.table_no
            order by regexp_matches(amounts.line_label, '实施期|中期|总额.*项目总') asc, amounts.row_no, amounts.col_no asc
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
