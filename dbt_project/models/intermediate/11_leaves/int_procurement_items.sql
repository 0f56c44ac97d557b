{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select figures.*
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code and statements.lists_purchases
    where {{ is_of_disclosure('figures') }}

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
        ) as amount_key,
        bool_or(fund_source = 'total' and measure = 'amount') or count(distinct fund_source) > 1 as is_of_all_funds
    from amounts
    where row_role = 'detail'
    group by row_key

),

-- What each fund source pays, beside a total of the item.
fund_rows as (

    select
        row_key,
        {{ money_scope('null', 'fund_source') }} as money_scope,
        cast(sum(amount_yuan) as decimal(24, 2)) as amount_yuan,
        max(amount_key) as amount_key
    from amounts
    where
        row_role = 'detail' and measure = 'amount' and nature = 'procurement' and fund_source <> 'total'
    group by row_key, fund_source

),

items as (

    select
        row_key as procurement_item_key,
        *,
        true as is_main_scope
    from item_rows

    union all

    select
        item_rows.row_key || '-' || fund_rows.money_scope as procurement_item_key,
        item_rows.* replace (
            null as quantity,
            null as quantity_unit,
            null as unit_price_yuan,
            fund_rows.amount_yuan as amount_yuan,
            null as sme_reserved_yuan,
            fund_rows.amount_key as amount_key
        ),
        false as is_main_scope
    from item_rows
    inner join fund_rows
        on item_rows.row_key = fund_rows.row_key and item_rows.is_of_all_funds

),

proved as (

    select
        items.*,
        case when items.is_main_scope and items.is_of_all_funds then 'all' else leaf_amounts.money_scope end
            as money_scope,
        leaf_amounts.verification,
        leaf_amounts.is_complete,
        leaf_amounts.unit_name
    from items
    inner join leaf_amounts
        on items.amount_key = leaf_amounts.amount_key

)

select
    proved.procurement_item_key,
    proved.disclosure_key,
    documents.organization_key,
    proved.fiscal_year,
    proved.basis,
    proved.unit_code,
    proved.item_name,
    proved.procurement_code,
    proved.quantity,
    proved.quantity_unit,
    proved.unit_price_yuan,
    proved.amount_yuan,
    proved.sme_reserved_yuan,
    proved.amount_key,
    {{ fact_context(leaf_amounts='proved') }}
from proved
inner join documents
    on proved.disclosure_key = documents.disclosure_key
