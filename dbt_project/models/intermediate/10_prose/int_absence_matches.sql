{#
    One row for each wording of an absence and each subject of absence_subjects that it says there is none of. The
    heading above a sentence may name the subject for it.
#}
-- depends_on: {{ ref('absence_phrases') }}
-- depends_on: {{ ref('absence_subjects') }}
{% set words = words_by_kind('absence_phrases') %}
{% set subjects = seed_rows('absence_subjects', ['distinct pattern'], 'pattern') %}
with

absences as (

    select * from {{ ref('int_absence_texts') }}

),

wordings as (

    select distinct
        heading_above,
        text
    from absences

),

matched as (

    select
        heading_above,
        text,
        unnest([
            {%- for subject in subjects %}
            {
                'pattern': {{ quoted(subject[0]) }},
                'rank': {{ absence_rank('heading_above', 'text', subject[0], words) }}
            }{{ ',' if not loop.last }}
            {%- endfor %}
        ]) as found
    from wordings

)

select
    heading_above,
    text,
    found.pattern,
    found.rank
from matched
where found.rank is not null
