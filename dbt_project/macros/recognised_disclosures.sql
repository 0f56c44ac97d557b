{# SQL: the disclosures of which a page was read by text recognition, so that any word of it may be misread. #}
{% macro recognised_disclosures() -%}
    select disclosure_key
    from {{ ref('stg_notices') }}
    where reason = 'recognised_pages'
{%- endmacro %}
