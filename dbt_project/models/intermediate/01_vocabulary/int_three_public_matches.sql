{#
    One row for each distinct label that names an item of the three public expenses. Templates print other things in
    the same table: for those, the statement they belong to, or that they are counts and not money.
#}
with

label_texts as (

    select * from {{ ref('int_label_texts') }}

),

items as (

    select * from {{ ref('three_public_items') }}

),

matched as (

    select
        squashed_label,
        {{ first_pattern('three_public_items', 'squashed_label') }} as pattern,
        {{ first_pattern('three_public_items', 'squashed_label', 'statement_code is not null') }} as foreign_pattern,
        {{ first_pattern('three_public_items', 'squashed_label', 'measure is not null') }} as measure_pattern
    from label_texts

)

select
    matched.squashed_label,
    items.item_code,
    items.parent_item_code,
    foreign_items.statement_code as foreign_statement_code,
    foreign_items.nature as foreign_nature,
    measured_items.measure
from matched
inner join items
    on matched.pattern = items.pattern
left join items as foreign_items
    on matched.foreign_pattern = foreign_items.pattern
left join items as measured_items
    on matched.measure_pattern = measured_items.pattern
