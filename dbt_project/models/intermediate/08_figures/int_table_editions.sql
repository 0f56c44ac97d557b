{#
    One row for each table of a statement that its disclosure prints in several editions, such as a draft and its
    revision. A table is another edition of an earlier one if most lines of both are the same, with the same columns,
    a total among them, and some figures differ. Tables that continue a statement have other lines; those of other
    units, funds or years have other codes or columns; a table printed again with the same figures is no edition.
#}
with

amounts as (

    select *
    from {{ ref('int_matrix_amounts') }}
    where refusal is null

),

statements as (

    select * from {{ ref('statements') }}
    where is_statement and not is_project_form and not is_department_form

),

-- Equal lines of one table are matched in their order.
figures as (

    select
        amounts.*,
        concat_ws(
            '|',
            amounts.flow,
            coalesce(amounts.unit_code, ''),
            coalesce(amounts.function_code, ''),
            coalesce(amounts.department_economic_code, amounts.government_economic_code, ''),
            coalesce(amounts.project_code, ''),
            coalesce(amounts.procurement_code, ''),
            amounts.squashed_label
        ) as line,
        concat_ws(
            '|',
            amounts.column_label,
            amounts.fund_source,
            amounts.nature,
            amounts.basis,
            amounts.fiscal_year,
            amounts.measure
        ) as measured
    from amounts
    inner join statements
        on amounts.statement_code = statements.statement_code

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
        bool_or(first_tables.is_total_line or first_tables.row_role = 'total') as has_total,
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
        on
            compared.table_key = first_counts.table_key
            and compared.statement_code = first_counts.statement_code
    inner join line_counts as later_counts
        on
            compared.later_table_key = later_counts.table_key
            and compared.statement_code = later_counts.statement_code
    where
        compared.has_total
        and compared.differs
        and 2 * compared.line_count > greatest(first_counts.line_count, later_counts.line_count)

),

earlier_editions as (

    select
        later_table_key as table_key,
        statement_code,
        count(*) as earlier_count
    from pairs
    group by later_table_key, statement_code

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
    on
        line_counts.table_key = earlier_editions.table_key
        and line_counts.statement_code = earlier_editions.statement_code
qualify edition_count is not null
