with

regions as (

    select * from {{ ref('regions') }}

)

select
    regions.region_code,
    regions.level,
    regions.name_zh,
    regions.full_name_zh,
    regions.parent_code,
    provinces.region_code as province_code,
    provinces.name_zh as province_name_zh,
    prefectures.region_code as prefecture_code,
    prefectures.name_zh as prefecture_name_zh
from regions
left join regions as provinces
    on provinces.region_code = left(regions.region_code, 2) || '0000'
left join regions as prefectures
    on
        prefectures.region_code = left(regions.region_code, 4) || '00'
        and prefectures.level = 'prefecture'
