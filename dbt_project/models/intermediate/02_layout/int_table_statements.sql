{#
    One row for each table: its statement by title, and its unit of money. A table without a title that follows another
    table with no text in between continues it, and takes its title and unit. In the report of a whole government no table
    is a statement of a department.
#}
with

tables as (

    select * from {{ ref('stg_tables') }}

),

titles as (

    select * from {{ ref('int_table_titles') }}

),

units as (

    select * from {{ ref('int_table_units') }}

),

government_reports as (

    select * from {{ ref('int_government_reports') }}

),

joined as (

    select
        tables.*,
        titles.title,
        case when government_reports.disclosure_key is null then titles.statement_code else 'other' end
            as statement_code,
        titles.layout,
        titles.fund_source,
        titles.nature,
        units.unit,
        units.unit_source,
        tables.after_line_no = lag(tables.after_line_no) over (
            partition by tables.disclosure_key order by tables.table_no
        ) as follows_at_once
    from tables
    left join titles
        on tables.table_key = titles.table_key
    left join units
        on tables.table_key = units.table_key
    left join government_reports
        on tables.disclosure_key = government_reports.disclosure_key

),

continued as (

    select
        *,
        sum(case when coalesce(follows_at_once, false) and title is null then 0 else 1 end) over (
            partition by disclosure_key order by table_no
        ) as title_group
    from joined

)

select
    disclosure_key,
    table_key,
    table_no,
    after_line_no,
    page_first,
    page_last,
    row_count,
    column_count,
    header_row_count,
    finder,
    first_value(title) over same_title as title,
    coalesce(first_value(statement_code) over same_title, 'other') as statement_code,
    coalesce(first_value(layout) over same_title, 'unknown') as layout,
    coalesce(first_value(fund_source) over same_title, '') as statement_fund_source,
    coalesce(first_value(nature) over same_title, '') as statement_nature,
    coalesce(unit, first_value(unit) over same_title) as unit,
    coalesce(unit_source, first_value(unit_source) over same_title) as unit_source
from continued
window same_title as (partition by disclosure_key, title_group order by table_no)
