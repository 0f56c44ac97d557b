{#
    One row for each table of a statement that its disclosure prints in several editions, such as a draft and its
    revision. A table is another edition of an earlier one if most lines of both are the same, with the same columns,
    a total among them, and some figures differ. Tables that continue a statement have other lines; those of other
    units, funds or years have other codes or columns; a table printed again with the same figures is not an edition.

    On sheets of one workbook, tables with the same title and the same columns that each print a total are those of
    units. It is unknown whether one is included in another, so they are kept apart as editions are.
#}
with

number_cells as (

    select * from {{ ref('int_number_cells') }}
    where row_class = 'data' and column_role = 'amount' and published_value is not null

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

tables as (

    select * from {{ ref('int_tables') }}
    where layout in ('matrix', 'balance')

),

periods as (

    select * from {{ ref('int_table_periods') }}

),

statements as (

    select * from {{ ref('statements') }}
    where is_statement and not is_project_form and not is_department_form

),

-- Equal lines of one table are matched in their order. A title may name the fund of all figures below it:
-- 财政拨款支出表 and 一般公共预算支出表 are not editions of each other.
figures as (

    select
        number_cells.disclosure_key,
        number_cells.table_key,
        number_cells.line_key,
        number_cells.table_no,
        number_cells.row_no,
        number_cells.col_no,
        number_cells.published_value,
        tables.statement_code,
        {{ squash('tables.title') }} as title,
        regexp_extract(number_cells.cell_reference, '^(.+)![^!]+$', 1) as sheet_name,
        lines.is_total or lines.row_role = 'total' as is_total,
        concat_ws(
            '|',
            lines.block_no,
            coalesce(lines.unit_code, ''),
            coalesce(lines.function_code, ''),
            coalesce(lines.department_economic_code, lines.government_economic_code, ''),
            coalesce(lines.project_code, ''),
            coalesce(lines.procurement_code, ''),
            lines.squashed_label,
            lines.period_text
        ) as line,
        concat_ws(
            '|',
            columns_read.column_label,
            periods.fiscal_year,
            tables.statement_fund_source,
            case when statements.takes_fund_from_title then {{ squash('tables.title') }} end
        ) as measured
    from number_cells
    inner join tables
        on number_cells.table_key = tables.table_key
    inner join statements
        on tables.statement_code = statements.statement_code
    -- Refused figures do not make an edition.
    inner join periods
        on
            number_cells.table_key = periods.table_key
            and periods.fiscal_year is not null
            and periods.report_kind is not null
    inner join columns_read
        on number_cells.meaning_column_key = columns_read.column_key
    inner join lines
        on number_cells.line_key = lines.line_key

),

numbered as (

    select
        *,
        row_number() over (partition by table_key, statement_code, line, measured order by row_no, col_no) as occurrence
    from figures

),

line_counts as (

    select
        disclosure_key,
        table_key,
        statement_code,
        count(distinct line_key) as line_count
    from figures
    group by disclosure_key, table_key, statement_code

),

compared as (

    select
        first_tables.disclosure_key,
        first_tables.statement_code,
        first_tables.table_key,
        later_tables.table_key as later_table_key,
        count(distinct first_tables.line_key) as line_count,
        bool_or(first_tables.is_total) as has_total,
        coalesce(
            min(first_tables.sheet_name) <> '' and min(first_tables.sheet_name) <> max(later_tables.sheet_name)
            and min(first_tables.title) = min(later_tables.title),
            false
        ) as is_of_other_sheet,
        bool_or(first_tables.published_value <> later_tables.published_value) as differs
    from numbered as first_tables
    inner join numbered as later_tables
        on
            first_tables.disclosure_key = later_tables.disclosure_key
            and first_tables.statement_code = later_tables.statement_code
            and first_tables.line = later_tables.line
            and first_tables.measured = later_tables.measured
            and first_tables.occurrence = later_tables.occurrence
            and first_tables.table_no < later_tables.table_no
    group by all

),

pairs as (

    select compared.*
    from compared
    inner join line_counts as first_counts
        on compared.table_key = first_counts.table_key
    inner join line_counts as later_counts
        on compared.later_table_key = later_counts.table_key
    where
        compared.has_total
        and compared.differs
        and (
            compared.is_of_other_sheet
            or 2 * compared.line_count > greatest(first_counts.line_count, later_counts.line_count)
        )

),

earlier_editions as (

    select
        later_table_key as table_key,
        count(*) as earlier_count
    from pairs
    group by later_table_key

)

select
    line_counts.disclosure_key,
    line_counts.table_key,
    line_counts.statement_code,
    1 + coalesce(earlier_editions.earlier_count, 0) as edition,
    1 + max(earlier_editions.earlier_count) over (
        partition by line_counts.disclosure_key, line_counts.statement_code
    ) as edition_count
from line_counts
left join earlier_editions
    on line_counts.table_key = earlier_editions.table_key
qualify edition_count is not null
