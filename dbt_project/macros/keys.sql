{#
    SQL: keys made from the address on paper, for tables, rows, columns and cells; and for blocks and lines once the
    columns have been read. The same bytes give the same keys. Each macro takes a relation that has the parts.
#}
{#
    Key of the file that a disclosure is printed in: the first disclosure of a file has the key of the file, each later
    one this key and the page on which it begins (`d…-page12`).
#}
{% macro file_key(disclosure_key) -%}
    split_part({{ disclosure_key }}, '-', 1)
{%- endmacro %}

{% macro table_key(relation) -%}
    {{ relation }}.disclosure_key || '-t' || {{ relation }}.table_no
{%- endmacro %}

{% macro row_key(relation) -%}
    {{ table_key(relation) }} || '-r' || {{ relation }}.row_no
{%- endmacro %}

{% macro column_key(relation) -%}
    {{ table_key(relation) }} || '-c' || {{ relation }}.col_no
{%- endmacro %}

{% macro cell_key(relation) -%}
    {{ row_key(relation) }} || '-c' || {{ relation }}.col_no
{%- endmacro %}

{% macro block_key(relation) -%}
    {{ relation }}.table_key || '-b' || {{ relation }}.block_no
{%- endmacro %}

{% macro line_key(relation) -%}
    {{ relation }}.row_key || '-b' || {{ relation }}.block_no
{%- endmacro %}

{% macro paragraph_key(relation) -%}
    {{ relation }}.disclosure_key || '-p' || {{ relation }}.paragraph_no
{%- endmacro %}
