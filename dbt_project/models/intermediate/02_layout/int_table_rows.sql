{#
    One row for each table row, with its kind: preface (title, unit or organisation inside the grid), header, repeated
    header, column numbers, note, page total, another table in the same grid, or data. Geometry proposes where the
    header ends: there is no amount in it or above it. Rows at its end are data rows without amounts if none of their
    texts names a label column or is above amounts, or if a total is below the name of a column of codes or names (the
    first line of a blank form).
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

tables as (

    select * from {{ ref('stg_tables') }}

),

numbered as (

    select
        row_texts.*,
        tables.header_row_count
    from {{ ref('int_row_texts') }} as row_texts
    inner join tables
        on row_texts.table_key = tables.table_key

),

header_labels as (

    select * from {{ ref('int_header_matches') }}

),

amount_columns as (

    select
        cells.table_key,
        cells.col_no,
        bool_and(regexp_full_match(cells.squashed_text, '[0-9]{2,7}')) as may_be_codes
    from cells
    inner join numbered
        on cells.row_key = numbered.row_key
    where
        coalesce(cells.number_value, cells.money_value) is not null
        and not numbered.is_column_numbers
        and cells.row_no > numbered.header_row_count
    group by cells.table_key, cells.col_no

),

inner_headers as (

    {{ inner_headers('cells', 'tables', 'header_labels') }}

),

inner_tables as (

    select
        table_key,
        min(row_no) as first_row_no
    from inner_headers
    where heads_table
    group by table_key

),

header_texts as (

    select
        cells.table_key,
        cells.row_key,
        cells.row_no,
        cells.col_no,
        cells.col_no + cells.col_span - 1 as last_col_no,
        header_labels.role,
        coalesce(header_labels.is_total, false) as is_total
    from cells
    inner join numbered
        on cells.row_key = numbered.row_key and numbered.row_no <= numbered.header_row_count
    left join header_labels
        on cells.words = header_labels.words

),

first_totals as (

    select
        totals.table_key,
        min(totals.row_no) as row_no
    from header_texts as totals
    inner join header_texts as labels
        on
            totals.table_key = labels.table_key
            and totals.row_no > labels.row_no
            and labels.col_no >= totals.col_no
            and labels.last_col_no <= totals.last_col_no
    left join amount_columns
        on
            totals.table_key = amount_columns.table_key
            and amount_columns.col_no between totals.col_no and totals.last_col_no
            and not amount_columns.may_be_codes
    where
        amount_columns.col_no is null
        and totals.is_total
        and labels.role in ('code', 'code_class', 'label', 'unit_label', 'group')
    group by totals.table_key

),

header_evidence as (

    select
        cells.row_key,
        bool_or(
            cells.role in (
                'code', 'code_class', 'code_section', 'code_item', 'label', 'unit_label', 'sequence', 'group',
                'project_code', 'procurement_code', 'indicator', 'indicator_value'
            )
            or amount_columns.col_no is not null
        ) as is_evident,
        coalesce(bool_or(cells.role = 'amount'), false) as names_amount
    from header_texts as cells
    left join amount_columns
        on
            cells.table_key = amount_columns.table_key
            and amount_columns.col_no between cells.col_no and cells.last_col_no
    group by cells.row_key

),

header_ends as (

    select
        numbered.table_key,
        coalesce(any_value(first_totals.row_no) - 1, max(numbered.row_no)) as header_end_row_no,
        bool_or(header_evidence.names_amount) as names_amount
    from numbered
    inner join header_evidence
        on numbered.row_key = header_evidence.row_key
    left join first_totals
        on numbered.table_key = first_totals.table_key
    where header_evidence.is_evident and not numbered.is_column_numbers
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
    coalesce(inner_headers.heads_indicators, false) as heads_indicators,
    case
        -- 501 | 502 … below the names of the categories.
        when numbered.is_category_codes and numbered.row_no = header_ends.header_end_row_no + 1 then 'header'
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
        when numbered.is_page_total then 'page_total'
        when numbered.row_no >= inner_tables.first_row_no then 'inner_table'
        when numbered.is_foot and numbered.is_below_numbers and header_ends.names_amount then 'note'
        else 'data'
    end as row_class
from numbered
left join header_ends on numbered.table_key = header_ends.table_key
left join inner_headers on numbered.row_key = inner_headers.row_key
left join inner_tables on numbered.table_key = inner_tables.table_key
