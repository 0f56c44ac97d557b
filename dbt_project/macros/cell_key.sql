{# The stable key of a cell: disclosure, table, row and column. #}
{% macro cell_key(relation) -%}
    {{ relation }}.disclosure_key || '-t' || {{ relation }}.table_no || '-r' || {{ relation }}.row_no || '-c' || {{ relation }}.col_no
{%- endmacro %}
