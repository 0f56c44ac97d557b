{#
    The region an organisation belongs to, where its name begins with one: the longest name wins, a name that
    two regions share decides nothing.
#}
with

identities as (

    select * from {{ ref('int_documents') }}

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

matched as (

    select
        identities.disclosure_key,
        region_names.region_code,
        length(region_names.region_name) as name_length
    from identities
    inner join region_names
        on starts_with(regexp_replace(identities.organization_name, '^(?:中共|中国共产党)', ''), region_names.region_name)

),

longest as (

    select
        disclosure_key,
        region_code
    from matched
    qualify rank() over (partition by disclosure_key order by name_length desc) = 1

)

select
    disclosure_key,
    min(region_code) as region_code
from longest
group by disclosure_key
having count(distinct region_code) = 1
