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
        heading,
        text
    from absences

),

matched as (

    select
        heading,
        text,
        {%- for subject in subjects %}
        {{ absence_rank('heading', 'text', subject[0], words) }} as rank_{{ loop.index }},
        {%- endfor %}
        true as is_read
    from wordings

)

{% for subject in subjects %}
select
    heading,
    text,
    {{ quoted(subject[0]) }} as pattern,
    rank_{{ loop.index }} as rank
from matched
where rank_{{ loop.index }} is not null
{{ 'union all' if not loop.last }}
{% else %}
select
    heading,
    text,
    '' as pattern,
    0 as rank
from matched
{% endfor %}
