{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

{#- Parts stand for their whole where they come to it, to the rounding of a printed cent of 万元 each. -#}
{%- set come_to = "abs(coalesce(%s, 0) - coalesce(%s, 0)) <= 100 * (1 + %s)" -%}

with

item_figures as (

    select * from {{ ref('int_three_public_figures') }}
    where
        measure = 'amount'
        and item_code in ('abroad', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception')

),

amounts as (

    select * from {{ ref('int_figures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

figures as (

    select
        item_figures.*,
        amounts.fiscal_year,
        amounts.row_role,
        amounts.amount_yuan
    from item_figures
    inner join amounts
        on item_figures.amount_key = amounts.amount_key

),

-- Where the items are columns, the rows are units: their details count where they come to the printed total of
-- every item, else the total stands for them, undivided.
unit_sums as (

    select
        disclosure_key,
        table_no,
        basis,
        fiscal_year,
        count(*) filter (where row_role = 'total') > 0 as has_total,
        {{ come_to | format(
            "sum(amount_yuan) filter (where row_role = 'detail')",
            "max(amount_yuan) filter (where row_role = 'total')",
            "count(*)"
        ) }} as is_divided
    from figures
    where not has_item_rows
    group by disclosure_key, table_no, basis, fiscal_year, item_code, fund_source

),

undivided_lists as (

    select
        disclosure_key,
        table_no,
        basis,
        fiscal_year
    from unit_sums
    group by disclosure_key, table_no, basis, fiscal_year
    having bool_or(has_total) and not bool_and(is_divided)

),

lists as (

    select
        figures.disclosure_key,
        figures.table_no,
        figures.basis,
        figures.fiscal_year,
        case
            when undivided_lists.table_no is not null then 'total'
            when bool_or(figures.row_role = 'detail') then 'detail'
            else 'total'
        end as counted_role
    from figures
    left join undivided_lists
        on
            figures.disclosure_key = undivided_lists.disclosure_key
            and figures.table_no = undivided_lists.table_no
            and figures.basis = undivided_lists.basis
            and figures.fiscal_year = undivided_lists.fiscal_year
    where not figures.has_item_rows
    group by figures.disclosure_key, figures.table_no, figures.basis, figures.fiscal_year, undivided_lists.table_no

),

counted as (

    select figures.*
    from figures
    left join lists
        on
            figures.disclosure_key = lists.disclosure_key
            and figures.table_no = lists.table_no
            and figures.basis = lists.basis
            and figures.fiscal_year = lists.fiscal_year
    where
        (figures.has_item_rows and (figures.row_role <> 'subtotal' or figures.item_code = 'vehicles'))
        or (not figures.has_item_rows and figures.row_role = lists.counted_role)

),

-- Vehicles are divided where purchase and operation come to them, everywhere in the list.
vehicle_sums as (

    select
        disclosure_key,
        table_no,
        basis,
        fiscal_year,
        sum_key,
        unit_code,
        fund_source,
        count(*) filter (where item_code = 'vehicles') > 0 as has_whole,
        count(*) filter (where item_code <> 'vehicles') > 0
        and {{ come_to | format(
            "sum(amount_yuan) filter (where item_code = 'vehicles')",
            "sum(amount_yuan) filter (where item_code <> 'vehicles')",
            "2"
        ) }} as is_divided
    from counted
    where item_code like 'vehicle%'
    group by disclosure_key, table_no, basis, fiscal_year, sum_key, unit_code, fund_source

),

vehicle_lists as (

    select
        * exclude (is_divided),
        bool_and(is_divided or not has_whole) over (partition by disclosure_key, table_no, basis, fiscal_year)
            as is_divided
    from vehicle_sums

),

items as (

    select counted.*
    from counted
    left join vehicle_lists
        on
            counted.disclosure_key = vehicle_lists.disclosure_key
            and counted.table_no = vehicle_lists.table_no
            and counted.basis = vehicle_lists.basis
            and counted.fiscal_year = vehicle_lists.fiscal_year
            and counted.sum_key = vehicle_lists.sum_key
            and counted.unit_code is not distinct from vehicle_lists.unit_code
            and counted.fund_source = vehicle_lists.fund_source
    where
        case
            when counted.item_code = 'vehicles' then not vehicle_lists.is_divided
            when counted.item_code like 'vehicle%' then vehicle_lists.is_divided or not vehicle_lists.has_whole
            else true
        end

),

-- Of each figure the fund sources where they are printed, else all funds; 财政拨款 as a whole where it is not split.
by_fund as (

    select *
    from items
    where
        not exists (
            select 1 from items as finer
            where
                finer.disclosure_key = items.disclosure_key
                and finer.table_no = items.table_no
                and finer.row_no = items.row_no
                and finer.basis = items.basis
                and finer.fiscal_year = items.fiscal_year
                and (
                    (items.fund_source = 'total' and finer.fund_source <> 'total')
                    or (
                        items.fund_source = ''
                        and finer.fund_source in ('general_public', 'gov_fund', 'soe_capital')
                    )
                )
        )

)

select
    by_fund.amount_key as three_public_expense_key,
    by_fund.disclosure_key,
    {{ organization_key('identities.organization_name') }} as organization_key,
    by_fund.fiscal_year,
    by_fund.basis,
    by_fund.unit_code,
    by_fund.item_code,
    by_fund.fund_source,
    by_fund.amount_yuan,
    by_fund.amount_key
from by_fund
inner join identities
    on by_fund.disclosure_key = identities.disclosure_key
