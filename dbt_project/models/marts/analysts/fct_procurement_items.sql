{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select figures.*
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code and statements.lists_purchases
    where figures.edition_count = 1

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaf_amounts as (

    select * from {{ ref('int_leaf_amounts') }}
    where fact = 'procurement'

),

item_rows as (

    select
        row_key,
        any_value(disclosure_key) as disclosure_key,
        max(line_label) as item_name,
        max(procurement_code) as procurement_code,
        max(unit_code) as unit_code,
        max(fiscal_year) as fiscal_year,
        max(basis) as basis,
        max(published_value) filter (where measure = 'quantity') as quantity,
        max(published_unit) filter (where measure = 'quantity') as quantity_unit,
        max(amount_yuan) filter (where measure = 'unit_price') as unit_price_yuan,
        coalesce(
            max(amount_yuan) filter (where measure = 'amount' and nature = 'procurement' and fund_source = 'total'),
            sum(amount_yuan) filter (where measure = 'amount' and nature = 'procurement' and fund_source <> 'total'),
            sum(amount_yuan) filter (
                where
                measure = 'amount'
                and nature in ('procurement_goods', 'procurement_works', 'procurement_services')
                and fund_source = 'total'
            )
        ) as amount_yuan,
        max(amount_yuan) filter (where nature = 'sme_reserved') as sme_reserved_yuan,
        coalesce(
            max(amount_key) filter (where measure = 'amount' and nature = 'procurement' and fund_source = 'total'),
            max(amount_key)
        ) as amount_key
    from amounts
    where row_role = 'detail'
    group by row_key

)

select
    item_rows.row_key as procurement_item_key,
    item_rows.disclosure_key,
    documents.organization_key,
    item_rows.fiscal_year,
    item_rows.basis,
    item_rows.unit_code,
    item_rows.item_name,
    item_rows.procurement_code,
    item_rows.quantity,
    item_rows.quantity_unit,
    item_rows.unit_price_yuan,
    item_rows.amount_yuan,
    item_rows.sme_reserved_yuan,
    item_rows.amount_key,
    {{ fact_context() }}
from item_rows
inner join documents
    on item_rows.disclosure_key = documents.disclosure_key
inner join leaf_amounts
    on item_rows.amount_key = leaf_amounts.amount_key
