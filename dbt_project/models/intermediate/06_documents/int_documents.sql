{#
    Whose document this is, of which fiscal year and kind, by the weight of what it says of itself; `data/raw/
    disclosures.csv` may override, and then identity_source says so. Unknown stays null.
#}
with

documents as (

    select * from {{ ref('stg_documents') }}

),

evidence as (

    select * from {{ ref('int_identity_evidence') }}

),

overrides as (

    select
        documents.disclosure_key,
        max(overrides.organization_name) as organization_name,
        max(overrides.region_code) as region_code,
        max(try_cast(overrides.fiscal_year as integer)) as fiscal_year,
        max(overrides.report_kind) as report_kind,
        max(overrides.scope) as scope
    from documents
    inner join {{ source('raw', 'overrides') }} as overrides
        on documents.source_file = overrides.source_file or documents.content_sha256 = overrides.content_sha256
    group by documents.disclosure_key

),

years as (

    select
        disclosure_key,
        fiscal_year
    from evidence
    where fiscal_year is not null
    group by disclosure_key, fiscal_year
    qualify row_number() over (
        partition by disclosure_key order by sum(case when is_on_cover then 4 else weight end) desc, fiscal_year desc
    ) = 1

),

kinds as (

    select
        disclosure_key,
        report_kind
    from evidence
    where report_kind is not null
    group by disclosure_key, report_kind
    qualify row_number() over (
        partition by disclosure_key order by sum(case when is_on_cover then 4 else weight end) desc, report_kind asc
    ) = 1

),

scopes as (

    select
        disclosure_key,
        scope
    from evidence
    where scope is not null
    group by disclosure_key, scope
    qualify
        row_number()
            over (
                partition by disclosure_key order by sum(case when is_on_cover then 4 else weight end) desc, scope asc
            )
        = 1

),

-- A cover line counts once, also where it was read alone and together with its neighbours.
named_organizations as (

    select
        disclosure_key,
        line_no,
        organization_name,
        max(weight) as weight,
        arg_max(evidence, weight) as evidence
    from evidence
    group by disclosure_key, line_no, organization_name

),

organizations as (

    select
        disclosure_key,
        organization_name,
        arg_max(evidence, weight) as evidence
    from named_organizations
    where
        organization_name is not null
        and not regexp_matches(organization_name, '^(?:万元|元|名称|部门|单位|预算|决算|一般公共预算|财政拨款|政府性基金|国有资本)')
    group by disclosure_key, organization_name
    qualify row_number() over (
        partition by disclosure_key order by sum(weight) desc, min(line_no) asc, organization_name asc
    ) = 1

)

select
    documents.disclosure_key,
    coalesce(overrides.organization_name, organizations.organization_name) as organization_name,
    coalesce(overrides.fiscal_year, years.fiscal_year) as fiscal_year,
    coalesce(overrides.report_kind, kinds.report_kind) as report_kind,
    coalesce(overrides.scope, scopes.scope, '') as scope,
    overrides.region_code as override_region_code,
    organizations.evidence as identity_evidence,
    case
        when overrides.disclosure_key is not null then 'disclosures.csv'
        when organizations.organization_name is not null then 'document'
        else 'unknown'
    end as identity_source
from documents
left join overrides
    on documents.disclosure_key = overrides.disclosure_key
left join organizations
    on documents.disclosure_key = organizations.disclosure_key
left join years
    on documents.disclosure_key = years.disclosure_key
left join kinds
    on documents.disclosure_key = kinds.disclosure_key
left join scopes
    on documents.disclosure_key = scopes.disclosure_key
