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

pairs as (

    select
        units.disclosure_key,
        units.organization_key,
        nullif(departments.organization_key, units.organization_key) as parent_organization_key,
        units.fiscal_year = departments.fiscal_year and units.report_kind = departments.report_kind as is_inside
    from disclosures as units
    inner join departments
        on
            case
                when units.organization_key = departments.organization_key
                    then units.scope = 'unit' and departments.scope = 'department'
                when units.file_key = departments.file_key
                    then
                        units.scope = 'unit'
                        and departments.scope = 'department'
                        and departments.is_only_department_of_file
                else
                    units.scope <> 'department'
                    and left(units.region_code, 4) = left(departments.region_code, 4)
                    and array_contains(departments.unit_names, units.squashed_name)
            end
    where units.disclosure_key <> departments.disclosure_key

),

parents as (

    select
        organization_key,
        min(parent_organization_key) as parent_organization_key
    from pairs
    group by organization_key
    having count(distinct parent_organization_key) = 1

)

select
    pairs.disclosure_key,
    min(parents.parent_organization_key) as parent_organization_key,
    coalesce(bool_or(pairs.is_inside), false) as is_in_another_disclosure
from pairs
left join parents
    on pairs.organization_key = parents.organization_key
group by pairs.disclosure_key
