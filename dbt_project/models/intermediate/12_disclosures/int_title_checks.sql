{#
    Whether the titles and headers of tables name the year and the organisation of the disclosure:
    - title_year: a title with a year names that of the disclosure. Another year is often left from last year's
      template. The cover or another title must print the year of the disclosure; a title that speaks of another report
      (上年决算, 绩效自评) may name another year.
    - title_organization: a label (编制单位) names the organisation of the disclosure. Only where most labels do and
      the other name stands nowhere else in the document, as that of a unit does.
#}
-- depends_on: {{ ref('keywords') }}
-- depends_on: {{ ref('check_words') }}
{% set other_report = word_of(words_by_kind('check_words'), 'other_report') %}
with

documents as (

    select
        *,
        {{ plain_organization(squash("coalesce(organization_name, '')")) }} as plain_name
    from {{ ref('int_documents') }}

),

tables as (

    select
        *,
        {{ squash('title') }} as squashed_title
    from {{ ref('int_tables') }}
    where title is not null

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}
    where row_class = 'preface'

),

dated as (

    select
        tables.disclosure_key,
        tables.table_key,
        tables.statement_code,
        tables.page_first as page_no,
        tables.title,
        tables.squashed_title,
        documents.fiscal_year,
        documents.report_kind,
        cast(regexp_extract(tables.squashed_title, '(20[0-9]{2})年', 1) as integer) as stated_year,
        contains(tables.squashed_title, cast(documents.fiscal_year as varchar)) as has_own_year,
        contains(coalesce(documents.title, ''), cast(documents.fiscal_year as varchar)) as is_dated_by_cover
    from tables
    inner join documents
        on tables.disclosure_key = documents.disclosure_key
    where regexp_matches(tables.squashed_title, '20[0-9]{2}年') and documents.fiscal_year is not null

),

years as (

    select
        disclosure_key,
        'title_year' as rule_code,
        table_key as check_place,
        statement_code,
        page_no,
        null as line_no,
        title as printed_words,
        stated_year as published_value,
        fiscal_year as expected_value,
        '年' as unit,
        null as expected_text,
        case
            when has_own_year then 'pass'
            when
                case report_kind
                    when 'budget' then regexp_matches(squashed_title, '{{ other_report }}')
                    else not {{ has_word('squashed_title', 'kind_final_accounts') }}
                end
                then 'not_testable'
            when
                is_dated_by_cover
                and 2 * count(*) filter (where has_own_year) over (partition by disclosure_key)
                > count(*) over (partition by disclosure_key)
                then 'fail'
            else 'not_testable'
        end as status
    from dated

),

labels as (

    select
        disclosure_key,
        'line-' || line_no as check_place,
        page_no,
        line_no,
        compact_text,
        {{ labelled_organization_in('squashed_text') }} as organization_name
    from lines

    union all

    select
        cells.disclosure_key,
        cells.cell_key as check_place,
        cells.page_no,
        null as line_no,
        cells.compact_text,
        {{ labelled_organization_in('cells.squashed_text') }} as organization_name
    from cells
    inner join table_rows
        on cells.row_key = table_rows.row_key

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

),

organizations as (

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

)

select * from years

union all

select * from organizations
