{#
    The tables of statements whose label (编制单位:某市某馆) names another organisation than the disclosure's, where its
    labels name several: the figures are that organisation's, as on sheets of one workbook. A table that continues
    another is of the same organisation. Forms of projects are left out: units fill them in for their department.
#}
-- depends_on: {{ ref('keywords') }}
with

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

),

table_statements as (

    select * from {{ ref('int_table_statements') }}

),

tables as (

    select * from {{ ref('int_tables') }}
    where layout in ('matrix', 'balance')

),

statements as (

    select * from {{ ref('statements') }}
    where is_statement and not is_project_form and not is_department_form

),

documents as (

    select
        disclosure_key,
        {{ plain_organization(squash("coalesce(organization_name, '')")) }} as plain_name
    from {{ ref('int_documents') }}

),

labels as (

    select
        disclosure_key,
        table_key,
        arg_min({{ labelled_organization_in('squashed_text') }}, (distance, line_count)) as organization_name
    from surroundings
    where distance >= 0
    group by disclosure_key, table_key

),

named as (

    select
        table_statements.disclosure_key,
        table_statements.table_key,
        coalesce(labels.organization_name, first_labels.organization_name) as organization_name,
        {{ plain_organization('coalesce(labels.organization_name, first_labels.organization_name)') }} as plain_name
    from table_statements
    left join labels
        on table_statements.table_key = labels.table_key
    left join labels as first_labels
        on table_statements.continued_table_key = first_labels.table_key

),

organizations as (

    select *
    from named
    where regexp_matches(plain_name, '{{ any_keyword("organization_ending") }}$')

),

-- One name alone in all labels is the organisation's own, however the cover writes it.
with_several as (

    select distinct organizations.disclosure_key
    from organizations
    inner join organizations as others
        on organizations.disclosure_key = others.disclosure_key
    where not {{ is_same_organization('organizations.plain_name', 'others.plain_name') }}

)

select
    organizations.disclosure_key,
    organizations.table_key,
    organizations.organization_name
from organizations
inner join with_several
    on organizations.disclosure_key = with_several.disclosure_key
inner join documents
    on organizations.disclosure_key = documents.disclosure_key
inner join tables
    on organizations.table_key = tables.table_key
inner join statements
    on tables.statement_code = statements.statement_code
where
    documents.plain_name <> ''
    and not {{ is_same_organization('organizations.plain_name', 'documents.plain_name') }}
