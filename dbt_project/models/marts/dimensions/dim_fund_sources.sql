with

fund_sources as (

    select * from {{ ref('fund_sources') }}

)

select
    case when fund_sources.is_blank_in_facts then '' else fund_sources.code end as code,
    case when parents.is_blank_in_facts then '' else fund_sources.parent_code end as parent_code,
    fund_sources.name_zh,
    fund_sources.name_en,
    fund_sources.sort_order
from fund_sources
left join fund_sources as parents
    on fund_sources.parent_code = parents.code
