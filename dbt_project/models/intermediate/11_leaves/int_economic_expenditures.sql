{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

leaves as (

    select * from {{ ref('int_economic_leaves') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'economic'

)

select
    leaves.amount_key as economic_expenditure_key,
    leaves.disclosure_key,
    documents.organization_key,
    leaves.fiscal_year,
    leaves.basis,
    leaves.unit_code,
    leaves.function_code,
    leaves.code_system,
    leaves.economic_code,
    left(leaves.economic_code, 3) as economic_class_code,
    leaves.government_economic_code,
    leaves.economic_name_printed,
    leaves.conformed_by,
    leaves.fund_source,
    leaves.nature,
    leaves.amount_yuan,
    leaves.statement_code as source_statement_code,
    leaves.amount_key,
    {{ fact_context() }}
from leaves
inner join documents
    on leaves.disclosure_key = documents.disclosure_key
inner join leaf_amounts
    on leaves.amount_key = leaf_amounts.amount_key
