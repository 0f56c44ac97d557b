{#
    SQL: the names that classifications give a line beside its own, joined by ` / ` in the order of their columns; null
    where there are none. Takes a list of compact texts, and the text of the line's own label.
#}
{% macro other_names(texts, own_text) -%}
    nullif(
        array_to_string(
            list_transform(
                list_filter({{ texts }}, lambda name: name <> {{ own_text }}),
                lambda name: {{ label_words(label_without_code(name_in_catalogue('name'))) }}
            ),
            ' / '
        ),
        ''
    )
{%- endmacro %}
