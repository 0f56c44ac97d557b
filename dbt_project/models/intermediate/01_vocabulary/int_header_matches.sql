{#
    One row for each distinct header text that column_labels knows, with its meaning. A unit or a hint in brackets
    after it is not part of its words.
#}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

column_labels as (

    select * from {{ ref('column_labels') }}

),

texts as (

    select distinct words
    from cell_texts
    where number_value is null and length(squashed_text) <= 60

),

matched as (

    select
        words,
        {{ first_pattern('column_labels', without_unit_or_hint('words')) }} as pattern
    from texts

)

select
    matched.words,
    column_labels.role,
    column_labels.code_system,
    column_labels.flow,
    column_labels.fund_source,
    column_labels.nature,
    column_labels.basis,
    column_labels.measure,
    coalesce(column_labels.is_total, false) as is_total
from matched
inner join column_labels
    on matched.pattern = column_labels.pattern
