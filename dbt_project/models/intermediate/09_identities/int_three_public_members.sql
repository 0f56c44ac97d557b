{#
    The figures of the sums in a statement of the three public expenses (三公): total = abroad + vehicles + reception
    (three_public_total), vehicles = purchase + operation (three_public_vehicles), and, where conferences and training
    are printed, the wider total (three_public_wider_total). Where 公务用车 has no figure of its own, its two parts
    stand for it. A total may be printed twice (合计, 三公经费小计); each is tested.
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

items as (

    select three_public_figures.*
    from {{ ref('int_three_public_figures') }} as three_public_figures
    inner join figures
        on three_public_figures.amount_key = figures.amount_key

),

parts as (

    select
        *,
        bool_or(item_code = 'vehicles') over (partition by table_key, sum_key) as has_vehicles
    from items
    where item_no = 1

),

item_sums as (

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

rules as (

    select distinct
        rule_code,
        whole_item
    from item_sums

),

wholes as (

    select
        items.*,
        rules.rule_code,
        items.sum_key || '-' || items.row_no || '-' || items.meaning_col_no as instance
    from items
    inner join rules
        on items.item_code = rules.whole_item
    where items.item_no = 1 or items.item_code = 'total'

),

members as (

    select
        *,
        'left' as side,
        amount_key as member_key,
        concat_ws(' · ', nullif(line_label, ''), column_label) as subject
    from wholes

    union all

    select
        wholes.*,
        'right' as side,
        parts.amount_key as member_key,
        null as subject
    from wholes
    inner join item_sums
        on
            wholes.rule_code = item_sums.rule_code
            and wholes.item_code = item_sums.whole_item
    inner join parts
        on
            wholes.table_key = parts.table_key
            and wholes.sum_key = parts.sum_key
            and item_sums.part_item = parts.item_code
    where
        not (
            wholes.rule_code = 'three_public_total'
            and parts.item_code in ('vehicle_purchase', 'vehicle_operation')
            and parts.has_vehicles
        )

)

select
    {{ reconciliation_key('members', 'members.instance') }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    member_key as amount_key,
    subject,
    cast(null as varchar) as doubt
from members
