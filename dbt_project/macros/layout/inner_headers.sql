{#
    SQL: each table row below the header that is a header again: of a list of performance indicators in a form
    (一级指标 | 年度指标值), or of another table in the same grid (项目 | 统计数 below the row of the three public
    expenses). The latter prints nothing but names of columns, and none of them is in the header of the table.
    Takes the relations of cells, of tables with the rows of their headers, and of known header texts. A macro, as a
    model of its own would push every published amount one step further from the paper.
#}
{% macro inner_headers(cells, tables, header_labels) -%}
    with

    named as (

        select
            cells.table_key,
            cells.row_key,
            cells.row_no,
            cells.words,
            header_labels.role,
            cells.row_no <= tables.header_row_count as is_in_header
        from {{ cells }} as cells
        inner join {{ tables }} as tables
            on cells.table_key = tables.table_key
        left join {{ header_labels }} as header_labels
            on cells.words = header_labels.words

    ),

    header_words as (

        select distinct
            table_key,
            words
        from named
        where is_in_header

    )

    select
        named.table_key,
        named.row_key,
        named.row_no,
        count(*) filter (where named.role in ('indicator', 'indicator_value')) > 1 as heads_indicators,
        bool_and(coalesce(named.role in ('label', 'sequence', 'amount'), false))
        and bool_or(named.role = 'label')
        and bool_or(named.role = 'amount')
        and count(header_words.words) = 0 as heads_table
    from named
    left join header_words
        on named.table_key = header_words.table_key and named.words = header_words.words
    where not named.is_in_header
    group by named.table_key, named.row_key, named.row_no
{%- endmacro %}
