{#
    One row for each figure of the three public expenses that can be added up.

    - If the items are columns, the rows are units. Details count if they add up to the printed total of every item,
      else only the total does.
    - If the items are rows, one that is divided counts where no line below it is the same item.
    - Vehicles count as purchase and operation if these add up to the vehicles everywhere in the list.
    - Each fund source is a money scope. If none is chosen, fund sources count if they are printed, else all funds do;
      财政拨款 counts as a whole if it is not divided (`is_main_scope`).
#}
{#- Parts replace their whole if they add up to it, give or take 100 yuan (0.01 万元) for each printed figure. -#}
{%- set come_to = "abs(coalesce(%s, 0) - coalesce(%s, 0)) <= 100 * (1 + %s)" -%}

with

item_figures as (

    select * from {{ ref('int_three_public_figures') }}
    where item_code in ('abroad', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception')

),

amounts as (

    select * from {{ ref('int_figures') }} as figures
    where measure = 'amount' and {{ is_of_disclosure('figures') }}

),

-- A list is the figures of one table with the same year and basis.
figures as (

    select
        amounts.*,
        item_figures.item_code,
        item_figures.has_item_rows,
        item_figures.sum_key,
        concat_ws('|', amounts.table_key, amounts.basis, amounts.fiscal_year) as list_key
    from item_figures
    inner join amounts
        on item_figures.amount_key = amounts.amount_key

),

unit_sums as (

    select
        list_key,
        count(*) filter (where row_role = 'total') > 0 as has_total,
        {{ come_to | format(
            "sum(amount_yuan) filter (where row_role = 'detail')",
            "max(amount_yuan) filter (where row_role = 'total')",
            "count(*)"
        ) }} as is_divided
    from figures
    where not has_item_rows
    group by list_key, item_code, fund_source

),

undivided_lists as (

    select list_key
    from unit_sums
    group by list_key
    having bool_or(has_total) and not bool_and(is_divided)

),

lists as (

    select
        figures.list_key,
        case
            when bool_or(undivided_lists.list_key is not null) then 'total'
            when bool_or(figures.row_role = 'detail') then 'detail'
            else 'total'
        end as counted_role
    from figures
    left join undivided_lists
        on figures.list_key = undivided_lists.list_key
    where not figures.has_item_rows
    group by figures.list_key

),

counted as (

    select figures.*
    from figures
    left join lists
        on figures.list_key = lists.list_key
    where figures.has_item_rows or figures.row_role = lists.counted_role
    -- 公务接待费 above 国内接待费: the item counts where no line below it is the item too.
    qualify
        not figures.has_item_rows
        or figures.row_role <> 'subtotal'
        or figures.item_code = 'vehicles'
        or count_if(figures.row_role <> 'subtotal') over (
            partition by figures.list_key, figures.sum_key, figures.item_code, figures.unit_code, figures.fund_source
        ) = 0

),

vehicle_sums as (

    select
        list_key,
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
    group by list_key, sum_key, unit_code, fund_source

),

vehicle_lists as (

    select
        * exclude (is_divided),
        bool_and(is_divided or not has_whole) over (partition by list_key) as is_divided
    from vehicle_sums

),

items as (

    select counted.*
    from counted
    left join vehicle_lists
        on
            counted.list_key = vehicle_lists.list_key
            and counted.sum_key = vehicle_lists.sum_key
            and counted.unit_code is not distinct from vehicle_lists.unit_code
            and counted.fund_source = vehicle_lists.fund_source
    where
        case
            when counted.item_code = 'vehicles' then not vehicle_lists.is_divided
            when counted.item_code like 'vehicle%' then vehicle_lists.is_divided or not vehicle_lists.has_whole
            else true
        end

)

select
    amount_key,
    disclosure_key,
    fiscal_year,
    basis,
    unit_code,
    item_code,
    fund_source,
    amount_yuan,
    {{ money_scope('null', 'fund_source') }} as money_scope,
    not case fund_source
        when 'total' then bool_or(fund_source <> 'total') over (partition by list_key, row_no)
        when ''
            then
                bool_or(fund_source in ('general_public', 'gov_fund', 'soe_capital'))
                    over (
                        partition by list_key, row_no
                    )
        else false
    end as is_main_scope
from items
