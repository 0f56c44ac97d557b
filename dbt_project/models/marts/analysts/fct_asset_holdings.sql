{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select * from {{ ref('int_figures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

asset_rows as (

    select
        disclosure_key,
        table_no,
        row_no,
        block_no,
        max(line_label) as asset_name,
        max(fiscal_year) as fiscal_year,
        max(published_value) filter (where measure = 'quantity') as quantity,
        max(published_unit) filter (where measure = 'quantity') as quantity_unit,
        max(amount_yuan) filter (where measure = 'amount') as value_yuan,
        max(amount_key) as amount_key
    from amounts
    where statement_code = 'state_assets' and row_role = 'detail'
    group by disclosure_key, table_no, row_no, block_no

)

select
    asset_rows.disclosure_key || '-t' || asset_rows.table_no || '-r' || asset_rows.row_no || '-b' || asset_rows.block_no
        as asset_holding_key,
    asset_rows.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    asset_rows.fiscal_year,
    asset_rows.asset_name,
    asset_rows.quantity,
    asset_rows.quantity_unit,
    asset_rows.value_yuan,
    asset_rows.amount_key
from asset_rows
inner join identities
    on asset_rows.disclosure_key = identities.disclosure_key
