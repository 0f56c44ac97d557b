{# One row for each distinct line label that row_labels knows, with its meaning. #}
with

label_texts as (

    select * from {{ ref('int_label_texts') }}

),

row_labels as (

    select * from {{ ref('row_labels') }}

),

matched as (

    select
        squashed_label,
        {{ first_pattern('row_labels', 'squashed_label') }} as pattern
    from label_texts

)

select
    matched.squashed_label,
    row_labels.row_kind,
    row_labels.fund_source,
    row_labels.nature,
    row_labels.parent_hint,
    row_labels.measure
from matched
inner join row_labels
    on matched.pattern = row_labels.pattern
