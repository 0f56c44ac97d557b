with

department_categories as (

    select * from {{ ref('department_economic_categories') }}

),

government_categories as (

    select * from {{ ref('government_economic_categories') }}

),

categories as (

    select
        'department' as code_system,
        *
    from department_categories

    union all

    select
        'government' as code_system,
        *
    from government_categories

),

versions as (

    select
        *,
        row_number() over (
            partition by code_system, code
            order by valid_from desc nulls last
        ) = 1 as is_latest,
        if(
            row_number() over (partition by code_system, code order by valid_from nulls first) = 1, 0, valid_from
        ) as applies_from
    from categories

),

latest as (

    select * from versions
    where is_latest

)

select
    versions.code_system || '-' || versions.code
    || coalesce('-' || cast(versions.valid_from as varchar), '') as economic_category_key,
    versions.code_system,
    versions.code,
    versions.level,
    versions.name_zh,
    versions.name_en,
    versions.parent_code,
    classes.code as class_code,
    classes.name_zh as class_name_zh,
    classes.name_en as class_name_en,
    versions.valid_from,
    versions.valid_to,
    versions.valid_to is null as is_current,
    versions.is_latest,
    versions.applies_from,
    versions.confidence
from versions
left join latest as classes
    on
        versions.code_system = classes.code_system
        and classes.code = left(versions.code, 3)
