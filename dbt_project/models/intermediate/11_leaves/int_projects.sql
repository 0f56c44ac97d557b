{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

leaves as (

    select * from {{ ref('int_project_leaves') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'project'

),

-- A project may be printed on several lines, and one fund source in several columns: their sum is the project's.
projects as (

    select
        leaves.disclosure_key,
        leaves.fiscal_year,
        leaves.basis,
        leaves.unit_code,
        leaf_amounts.unit_name,
        leaves.project_name,
        leaves.project_code,
        leaves.function_code,
        leaves.fund_source,
        leaves.nature,
        leaves.statement_code,
        leaf_amounts.money_scope,
        leaf_amounts.is_main_scope,
        sum(leaves.amount_yuan) as amount_yuan,
        min(leaves.amount_key) as amount_key,
        list(leaves.amount_key order by leaves.amount_key) as amount_keys,
        case
            when bool_and(leaf_amounts.verification = 'verified') then 'verified'
            when bool_or(leaf_amounts.verification = 'contradicted') then 'contradicted'
            else 'unverified'
        end as verification,
        bool_and(leaf_amounts.is_complete) as is_complete
    from leaves
    inner join leaf_amounts
        on leaves.amount_key = leaf_amounts.amount_key
    group by
        leaves.disclosure_key, leaves.fiscal_year, leaves.basis, leaves.unit_code, leaf_amounts.unit_name,
        leaves.project_name, leaves.project_code, leaves.function_code, leaves.fund_source, leaves.nature,
        leaves.statement_code, leaf_amounts.money_scope, leaf_amounts.is_main_scope

)

select
    projects.amount_key as project_key,
    projects.disclosure_key,
    documents.organization_key,
    projects.fiscal_year,
    projects.basis,
    projects.unit_code,
    projects.project_name,
    projects.project_code,
    projects.function_code,
    projects.fund_source,
    projects.nature,
    cast(projects.amount_yuan as decimal(24, 2)) as amount_yuan,
    projects.statement_code as source_statement_code,
    projects.amount_key,
    {{ fact_context(leaf_amounts='projects') }},
    projects.amount_keys
from projects
inner join documents
    on projects.disclosure_key = documents.disclosure_key
