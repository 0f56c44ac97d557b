{#
    Of which year the figures of each table are, where its header does not say so: the disclosure's, but for tables on
    sheets of a workbook that covers several years. What the header prints, and the nearest line above it, takes
    precedence over the name of the sheet (2024, 2023决算): a sheet may be named for the year before because it was
    copied. So the figures are of an earlier year only where the same statement is on another sheet that states the
    year of the disclosure, or where the sheet prints the year of its name, and not that of the disclosure. Otherwise
    they are refused, as are figures whose sheet states another kind of report.
#}
-- depends_on: {{ ref('keywords') }}
with

tables as (

    select * from {{ ref('int_tables') }}

),

sheets as (

    select
        table_key,
        {{ sheet_year('sheet_name') }} as sheet_year,
        {{ sheet_basis('sheet_name') }} as sheet_basis
    from {{ ref('stg_tables') }}
    where sheet_name is not null

),

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

documents as (

    select * from {{ ref('int_documents') }}

),

-- On its sheet, above the table and in its header.
printed_texts as (

    select
        tables.table_key,
        lines.line_no,
        lines.compact_text,
        lines.squashed_text
    from tables
    inner join sheets
        on tables.table_key = sheets.table_key
    inner join lines
        on
            tables.disclosure_key = lines.disclosure_key
            and tables.page_first = lines.page_no
            and tables.after_line_no >= lines.line_no

    union all

    select
        sheets.table_key,
        null as line_no,
        cells.compact_text,
        cells.squashed_text
    from sheets
    inner join cells
        on sheets.table_key = cells.table_key
    inner join table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class in ('preface', 'header')

),

dated as (

    select
        table_key,
        line_no,
        {{ years_in("regexp_replace(compact_text, '[0-9]+[.,][0-9]+', '', 'g')") }} as years,
        {{ report_kind_in('squashed_text') }} as report_kind,
        line_no is null
        or line_no = max(case when len(years) > 0 then line_no end) over (partition by table_key) as is_nearest
    from printed_texts
    where length(squashed_text) <= 60 and not {{ is_sentence('squashed_text') }}

),

printed as (

    select
        table_key,
        list_distinct(flatten(list(years))) as years,
        list_distinct(flatten(list(years) filter (where is_nearest))) as nearest_years,
        list(report_kind) as report_kinds
    from dated
    group by table_key

),

stated as (

    select
        tables.disclosure_key,
        tables.table_key,
        tables.statement_code,
        regexp_replace({{ squash("coalesce(tables.title, '')") }}, '20[0-9]{2}年?度?', '') as undated_title,
        documents.fiscal_year as document_year,
        documents.report_kind,
        sheets.sheet_year,
        -- 收支决算总表 on a sheet 2023预算: what is printed decides.
        case
            when not list_contains(coalesce(printed.report_kinds, []), documents.report_kind) then sheets.sheet_basis
        end as sheet_basis,
        coalesce(printed.nearest_years, []) as nearest_years,
        list_contains(nearest_years, documents.fiscal_year::varchar) as prints_document_year,
        list_contains(coalesce(printed.years, []), documents.fiscal_year::varchar) as has_document_year_above
    from tables
    inner join documents
        on tables.disclosure_key = documents.disclosure_key
    left join sheets
        on tables.table_key = sheets.table_key
    left join printed
        on tables.table_key = printed.table_key

),

compared as (

    select
        *,
        case
            when prints_document_year then document_year
            else coalesce(sheet_year, case when len(nearest_years) = 1 then nearest_years[1]::integer end)
        end as stated_year,
        list_contains(nearest_years, stated_year::varchar) as prints_stated_year,
        bool_or(prints_document_year or coalesce(sheet_year = document_year, false)) over (
            partition by disclosure_key, statement_code, undated_title
        ) as is_beside_document_year
    from stated

),

settled as (

    select
        *,
        case
            when stated_year is null or stated_year = document_year then document_year
            when
                stated_year < document_year
                and (
                    is_beside_document_year and (prints_stated_year or len(nearest_years) = 0)
                    or sheet_year is not null and prints_stated_year and not has_document_year_above
                )
                then stated_year
            -- Without the name of a sheet, a title of another year may be left from last year's template.
            when sheet_year is null then document_year
        end as fiscal_year
    from compared

)

select
    disclosure_key,
    table_key,
    document_year,
    fiscal_year,
    case
        when
            fiscal_year = document_year
            and sheet_basis <> case report_kind when 'final_accounts' then 'final' else 'budget' end
            then null
        else report_kind
    end as report_kind,
    case
        when fiscal_year < document_year
            then coalesce(sheet_basis, case report_kind when 'final_accounts' then 'final' else 'budget' end)
    end as printed_basis
from settled
