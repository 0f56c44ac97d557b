{# What the vocabulary says of each distinct label and text of a line: the first pattern that fits. #}
with

line_codes as (

    select * from {{ ref('int_line_codes') }}

),

row_labels as (

    select * from {{ ref('row_labels') }}

),

labels as (

    select squashed_label
    from line_codes
    where squashed_label <> ''

    union

    select {{ squash('row_text') }} as squashed_label
    from line_codes
    where row_text is not null

)

select
    labels.squashed_label,
    row_labels.flow,
    row_labels.row_kind,
    row_labels.fund_source,
    row_labels.nature,
    row_labels.parent_hint
from labels
inner join row_labels
    on regexp_full_match(labels.squashed_label, row_labels.pattern)
qualify row_number() over (partition by labels.squashed_label order by row_labels.priority, row_labels.pattern) = 1
