{# One row for each label of a row that prose may name and each row_label of claim_subjects that fits it. #}
-- depends_on: {{ ref('claim_subjects') }}
with

amounts as (

    select * from {{ ref('int_claimable_amounts') }}

),

labels as (

    select distinct row_text from amounts

),

matched as (

    select
        row_text,
        unnest({{ all_patterns('claim_subjects', 'row_text', 'row_label') }}) as row_label
    from labels

)

select
    row_text,
    row_label
from matched
where row_label is not null
