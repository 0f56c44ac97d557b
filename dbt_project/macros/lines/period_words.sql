{#
    SQL: which year, basis and period the words over a column or beside a row name. Texts are squashed; the model that
    calls them depends on the seed keywords.
#}

{# The year that a text names, as a number; null if it names none. #}
{% macro printed_year(text) -%}
    try_cast(regexp_extract({{ text }}, '(20[0-9]{2})年?', 1) as integer)
{%- endmacro %}

{# Budget, adjusted budget, execution or final accounts; null if the text names none, or a change. #}
{% macro printed_basis(text) -%}
    case
        when {{ has_word(text, 'basis_none') }} then null
        when {{ has_word(text, 'basis_adjusted_budget') }} then 'adjusted_budget'
        when {{ has_word(text, 'basis_execution') }} then 'execution'
        when {{ has_word(text, 'basis_final') }} then 'final'
        when {{ has_word(text, 'basis_budget') }} then 'budget'
    end
{%- endmacro %}
