{#
    Whether the label above a table (编制单位) names the organisation of the disclosure (rule title_organization). Only
    where most labels do and the other name stands nowhere else in the document, as that of a unit does.
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

    select distinct counted.check_place
    from counted
    inner join lines
        on
            counted.disclosure_key = lines.disclosure_key
            and contains(lines.squashed_text, counted.organization_name)
            and lines.line_no is distinct from counted.line_no
    where not counted.is_own

    union

    select distinct counted.check_place
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
        when counted.own_count >= 0.8 * counted.label_count and known_elsewhere.check_place is null then 'fail'
        else 'not_testable'
    end as status
from counted
left join known_elsewhere
    on counted.check_place = known_elsewhere.check_place
