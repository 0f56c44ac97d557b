{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

leaves as (

    select * from {{ ref('int_revenue_leaves') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'revenue'

)

select
    leaves.amount_key as revenue_key,
    leaves.disclosure_key,
    documents.organization_key,
    leaves.fiscal_year,
    leaves.basis,
    leaves.line_label as revenue_name_printed,
    leaves.fund_source,
    leaves.amount_yuan,
    leaves.statement_code as source_statement_code,
    leaves.amount_key,
    {{ fact_context() }}
from leaves
inner join documents
    on leaves.disclosure_key = documents.disclosure_key
inner join leaf_amounts
    on leaves.amount_key = leaf_amounts.amount_key
