{#
    The tables of statements whose label (编制单位:某市某馆) names another organisation than the disclosure's, where its
    labels name several: the figures are that organisation's, as on sheets of one workbook. Without a label a table is
    of the organisation of the one above with the same title. Forms of projects are left out: units fill them in for
    their department. `is_beside_own` says whether the disclosure prints the same statement for itself too.
#}
-- depends_on: {{ ref('keywords') }}
with

organization_labels as (

    {{ organization_labels() }}

),

tables as (

    select
        *,
        coalesce(lag(after_line_no) over (partition by disclosure_key order by table_no), 0) as previous_after_line_no
    from {{ ref('int_tables') }}

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

printed_labels as (

    select
        tables.table_key,
        organization_labels.line_no,
        organization_labels.check_place,
        organization_labels.organization_name
    from tables
    inner join organization_labels
        on
            tables.disclosure_key = organization_labels.disclosure_key
            and organization_labels.line_no between tables.previous_after_line_no + 1 and tables.after_line_no

    union all

    select
        tables.table_key,
        tables.after_line_no + organization_labels.row_no as line_no,
        organization_labels.check_place,
        organization_labels.organization_name
    from tables
    inner join organization_labels
        on tables.table_key = organization_labels.table_key

),

labels as (

    select
        table_key,
        arg_max(check_place, line_no) as label_place,
        arg_max(organization_name, line_no) as organization_name
    from printed_labels
    group by table_key

),

named as (

    select
        tables.disclosure_key,
        tables.table_key,
        tables.statement_code,
        tables.layout,
        labels.label_place,
        last_value(labels.organization_name ignore nulls) over (
            partition by tables.disclosure_key, tables.statement_code, tables.title order by tables.table_no
        ) as organization_name
    from tables
    left join labels
        on tables.table_key = labels.table_key

),

compared as (

    select
        *,
        {{ plain_organization('organization_name') }} as plain_name
    from named

),

organizations as (

    select *
    from compared
    where regexp_matches(plain_name, '{{ any_keyword("organization_ending") }}$')

),

-- One name alone in all labels is the organisation's own, however the cover writes it.
with_several as (

    select distinct organizations.disclosure_key
    from organizations
    inner join organizations as others
        on organizations.disclosure_key = others.disclosure_key
    where not {{ is_same_organization('organizations.plain_name', 'others.plain_name') }}

),

own_statements as (

    select distinct
        compared.disclosure_key,
        compared.statement_code
    from compared
    inner join documents
        on compared.disclosure_key = documents.disclosure_key
    where compared.plain_name is null or {{ is_same_organization('compared.plain_name', 'documents.plain_name') }}

)

select
    organizations.disclosure_key,
    organizations.table_key,
    organizations.organization_name,
    organizations.label_place,
    own_statements.statement_code is not null as is_beside_own
from organizations
inner join with_several
    on organizations.disclosure_key = with_several.disclosure_key
inner join documents
    on organizations.disclosure_key = documents.disclosure_key
inner join statements
    on organizations.statement_code = statements.statement_code
left join own_statements
    on
        organizations.disclosure_key = own_statements.disclosure_key
        and organizations.statement_code = own_statements.statement_code
where
    organizations.layout in ('matrix', 'balance')
    and documents.plain_name <> ''
    and not {{ is_same_organization('organizations.plain_name', 'documents.plain_name') }}
