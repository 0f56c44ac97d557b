{#
    The key of one identity: the disclosure, the rule, the table of its left side, and which application of the rule
    it is there. Takes a relation with disclosure_key, rule_code and table_no, and the instance as an expression.
#}
{% macro reconciliation_key(relation, instance) -%}
    {{ relation }}.disclosure_key || '-' || {{ relation }}.rule_code || '-t' || {{ relation }}.table_no
    || '-' || {{ instance }}
{%- endmacro %}

{# The instance of a rule that is applied to the printed cells one by one: block, row and column of the cell. #}
{% macro cell_instance(relation, col_no='meaning_col_no') -%}
    {{ relation }}.block_no || '-' || {{ relation }}.row_no || '-' || {{ relation }}.{{ col_no }}
{%- endmacro %}

{# A figure in words: code and label of its line, then its column. #}
{% macro figure_in_words(relation) -%}
    concat_ws(
        ' ',
        coalesce(
            {{ relation }}.function_code,
            {{ relation }}.department_economic_code,
            {{ relation }}.government_economic_code
        ),
        coalesce(nullif({{ relation }}.line_label, ''), '合计')
    ) || ' · ' || {{ relation }}.column_label
{%- endmacro %}
