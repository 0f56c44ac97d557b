{# The unit of money printed in brackets: （万元）, (单位:万元); empty text where there is none. Takes compact text. #}
{% macro unit_in_brackets(compacted) -%}
    regexp_extract({{ compacted }}, '[(（](?:(?:金额)?单位[:：]?)?(?:人民币)?([亿万千]?元)[)）]', 1)
{%- endmacro %}
