{#
    The scope of a total by the label of its column: 本年收入合计 leaves out what was carried over (`current`); other
    columns hold the only total of the statement (`whole`).
#}
{% macro total_scope(column_label) -%}
    case
        when {{ has_word(column_label, 'current_year_total_column') }} then 'current'
        else 'whole'
    end
{%- endmacro %}
