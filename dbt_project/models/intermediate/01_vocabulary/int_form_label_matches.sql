{# One row for each distinct text in a form that form_labels knows: a field, a label of an amount, a column header. #}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

form_labels as (

    select * from {{ ref('form_labels') }}

),

texts as (

    select distinct words
    from cell_texts
    where number_value is null

),

matched as (

    select
        words,
        {{ first_pattern('form_labels', without_unit_or_hint('words')) }} as pattern
    from texts

)

select
    matched.words,
    form_labels.role,
    form_labels.row_role,
    form_labels.fund_source,
    form_labels.nature,
    form_labels.basis
from matched
inner join form_labels
    on matched.pattern = form_labels.pattern
