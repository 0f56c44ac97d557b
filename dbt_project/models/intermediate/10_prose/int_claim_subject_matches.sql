{# One row for each name of a figure in prose and each pattern of claim_subjects that fits it. #}
-- depends_on: {{ ref('claim_subjects') }}
with

names as (

    select * from {{ ref('int_claim_names') }}

),

wordings as (

    select distinct phrase from names

),

matched as (

    select
        phrase,
        unnest({{ all_patterns('claim_subjects', 'phrase') }}) as pattern
    from wordings

)

select
    phrase,
    pattern
from matched
where pattern is not null
