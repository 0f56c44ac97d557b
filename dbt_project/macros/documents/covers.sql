{#
    SQL: one row for each cover in the files of this batch, with what it names: a page without a table that names an
    organisation, a year and its report in a few short lines, with nothing below them but the contents or the first
    chapter. Pages that begin with contents or a chapter are not covers. What is before the first cover belongs to
    it, so its page is 1; where tables are before it, the organisation that the first label (编制单位:) names there takes
    its place. Without such a label it has none: a name further on is that of another part. Takes the raw lines and
    tables of files, and the changed documents. A macro, as a model of its own would push every published amount one
    step further from the paper.
#}
{% macro covers(lines, tables, changed_documents) -%}
with

first_lines as (

    select
        lines.disclosure_key as file_key,
        lines.page_no,
        lines.line_no,
        {{ squash('lines.text') }} as squashed_text
    from {{ lines }} as lines
    inner join {{ changed_documents }} as changed_documents
        on lines.disclosure_key = changed_documents.disclosure_key
    qualify row_number() over (partition by lines.disclosure_key, lines.page_no order by lines.line_no) <= 9

),

above_chapters as (

    select
        *,
        min(case when regexp_matches(squashed_text, '^{{ any_keyword("chapter") }}') then line_no end) over (
            partition by file_key, page_no
        ) as chapter_line_no,
        count(*) over (partition by file_key, page_no) as line_count
    from first_lines
    qualify line_no < chapter_line_no or (chapter_line_no is null and line_count <= 8)

),

named as (

    select
        *,
        {{ labelled_organization_in('squashed_text') }} as labelled_organization,
        coalesce(
            {{ titled_organization_in(digits_text('squashed_text')) }},
            {{ bare_organization_in('squashed_text') }}
        ) as line_organization
    from above_chapters
    -- Numbers of annexes and pages are not part of a title.
    where not regexp_full_match(squashed_text, '{{ any_keyword("beside_title") }}')

),

pages as (

    select
        file_key,
        page_no,
        string_agg(squashed_text, '' order by line_no) as title,
        {{ digits_text('title') }} as digits_title,
        arg_min(labelled_organization, line_no) as labelled_organization,
        case when min(chapter_line_no) is null then arg_min(line_organization, line_no) end as line_organization
    from named
    group by file_key, page_no
    having max(length(squashed_text)) <= 60 and not bool_or(regexp_matches(squashed_text, '[。;]'))

),

covers as (

    select
        file_key,
        page_no,
        {{ plain_organization(
            'coalesce(labelled_organization, ' ~ titled_organization_in('digits_title') ~ ', line_organization)'
        ) }} as organization_name,
        coalesce(
            {{ fiscal_year_in('digits_title') }},
            try_cast(regexp_extract(digits_title, '20[0-9]{2}') as integer)
        ) as fiscal_year,
        {{ report_kind_in('title') }} as report_kind,
        {{ scope_in('title') }} as scope
    from pages
    where regexp_matches(title, '{{ any_keyword("report") }}')

),

pages_before_tables as (

    select
        disclosure_key as file_key,
        min(page_first) as page_no
    from {{ tables }}
    group by disclosure_key

),

alone as (

    select
        covers.*,
        covers.page_no < pages_before_tables.page_no
        and row_number() over (partition by covers.file_key order by covers.page_no) = 1 as is_first
    from covers
    inner join pages_before_tables
        on covers.file_key = pages_before_tables.file_key
    left join {{ tables }} as tables
        on covers.file_key = tables.disclosure_key and covers.page_no between tables.page_first and tables.page_last
    where tables.table_no is null and covers.organization_name is not null and covers.fiscal_year is not null

),

first_covers as (

    select
        file_key,
        bool_or(is_first) as is_before_tables,
        min(page_no) as page_no
    from alone
    group by file_key

),

labels as (

    select
        lines.disclosure_key as file_key,
        lines.line_no,
        {{ plain_organization(labelled_organization_in(squash('lines.text'))) }} as organization_name
    from {{ lines }} as lines
    inner join first_covers
        on
            lines.disclosure_key = first_covers.file_key
            and lines.page_no < first_covers.page_no
            and not first_covers.is_before_tables
    where regexp_matches(lines.text, '[:：]') and length(lines.text) <= 60

)

select
    file_key,
    case when is_first then 1 else page_no end as page_no,
    organization_name,
    fiscal_year,
    report_kind,
    scope
from alone

union all

select
    first_covers.file_key,
    1 as page_no,
    arg_min(labels.organization_name, labels.line_no) as organization_name,
    null as fiscal_year,
    null as report_kind,
    null as scope
from first_covers
left join labels
    on first_covers.file_key = labels.file_key
where not first_covers.is_before_tables
group by first_covers.file_key
{%- endmacro %}
