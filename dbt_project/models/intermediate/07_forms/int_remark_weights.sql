{#
    Weights that stand under a header which does not say so (备注): the arithmetic says it where the column holds
    nothing but numbers beside indicators, and they come to 90 (execution of the budget has the other 10) or 100
    in every project of the table.
#}
with

indicators as (

    select * from {{ ref('int_indicators') }}

),

indicator_projects as (

    select * from {{ ref('int_indicator_projects') }}

),

headers as (

    select * from {{ ref('int_indicator_headers') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

weighted_tables as (

    select distinct
        disclosure_key,
        table_no
    from headers
    where part = 'weight'

),

indicator_rows as (

    select
        disclosure_key,
        table_no,
        row_no,
        any_value(indicator_name) as indicator_name
    from indicators
    group by disclosure_key, table_no, row_no

),

remarks as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.col_no,
        indicator_projects.project_name,
        indicator_rows.indicator_name,
        case when not cells.is_percent then cells.number_value end as weight
    from headers
    inner join cells
        on
            headers.disclosure_key = cells.disclosure_key
            and headers.table_no = cells.table_no
            and cells.row_no > headers.header_row_no
            and cells.row_no < headers.next_header_row_no
            and cells.col_no between headers.col_no and headers.last_col_no
    left join indicator_rows
        on
            cells.disclosure_key = indicator_rows.disclosure_key
            and cells.table_no = indicator_rows.table_no
            and cells.row_no = indicator_rows.row_no
    left join indicator_projects
        on
            cells.disclosure_key = indicator_projects.disclosure_key
            and cells.table_no = indicator_projects.table_no
            and cells.row_no = indicator_projects.row_no
    left join weighted_tables
        on headers.disclosure_key = weighted_tables.disclosure_key and headers.table_no = weighted_tables.table_no
    where headers.part = 'text' and weighted_tables.table_no is null

),

sums as (

    select
        disclosure_key,
        table_no,
        col_no,
        project_name,
        sum(weight) in (90, 100) and count(*) = count(weight) and count(*) = count(indicator_name) as is_whole
    from remarks
    group by disclosure_key, table_no, col_no, project_name

),

weight_columns as (

    select
        disclosure_key,
        table_no,
        col_no
    from sums
    group by disclosure_key, table_no, col_no
    having bool_and(is_whole)

)

select
    remarks.disclosure_key,
    remarks.table_no,
    remarks.row_no,
    remarks.col_no,
    remarks.weight
from remarks
inner join weight_columns
    on
        remarks.disclosure_key = weight_columns.disclosure_key
        and remarks.table_no = weight_columns.table_no
        and remarks.col_no = weight_columns.col_no
