{#
    Pattern of the name of a budget unit: 市监测站, 市财政局(本级). Takes squashed text. The model that calls it needs
    `-- depends_on: {{ ref('keywords') }}`.
#}
{% macro name_of_unit() -%}
    {{ return(any_keyword('unit_ending') ~ '(?:[(]' ~ any_keyword('unit_itself') ~ '[)])?$') }}
{%- endmacro %}
