{# A custom schema is the schema's whole name (`marts`, not `main_marts`): analysts read these names. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
