{#
    SQL: the texts of the header, one row for each column that a cell spans. Footnote marks alone say nothing. Takes the
    relations of the cells and of the table rows.
#}
{% macro header_cells(cells, table_rows) -%}
    select
        cells.disclosure_key,
        cells.table_key,
        cells.table_no,
        cells.row_no,
        unnest(generate_series(cells.col_no, cells.col_no + cells.col_span - 1)) as col_no,
        cells.compact_text,
        cells.squashed_text,
        cells.words
    from {{ cells }} as cells
    inner join {{ table_rows }} as table_rows
        on cells.row_key = table_rows.row_key and table_rows.row_class = 'header'
    where regexp_replace(cells.words, '[*]+', '', 'g') <> ''
{%- endmacro %}
