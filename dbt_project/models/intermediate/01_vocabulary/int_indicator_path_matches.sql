{#
    One row for each distinct text with a whole indicator, its levels before its name (产出指标数量指标培训人数), divided
    into its parts with indicator_levels.
#}
with

cell_texts as (

    select * from {{ ref('stg_texts') }}

),

levels as (

    select * from {{ ref('int_indicator_level_matches') }}

),

outer_parts as (

    select distinct
        compact_text,
        regexp_extract(compact_text, {{ indicator_path() }}, ['level', 'rest']) as outer_part
    from cell_texts
    where number_value is null

),

both_parts as (

    select
        *,
        regexp_extract(outer_part.rest, {{ indicator_path() }}, ['level', 'rest']) as inner_part
    from outer_parts

)

select
    both_parts.compact_text,
    both_parts.outer_part.level as level_1,
    case when inner_levels.is_level_2 then both_parts.inner_part.level end as level_2,
    case when inner_levels.is_level_2 then both_parts.inner_part.rest else both_parts.outer_part.rest end
        as indicator_name
from both_parts
inner join levels as outer_levels
    on both_parts.outer_part.level = outer_levels.level_text and outer_levels.is_level_1
left join levels as inner_levels
    on both_parts.inner_part.level = inner_levels.level_text and inner_levels.is_level_2
