{# The stable key of an organisation, from its name as printed; null where the name is unknown. #}
{% macro organization_key(name) -%}
    case when {{ name }} is not null then 'o' || left(md5({{ squash(name) }}), 16) end
{%- endmacro %}
