{#
    One row for each table row, with its kind: preface (title, unit or organisation inside the grid), header, repeated
    header, column numbers, note or data. Geometry proposes where the header ends: there is no amount in it or above it.
    Rows at its end are data rows without amounts if none of their texts names a label column or is above amounts.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

tables as (

    select * from {{ ref('stg_tables') }}

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

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
        count(number_value) as number_count,
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
        ) as names_organization
    from counted
    group by row_key

),

numbered as (

    select
        rows_of_cells.*,
        tables.header_row_count,
        rows_of_cells.is_numbers_and_marks
        and rows_of_cells.number_count >= 1
        and (rows_of_cells.number_count > 1 or rows_of_cells.text_count > 1)
        and list_min(rows_of_cells.numbers) between 0 and 3
        and list_max(rows_of_cells.numbers) - list_min(rows_of_cells.numbers) + 1 = len(rows_of_cells.numbers)
        and len(list_distinct(rows_of_cells.numbers)) = len(rows_of_cells.numbers) as is_column_numbers
    from rows_of_cells
    inner join tables
        on rows_of_cells.table_key = tables.table_key

),

amount_columns as (

    select distinct
        cells.table_key,
        cells.col_no
    from cells
    inner join numbered
        on cells.row_key = numbered.row_key
    where
        cells.number_value is not null
        and not numbered.is_column_numbers
        and cells.row_no > numbered.header_row_count

),

header_evidence as (

    select
        cells.row_key,
        bool_or(
            header_labels.role in (
                'code', 'code_class', 'code_section', 'code_item', 'label', 'unit_label', 'sequence', 'group',
                'project_code', 'procurement_code', 'indicator', 'indicator_value'
            )
            or amount_columns.col_no is not null
        ) as is_evident
    from cells
    left join header_labels
        on cells.words = header_labels.words
    left join amount_columns
        on
            cells.table_key = amount_columns.table_key
            and amount_columns.col_no between cells.col_no and cells.col_no + cells.col_span - 1
    group by cells.row_key

),

header_ends as (

    select
        numbered.table_key,
        max(numbered.row_no) as header_end_row_no
    from numbered
    inner join header_evidence
        on numbered.row_key = header_evidence.row_key
    where
        numbered.row_no <= numbered.header_row_count
        and header_evidence.is_evident
        and not numbered.is_column_numbers
    group by numbered.table_key

)

select
    numbered.disclosure_key,
    numbered.table_key,
    numbered.row_key,
    numbered.table_no,
    numbered.row_no,
    numbered.text_count,
    numbered.number_count,
    numbered.first_text,
    numbered.row_text,
    case
        when numbered.is_column_numbers then 'column_numbers'
        when
            numbered.row_no <= numbered.header_row_count
            and (numbered.names_unit_or_year or numbered.names_organization)
            and numbered.text_count <= 4
            then 'preface'
        when
            numbered.row_no <= coalesce(header_ends.header_end_row_no, 0)
            and numbered.text_count = 1
            and regexp_matches(numbered.row_text, '表(?:[(].*[)])?$')
            then 'preface'
        when numbered.row_no <= coalesce(header_ends.header_end_row_no, 0) then 'header'
        when
            numbered.number_count = 0
            and numbered.row_no > coalesce(header_ends.header_end_row_no, 0)
            and numbered.row_text in (
                select earlier.row_text
                from numbered as earlier
                where
                    earlier.table_key = numbered.table_key
                    and earlier.row_no <= header_ends.header_end_row_no
            )
            then 'repeated_header'
        when numbered.text_count = 1 and regexp_matches(numbered.first_text, '^(?:注|说明|备注)[0-9]?[:：.、]')
            then 'note'
        else 'data'
    end as row_class
from numbered
left join header_ends
    on numbered.table_key = header_ends.table_key
