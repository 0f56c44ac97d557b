{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select * from {{ ref('int_amounts') }}

),

items as (

    select * from {{ ref('three_public_items') }}

),

identities as (

    select * from {{ ref('int_document_identities') }}

),

figures as (

    select *
    from amounts
    where statement_code = 'three_public' and measure = 'amount'

),

-- The item stands in the line label, or, where the items are columns, in the column label.
labelled as (

    select
        amount_key,
        {{ squash('line_label') }} as label,
        1 as preference
    from figures
    where row_role <> 'total'

    union all

    select
        amount_key,
        {{ squash("list_extract(string_split(column_label, ' / '), -1)") }} as label,
        2 as preference
    from figures

    union all

    select
        amount_key,
        {{ squash("list_extract(string_split(column_label, ' / '), -2)") }} as label,
        3 as preference
    from figures
    where column_label like '% / %'

),

itemised as (

    select
        labelled.amount_key,
        items.item_code,
        labelled.preference > 1 as is_column_item
    from labelled
    inner join items
        on regexp_full_match(labelled.label, items.pattern)
    where items.item_code <> 'total' or labelled.preference = 2
    qualify row_number() over (partition by labelled.amount_key order by labelled.preference, items.priority) = 1

),

found as (

    select
        figures.*,
        itemised.item_code,
        itemised.is_column_item,
        bool_or(figures.row_role = 'detail')
            over (partition by figures.disclosure_key, figures.table_no)
            as has_details,
        figures.fund_source = 'total' as is_all_funds
    from figures
    inner join itemised
        on figures.amount_key = itemised.amount_key
    where itemised.item_code in ('abroad', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception')

)

select
    found.amount_key as three_public_expense_key,
    found.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    found.fiscal_year,
    found.basis,
    found.unit_code,
    found.item_code,
    found.fund_source,
    found.amount_yuan,
    found.amount_key
from found
inner join identities
    on found.disclosure_key = identities.disclosure_key
where
    -- Where the items are columns, the rows are units: the finest rows count, or the only one.
    (not found.is_column_item or found.row_role = case when found.has_details then 'detail' else 'total' end)
    and (found.is_column_item or found.row_role <> 'subtotal' or found.item_code = 'vehicles')
    and not (
        found.is_all_funds
        and exists (
            select 1 from found as by_fund
            where
                by_fund.disclosure_key = found.disclosure_key
                and by_fund.table_no = found.table_no
                and by_fund.row_no = found.row_no
                and not by_fund.is_all_funds
        )
    )
    and not (
        found.item_code = 'vehicles'
        and exists (
            select 1 from found as finer
            where
                finer.disclosure_key = found.disclosure_key
                and finer.table_no = found.table_no
                and finer.basis = found.basis
                and finer.fiscal_year = found.fiscal_year
                and finer.unit_code is not distinct from found.unit_code
                and finer.item_code in ('vehicle_purchase', 'vehicle_operation')
                and finer.fund_source = found.fund_source
        )
    )
