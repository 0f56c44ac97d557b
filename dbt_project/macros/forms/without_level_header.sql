{#
    The name of an indicator level without the words of its header, which a page may merge into the cell
    (产出指标一级指标). The header alone stays whole. The model needs `-- depends_on: {{ ref('keywords') }}`.
#}
{% macro without_level_header(text) -%}
    {%- set header = any_keyword('level_header') -%}
    regexp_replace({{ text }}, '^(?:{{ header }})(.+)$|^(.+?)(?:{{ header }})$', '\1\2')
{%- endmacro %}

{# The name of an indicator level as it is shown; null where the cell holds nothing but the header of its column. #}
{% macro level_name(text) -%}
    nullif(
        {{ level_label(
            "regexp_replace(" ~ without_level_header(text) ~ ", '^" ~ any_keyword('level_header') ~ "$', '')"
        ) }},
        ''
    )
{%- endmacro %}
