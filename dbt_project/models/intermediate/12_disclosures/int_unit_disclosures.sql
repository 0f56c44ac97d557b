{{ config(tags=['whole_warehouse']) }}
{#
    One row for each disclosure of a unit whose department is known, only where paper leaves no doubt: the department's
    disclosure lists the exact name of the unit in its statements, and both are of one prefecture; or both are bound in
    one file with a single department; or a bureau discloses its own office as a unit beside the whole department.

    If the department's disclosure of the same year and kind is here too, the unit's figures are already inside it.
#}
with

disclosures as (

    select
        disclosures.*,
        {{ file_key('disclosures.disclosure_key') }} as file_key,
        {{ squash('disclosures.organization_name') }} as squashed_name
    from {{ ref('int_disclosures') }} as disclosures
    inner join {{ ref('int_vintages') }} as vintages
        on disclosures.disclosure_key = vintages.disclosure_key and vintages.is_current
    where disclosures.organization_key is not null

),

departments as (

    select
        *,
        min(case when scope = 'department' then organization_key end) over (partition by file_key)
        = max(case when scope = 'department' then organization_key end) over (partition by file_key)
            as is_only_department_of_file
    from disclosures
    where scope <> 'unit'

),

-- Equal names are joined: to hold all disclosures against all departments costs the square of their number.
listed_units as (

    select
        disclosure_key,
        left(region_code, 4) as prefecture_code,
        {{ each_of('unit_names') }} as unit_name
    from departments

),

pairs as (

    -- A bureau's own office.
    select
        units.disclosure_key,
        departments.disclosure_key as department_disclosure_key
    from disclosures as units
    inner join departments
        on units.organization_key = departments.organization_key
    where units.scope = 'unit' and departments.scope = 'department'

    union

    -- Bound in one file.
    select
        units.disclosure_key,
        departments.disclosure_key as department_disclosure_key
    from disclosures as units
    inner join departments
        on units.file_key = departments.file_key
    where
        units.organization_key <> departments.organization_key
        and units.scope = 'unit'
        and departments.scope = 'department'
        and departments.is_only_department_of_file

    union

    -- Listed.
    select
        units.disclosure_key,
        departments.disclosure_key as department_disclosure_key
    from disclosures as units
    inner join listed_units
        on units.squashed_name = listed_units.unit_name and left(units.region_code, 4) = listed_units.prefecture_code
    inner join departments
        on listed_units.disclosure_key = departments.disclosure_key
    where
        units.organization_key <> departments.organization_key
        and units.file_key <> departments.file_key
        and units.scope <> 'department'

),

related as (

    select
        units.disclosure_key,
        units.organization_key,
        nullif(departments.organization_key, units.organization_key) as parent_organization_key,
        units.fiscal_year = departments.fiscal_year and units.report_kind = departments.report_kind as is_inside
    from pairs
    inner join disclosures as units
        on pairs.disclosure_key = units.disclosure_key
    inner join disclosures as departments
        on pairs.department_disclosure_key = departments.disclosure_key

),

parents as (

    select
        organization_key,
        min(parent_organization_key) as parent_organization_key
    from related
    group by organization_key
    having count(distinct parent_organization_key) = 1

)

select
    related.disclosure_key,
    min(parents.parent_organization_key) as parent_organization_key,
    coalesce(bool_or(related.is_inside), false) as is_in_another_disclosure
from related
left join parents
    on related.organization_key = parents.organization_key
group by related.disclosure_key
