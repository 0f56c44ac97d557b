{#
    Figures of the identities of 三公 statements: total = abroad + vehicles + reception, vehicles = purchase +
    operation, and, where conferences and training are printed, the wider total.
#}
with

item_figures as (

    select * from {{ ref('int_three_public_figures') }}
    where is_summable

),

first_figures as (

    select * from item_figures
    where item_no = 1

),

sums as (

    select
        disclosure_key,
        table_no,
        sum_key,
        bool_or(item_code = 'vehicles') as has_vehicles
    from first_figures
    group by disclosure_key, table_no, sum_key

),

parts_by_whole as (

    select
        listed.rule_code,
        listed.whole_item,
        listed.part_item
    from (
        values
        ('three_public_total', 'total', 'abroad'),
        ('three_public_total', 'total', 'vehicles'),
        ('three_public_total', 'total', 'vehicle_purchase'),
        ('three_public_total', 'total', 'vehicle_operation'),
        ('three_public_total', 'total', 'reception'),
        ('three_public_vehicles', 'vehicles', 'vehicle_purchase'),
        ('three_public_vehicles', 'vehicles', 'vehicle_operation'),
        ('three_public_wider_total', 'wider_total', 'total'),
        ('three_public_wider_total', 'wider_total', 'conference'),
        ('three_public_wider_total', 'wider_total', 'training')
    ) as listed (rule_code, whole_item, part_item)

),

wholes as (

    select distinct
        rule_code,
        whole_item
    from parts_by_whole

),

-- A total may be printed twice (合计, 三公经费小计); each is tested.
members as (

    select
        wholes.rule_code,
        item_figures.disclosure_key,
        item_figures.table_no,
        item_figures.sum_key || '-' || item_figures.row_no || '-' || item_figures.column_no as instance,
        concat_ws(' · ', nullif(item_figures.line_label, ''), item_figures.column_label) as subject,
        'left' as side,
        item_figures.amount_key
    from item_figures
    inner join wholes
        on item_figures.item_code = wholes.whole_item
    where item_figures.item_no = 1 or item_figures.item_code = 'total'

    union all

    select
        parts_by_whole.rule_code,
        totals.disclosure_key,
        totals.table_no,
        totals.sum_key || '-' || totals.row_no || '-' || totals.column_no as instance,
        null as subject,
        'right' as side,
        parts.amount_key
    from item_figures as totals
    inner join parts_by_whole
        on totals.item_code = parts_by_whole.whole_item
    inner join first_figures as parts
        on
            totals.disclosure_key = parts.disclosure_key
            and totals.table_no = parts.table_no
            and totals.sum_key = parts.sum_key
            and parts_by_whole.part_item = parts.item_code
    inner join sums
        on
            totals.disclosure_key = sums.disclosure_key
            and totals.table_no = sums.table_no
            and totals.sum_key = sums.sum_key
    where
        (totals.item_no = 1 or totals.item_code = 'total')
        and not (
            parts_by_whole.rule_code = 'three_public_total'
            and parts_by_whole.part_item in ('vehicle_purchase', 'vehicle_operation')
            and sums.has_vehicles
        )

)

select
    rule_code,
    disclosure_key,
    table_no,
    instance,
    subject,
    side,
    'part' as role,
    1 as coefficient,
    amount_key,
    cast(null as varchar) as doubt
from members
