{# One row for each expenditure nature or fund source and each of its ancestors, with their distance in the tree. #}
with recursive

natures as (

    select * from {{ ref('expenditure_natures') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

parents as (

    select
        'nature' as tree,
        code,
        parent_code
    from natures
    where parent_code is not null

    union all

    select
        'fund_source' as tree,
        code,
        parent_code
    from fund_sources
    where parent_code is not null

),

ancestries as (

    select
        tree,
        code,
        parent_code as ancestor_code,
        1 as distance
    from parents

    union all

    select
        ancestries.tree,
        ancestries.code,
        parents.parent_code as ancestor_code,
        ancestries.distance + 1 as distance
    from ancestries
    inner join parents
        on
            ancestries.tree = parents.tree
            and ancestries.ancestor_code = parents.code

)

select
    tree,
    code,
    ancestor_code,
    distance
from ancestries
