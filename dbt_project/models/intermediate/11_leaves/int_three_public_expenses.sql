{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

leaves as (

    select * from {{ ref('int_three_public_leaves') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'three_public'

)

select
    leaves.amount_key as three_public_expense_key,
    leaves.disclosure_key,
    documents.organization_key,
    leaves.fiscal_year,
    leaves.basis,
    leaves.unit_code,
    leaves.item_code,
    leaves.fund_source,
    leaves.amount_yuan,
    leaves.amount_key,
    {{ fact_context() }}
from leaves
inner join documents
    on leaves.disclosure_key = documents.disclosure_key
inner join leaf_amounts
    on leaves.amount_key = leaf_amounts.amount_key
