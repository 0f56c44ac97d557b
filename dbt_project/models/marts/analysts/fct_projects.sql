{{ config(materialized='view', tags=['whole_warehouse']) }}

with

projects as (

    select * from {{ ref('int_projects') }}

),

-- Of a disclosure that was superseded nothing stays here; its atomic facts do.
disclosures as (

    select * from {{ ref('dim_disclosures') }}
    where is_current

)

select
    projects.project_key,
    projects.disclosure_key,
    projects.organization_key,
    projects.fiscal_year,
    projects.basis,
    projects.unit_code,
    projects.project_name,
    projects.project_code,
    projects.function_code,
    projects.fund_source,
    projects.nature,
    projects.amount_yuan,
    projects.source_statement_code,
    projects.amount_key,
    projects.organization_name,
    projects.region_code,
    projects.region_name,
    projects.scope,
    projects.money_scope,
    projects.is_main_scope,
    projects.verification,
    projects.is_complete,
    projects.unit_name,
    disclosures.parent_organization_key,
    disclosures.is_in_another_disclosure,
    projects.amount_keys
from projects
inner join disclosures
    on projects.disclosure_key = disclosures.disclosure_key
