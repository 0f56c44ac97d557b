{#
    One row for each table row: its texts and numbers, and what its words alone say: unit, organisation, numbers of
    columns, who made the table and when, or a running total of the page.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

tables as (

    select * from {{ ref('stg_tables') }}

),

counted as (

    select
        *,
        count(*) over (partition by row_key) = 1 as text_count_is_one
    from cells

),

rows_of_cells as (

    select
        row_key,
        any_value(table_key) as table_key,
        any_value(disclosure_key) as disclosure_key,
        any_value(table_no) as table_no,
        any_value(row_no) as row_no,
        count(*) as text_count,
        count(coalesce(number_value, money_value)) as number_count,
        arg_min(compact_text, col_no) as first_text,
        string_agg(squashed_text, '|' order by col_no) as row_text,
        list(number_value order by col_no) filter (where number_value is not null) as numbers,
        bool_and(
            number_value is not null
            or regexp_full_match(
                squashed_text, '[*]+|栏次|行次|序号|[甲乙丙丁]|[类款项]|[A-Z]|[0-9]+=[-0-9+()]+|[0-9]+\([-0-9+=]+\)'
            )
        ) as is_numbers_and_marks,
        bool_or(
            regexp_matches(squashed_text, '^[(]?(?:金额|货币|计量)?单位:?(?:人民币)?[亿万千百]?元[)]?$|^预算年度')
            or (text_count_is_one and regexp_matches(squashed_text, '^20[0-9]{2}年度?$'))
        ) as names_unit_or_year,
        bool_or(
            regexp_matches(squashed_text, '^(?:编制|填报|预算|部门|公开)?(?:单位|部门)(?:名称)?(?:\([^)]*\))?:.')
        ) as names_organization,
        bool_or({{ has_word('squashed_text', 'row_foot') }}) as is_foot,
        bool_or({{ has_word('squashed_text', 'page_total') }}) as is_page_total
    from counted
    group by row_key

)

select
    rows_of_cells.*,
    tables.header_row_count,
    coalesce(
        sum(rows_of_cells.number_count) over (
            partition by rows_of_cells.table_key order by rows_of_cells.row_no
            rows between unbounded preceding and 1 preceding
        ) > 0,
        false
    ) as is_below_numbers,
    rows_of_cells.is_numbers_and_marks
    and rows_of_cells.number_count >= 1
    and (rows_of_cells.number_count > 1 or rows_of_cells.text_count > 1)
    and list_min(rows_of_cells.numbers) between 0 and 3
    and list_max(rows_of_cells.numbers) - list_min(rows_of_cells.numbers) + 1 = len(rows_of_cells.numbers)
    and len(list_distinct(rows_of_cells.numbers)) = len(rows_of_cells.numbers) as is_column_numbers
from rows_of_cells
inner join tables
    on rows_of_cells.table_key = tables.table_key
