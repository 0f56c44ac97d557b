{#
    One row for each table: its statement, its layout and its unit, decided by title, header and neighbours.

    - A table without a title, but with the same header as an earlier table, continues it, unless a heading above it
      names another budget (二、政府性基金预算支出).
    - A form is a list (`summary_form`) if its header has label and amount columns, and also either indicator columns or
      no text that the vocabulary does not know and no list of indicators below it.
    - A form, or a table without a title whose header names performance targets, is also a list if every row prints a
      name and an amount.
#}
-- depends_on: {{ ref('keywords') }}
{%- set budget = any_keyword('named_budget') %}
with

table_statements as (

    select * from {{ ref('int_table_statements') }}

),

table_columns as (

    select * from {{ ref('int_header_columns') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

statements as (

    select * from {{ ref('statements') }}

),

headings as (

    select * from {{ ref('int_table_headings') }}

),

units as (

    select * from {{ ref('int_table_units') }}

),

headers as (

    select
        table_key,
        string_agg(column_label, '|' order by col_no) as header_text,
        count(*) filter (where role in ('indicator', 'indicator_value')) as indicator_column_count,
        count(*) filter (where role = 'indicator_text') as target_column_count,
        count(*) filter (where role = 'amount') as amount_column_count,
        count(*) filter (where role in ('label', 'unit_label', 'code', 'project_code')) as key_column_count,
        count(*) filter (where role is null) as unknown_column_count
    from table_columns
    group by table_key

),

rows_with_amounts as (

    select
        cells.table_key,
        count(distinct cells.row_no) as row_count,
        count(distinct cells.row_no) filter (
            where table_columns.role = 'amount' and coalesce(cells.number_value, cells.money_value) is not null
        ) as row_with_amount_count,
        bool_or(table_rows.heads_indicators) as has_inner_list
    from cells
    inner join table_rows on cells.row_key = table_rows.row_key and table_rows.row_class in ('data', 'inner_table')
    left join table_columns
        on cells.column_key = table_columns.column_key
    group by cells.table_key

),

joined as (

    select
        table_statements.*,
        headings.heading,
        regexp_extract({{ squash('headings.heading') }}, '{{ budget }}') as heading_budget,
        coalesce(units.unit, continued_units.unit) as unit,
        coalesce(units.unit_source, continued_units.unit_source) as unit_source,
        headers.header_text,
        coalesce(headers.indicator_column_count, 0) as indicator_column_count,
        coalesce(headers.amount_column_count, 0) as amount_column_count,
        coalesce(headers.key_column_count, 0) as key_column_count,
        coalesce(headers.unknown_column_count, 0) as unknown_column_count,
        coalesce(rows_with_amounts.has_inner_list, false) as has_inner_list,
        coalesce(
            headers.key_column_count > 0
            and rows_with_amounts.row_count > 1
            and rows_with_amounts.row_count = rows_with_amounts.row_with_amount_count
            and (table_statements.layout = 'form' or headers.target_column_count > 0),
            false
        ) as is_list
    from table_statements
    left join headings on table_statements.table_key = headings.table_key
    left join headers on table_statements.table_key = headers.table_key
    left join rows_with_amounts on table_statements.table_key = rows_with_amounts.table_key
    left join units on table_statements.table_key = units.table_key
    left join units as continued_units on table_statements.continued_table_key = continued_units.table_key

),

continued as (

    select
        *,
        last_value(case when layout <> 'unknown' then table_key end ignore nulls) over (
            partition by disclosure_key, header_text order by table_no
        ) as titled_table_key
    from joined

),

settled as (

    select
        continued.disclosure_key,
        continued.table_key,
        continued.table_no,
        continued.after_line_no,
        continued.page_first,
        continued.page_last,
        continued.header_row_count,
        continued.heading,
        coalesce(continued.title, earlier.title) as title,
        case
            when continued.layout <> 'unknown' then continued.statement_code
            when earlier.statement_code is not null then earlier.statement_code
            when continued.is_list then 'project_performance'
            else 'other'
        end as statement_code,
        case
            when
                continued.amount_column_count > 0
                and continued.key_column_count > 0
                and case coalesce(nullif(continued.layout, 'unknown'), earlier.layout, '')
                    when 'matrix' then false
                    when 'form'
                        then
                            continued.indicator_column_count > 1
                            or continued.unknown_column_count = 0 and not continued.has_inner_list
                    else continued.indicator_column_count > 1
                end
                then 'summary_form'
            when continued.is_list and coalesce(nullif(continued.layout, 'unknown'), earlier.layout, 'form') = 'form'
                then 'summary_form'
            when continued.layout = 'unknown' then coalesce(earlier.layout, 'unknown')
            else continued.layout
        end as layout,
        case
            when continued.layout <> 'unknown' then continued.statement_fund_source
            else coalesce(earlier.statement_fund_source, case when continued.is_list then 'total' else '' end)
        end as statement_fund_source,
        case
            when continued.layout <> 'unknown' then continued.statement_nature
            else coalesce(earlier.statement_nature, case when continued.is_list then 'project' else '' end)
        end as statement_nature,
        coalesce(continued.unit, earlier.unit) as unit,
        coalesce(continued.unit_source, earlier.unit_source) as unit_source
    from continued
    left join continued as earlier
        on
            continued.titled_table_key = earlier.table_key
            and continued.layout = 'unknown'
            and continued.header_text is not null
            and coalesce(continued.heading_budget, '')
            in ('', regexp_extract({{ squash('earlier.title') }}, '{{ budget }}'))

)

select
    settled.*,
    statements.flow as statement_flow,
    statements.header_sets_flow,
    statements.lists_economic_categories,
    statements.lists_names_with_codes,
    statements.lists_purchases,
    statements.lists_three_public_items,
    statements.lists_assets,
    statements.is_statement,
    statements.is_project_form,
    statements.is_department_form
from settled
inner join statements on settled.statement_code = statements.statement_code
