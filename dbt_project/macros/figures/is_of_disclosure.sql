{#
    Whether a figure counts for the organisation of its disclosure: not where several editions of its statement are
    printed, where it is unknown which one is valid, nor below the name of another organisation.
#}
{% macro is_of_disclosure(figures) -%}
    {{ figures }}.edition_count = 1 and {{ figures }}.other_organization is null
{%- endmacro %}
