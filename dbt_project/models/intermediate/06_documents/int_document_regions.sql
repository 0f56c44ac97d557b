{#
    The region whose name the name of an organisation begins with: the longest name decides, and a name that two regions
    share decides nothing.
#}
-- depends_on: {{ ref('keywords') }}
with

organizations as (

    select * from {{ ref('int_document_organizations') }}

),

regions as (

    select * from {{ ref('regions') }}

),

region_names as (

    select
        region_code,
        name_zh as region_name
    from regions

    union

    select
        regions.region_code,
        parents.name_zh || regions.name_zh as region_name
    from regions
    inner join regions as parents
        on regions.parent_code = parents.region_code

    union

    select
        region_code,
        full_name_zh as region_name
    from regions

),

longest as (

    select
        organizations.disclosure_key,
        region_names.region_code
    from organizations
    inner join region_names
        on starts_with(
            regexp_replace(organizations.organization_name, '^{{ any_keyword("before_region") }}', ''),
            region_names.region_name
        )
    qualify rank() over (partition by organizations.disclosure_key order by length(region_names.region_name) desc) = 1

)

select
    disclosure_key,
    min(region_code) as region_code
from longest
group by disclosure_key
having count(distinct region_code) = 1
