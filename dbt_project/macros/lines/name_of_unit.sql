{#
    Pattern of the name of a budget unit: 市监测站, 市财政局(本级), or with its second name: 市疾控中心(市卫生监督所).
    Takes squashed text. The model that calls it needs `-- depends_on: {{ ref('keywords') }}`.
#}
{% macro name_of_unit() -%}
    {%- set ending = any_keyword('unit_ending') -%}
    {{ return(ending ~ '(?:[(](?:' ~ any_keyword('unit_itself') ~ '|[^()]*' ~ ending ~ ')[)])?$') }}
{%- endmacro %}
