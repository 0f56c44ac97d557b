{#
    The name of a function class in the form in which labels of balances are compared with it: without 支出, 事务 and 等
    at its end, which templates drop. Takes squashed text.
#}
{% macro class_name(squashed) -%}
    regexp_replace({{ squashed }}, '等?(?:事务)?(?:支出)?$', '')
{%- endmacro %}
