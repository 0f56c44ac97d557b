{#
    One row for each distinct text that names a level of performance indicators: the first level (投入, 产出, 效益 …) or
    the second (数量, 质量 …). A text that prints both levels before the indicator is also tried in its parts.
#}
-- depends_on: {{ ref('indicator_levels') }}
-- depends_on: {{ ref('keywords') }}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

texts as (

    select distinct
        compact_text,
        words
    from cell_texts
    where number_value is null

),

outer_parts as (

    select distinct regexp_extract(compact_text, {{ indicator_path() }}, ['level', 'rest']) as part
    from texts

),

wordings as (

    select {{ level_words(without_level_header('words')) }} as level_text from texts

    union

    select part.level as level_text from outer_parts

    union

    select regexp_extract(part.rest, {{ indicator_path() }}, 1) as level_text from outer_parts

),

matched as (

    select
        level_text,
        {{ first_pattern('indicator_levels', 'level_text', 'level = 1') }} is not null as is_level_1,
        {{ first_pattern('indicator_levels', 'level_text', 'level = 2') }} is not null as is_level_2
    from wordings

)

select
    level_text,
    is_level_1,
    is_level_2,
    case when is_level_1 then 1 else 2 end as level
from matched
where is_level_1 or is_level_2
