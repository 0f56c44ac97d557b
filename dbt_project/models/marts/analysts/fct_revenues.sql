{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

leaves as (

    select * from {{ ref('int_revenue_leaves') }}

),

documents as (

    select * from {{ ref('int_documents') }}

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
    leaves.amount_key
from leaves
inner join documents
    on leaves.disclosure_key = documents.disclosure_key
