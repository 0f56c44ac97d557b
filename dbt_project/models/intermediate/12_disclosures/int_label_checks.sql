{#
    Whether the label above a table (编制单位) names the organisation of the disclosure (rule title_organization). It is
    called wrong only where most labels do, where the other name is that of a department and is nowhere else in the
    document, as that of a unit does, and where its statement is printed nowhere else: a second one is a unit's. Forms
    are filled in by units.

    Whatever a label names: the figures below the name of another organisation are not added to those of the
    disclosure, and that is said of each statement (rule other_organization).
#}
-- depends_on: {{ ref('keywords') }}
with

documents as (

    select
        *,
        {{ plain_organization(squash("coalesce(organization_name, '')")) }} as plain_name
    from {{ ref('int_documents') }}

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

labels as (

    {{ organization_labels() }}

),

other_organizations as (

    select * from {{ ref('int_other_organizations') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where other_organization is not null

),

-- The only statement of its kind, below the name of another department.
misplaced as (

    select
        disclosure_key,
        label_place
    from other_organizations
    where
        not is_beside_own
        and regexp_matches({{ plain_organization('organization_name') }}, '{{ any_keyword("department_ending") }}$')

),

named as (

    select
        labels.*,
        documents.organization_name as own_name,
        {{ is_same_organization(plain_organization('labels.organization_name'), 'documents.plain_name') }} as is_own
    from labels
    inner join documents
        on labels.disclosure_key = documents.disclosure_key
    where
        documents.plain_name <> ''
        and regexp_matches(labels.organization_name, '{{ any_keyword("organization_ending") }}$')

),

counted as (

    select
        *,
        count(*) filter (where is_own) over (partition by disclosure_key) as own_count,
        count(*) over (partition by disclosure_key) as label_count
    from named

),

-- Names that are printed in other places too are those of units.
known_elsewhere as (

    select distinct
        counted.disclosure_key,
        counted.check_place
    from counted
    inner join lines
        on
            counted.disclosure_key = lines.disclosure_key
            and contains(lines.squashed_text, counted.organization_name)
            and lines.line_no is distinct from counted.line_no
    where not counted.is_own

    union

    select distinct
        counted.disclosure_key,
        counted.check_place
    from counted
    inner join cells
        on
            counted.disclosure_key = cells.disclosure_key
            and contains(cells.squashed_text, counted.organization_name)
            and cells.cell_key <> counted.check_place
    where not counted.is_own

)

select
    counted.disclosure_key,
    'title_organization' as rule_code,
    counted.check_place,
    null as statement_code,
    counted.page_no,
    counted.line_no,
    counted.compact_text as printed_words,
    null as published_value,
    null as expected_value,
    null as unit,
    counted.own_name as expected_text,
    case
        when counted.is_own then 'pass'
        when
            counted.own_count >= 0.8 * counted.label_count
            and known_elsewhere.check_place is null
            and misplaced.label_place is not null
            then 'fail'
        else 'not_testable'
    end as status,
    cast([] as varchar[]) as amount_keys
from counted
left join known_elsewhere
    on
        counted.disclosure_key = known_elsewhere.disclosure_key
        and counted.check_place = known_elsewhere.check_place
left join misplaced
    on counted.disclosure_key = misplaced.disclosure_key and counted.check_place = misplaced.label_place

union all

select
    figures.disclosure_key,
    'other_organization' as rule_code,
    figures.table_key as check_place,
    min(figures.statement_code) as statement_code,
    min(figures.page_no) as page_no,
    null as line_no,
    min(figures.other_organization) as printed_words,
    null as published_value,
    null as expected_value,
    null as unit,
    min(documents.organization_name) as expected_text,
    'fail' as status,
    [arg_min(figures.amount_key, (figures.row_no, figures.col_no))] as amount_keys
from figures
inner join documents
    on figures.disclosure_key = documents.disclosure_key
group by figures.disclosure_key, figures.table_key
