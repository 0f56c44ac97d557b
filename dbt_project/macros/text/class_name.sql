{#
    The name of a function class in the form in which balances are compared with the classification: 支出, 事务
    and 等 at its end are dropped, as templates do. Takes squashed text.
#}
{% macro class_name(squashed) -%}
    regexp_replace({{ squashed }}, '等?(?:事务)?(?:支出)?$', '')
{%- endmacro %}
