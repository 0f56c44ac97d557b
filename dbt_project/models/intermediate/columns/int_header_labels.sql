{# What the vocabulary says of each distinct text that stands in a header region: the first pattern that fits. #}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

column_labels as (

    select * from {{ ref('column_labels') }}

),

texts as (

    select distinct squashed_text
    from cells
    where number_value is null and length(squashed_text) <= 60

)

select
    texts.squashed_text,
    column_labels.role,
    column_labels.code_system,
    column_labels.flow,
    column_labels.fund_source,
    column_labels.nature,
    column_labels.basis,
    column_labels.measure,
    coalesce(column_labels.is_total, false) as is_total
from texts
inner join column_labels
    on regexp_full_match({{ label_words('texts.squashed_text') }}, column_labels.pattern)
qualify row_number() over (partition by texts.squashed_text order by column_labels.priority, column_labels.pattern) = 1
