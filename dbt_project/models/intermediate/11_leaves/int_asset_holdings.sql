{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select figures.*
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code and statements.lists_assets
    where {{ is_of_disclosure('figures') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'asset'

),

asset_rows as (

    select
        line_key,
        any_value(disclosure_key) as disclosure_key,
        max(line_label) as asset_name,
        max(fiscal_year) as fiscal_year,
        max(published_value) filter (where measure = 'quantity') as quantity,
        max(published_unit) filter (where measure = 'quantity') as quantity_unit,
        max(amount_yuan) filter (where measure = 'amount') as value_yuan,
        max(amount_key) as amount_key
    from amounts
    where row_role = 'detail'
    group by line_key

)

select
    asset_rows.line_key as asset_holding_key,
    asset_rows.disclosure_key,
    documents.organization_key,
    asset_rows.fiscal_year,
    asset_rows.asset_name,
    asset_rows.quantity,
    asset_rows.quantity_unit,
    asset_rows.value_yuan,
    asset_rows.amount_key,
    {{ fact_context() }}
from asset_rows
inner join documents
    on asset_rows.disclosure_key = documents.disclosure_key
inner join leaf_amounts
    on asset_rows.amount_key = leaf_amounts.amount_key
