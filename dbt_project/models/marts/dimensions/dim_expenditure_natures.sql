with

natures as (

    select * from {{ ref('expenditure_natures') }}

)

select
    case when natures.is_blank_in_facts then '' else natures.code end as code,
    case when parents.is_blank_in_facts then '' else natures.parent_code end as parent_code,
    natures.name_zh,
    natures.name_en,
    natures.sort_order
from natures
left join natures as parents
    on natures.parent_code = parents.code
