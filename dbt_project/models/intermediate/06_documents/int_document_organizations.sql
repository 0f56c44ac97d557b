{#
    Whose document each one is: as people state it, else the name that its own texts give with the most weight, with the
    first and shortest of the texts that weigh most. A line of the cover counts once, also where it was read alone and
    together with its neighbours. Documents whose organisation is unknown have no row.
#}
-- depends_on: {{ ref('keywords') }}
with

evidence as (

    select * from {{ ref('int_identity_evidence') }}

),

labelled_organizations as (

    select * from {{ ref('int_labelled_organizations') }}

),

overrides as (

    select * from {{ ref('int_document_overrides') }}

),

named as (

    select
        disclosure_key,
        organization_name,
        line_no,
        max(weight) as weight,
        arg_min(evidence, (-weight, length(evidence), evidence)) as evidence,
        arg_min_null(recognition_score, (-weight, length(evidence), evidence)) as recognition_score
    from evidence
    group by disclosure_key, organization_name, line_no

    union all

    select
        disclosure_key,
        organization_name,
        2000 as line_no,
        weight,
        evidence,
        recognition_score
    from labelled_organizations

),

believed as (

    select
        disclosure_key,
        organization_name,
        arg_min(evidence, (-weight, line_no)) as evidence,
        arg_min_null(recognition_score, (-weight, line_no)) as recognition_score
    from named
    where not regexp_matches(organization_name, '^{{ any_keyword("no_organization") }}')
    group by disclosure_key, organization_name
    qualify row_number() over (
        partition by disclosure_key order by sum(weight) desc, min(line_no) asc, organization_name asc
    ) = 1

)

select
    coalesce(believed.disclosure_key, overrides.disclosure_key) as disclosure_key,
    coalesce(overrides.organization_name, believed.organization_name) as organization_name,
    believed.evidence as identity_evidence,
    case when overrides.organization_name is null then believed.recognition_score end
        as organization_recognition_score
from believed
full outer join overrides
    on believed.disclosure_key = overrides.disclosure_key
where coalesce(overrides.organization_name, believed.organization_name) is not null
