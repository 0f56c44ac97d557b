with

functions as (

    select * from {{ ref('functions') }}

),

versions as (

    select
        *,
        row_number() over (partition by code order by valid_from desc nulls last) = 1 as is_latest,
        if(row_number() over (partition by code order by valid_from nulls first) = 1, 0, valid_from) as applies_from
    from functions

),

latest as (

    select * from versions
    where is_latest

)

select
    versions.code || coalesce('-' || cast(versions.valid_from as varchar), '') as function_key,
    versions.code,
    versions.level,
    versions.name_zh,
    versions.name_en,
    versions.parent_code,
    classes.code as class_code,
    classes.name_zh as class_name_zh,
    classes.name_en as class_name_en,
    sections.code as section_code,
    sections.name_zh as section_name_zh,
    sections.name_en as section_name_en,
    versions.valid_from,
    versions.valid_to,
    versions.valid_to is null as is_current,
    versions.is_latest,
    versions.applies_from,
    versions.confidence
from versions
left join latest as classes
    on classes.code = left(versions.code, 3)
left join latest as sections
    on
        sections.code = left(versions.code, 5)
        and sections.level = 'section'
