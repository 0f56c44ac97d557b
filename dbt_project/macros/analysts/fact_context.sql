{#
    SQL: the columns that every fact of leaves ends with: whose figures they are, of which money, how they are proved,
    and whether they add up to the printed total. Takes the relations of the documents and of the leaf amounts. Whether
    a department's disclosure holds them too depends on all documents: the marts add that.
#}
{% macro fact_context(documents='documents', leaf_amounts='leaf_amounts') -%}
    {{ documents }}.organization_name,
    {{ documents }}.region_code,
    {{ documents }}.region_name,
    {{ documents }}.scope,
    {{ leaf_amounts }}.money_scope,
    {{ leaf_amounts }}.is_main_scope,
    {{ leaf_amounts }}.verification,
    {{ leaf_amounts }}.is_complete,
    {{ leaf_amounts }}.unit_name
{%- endmacro %}
