{#
    Rules for the words of claims in running text. `words` are those of the seed claim_words by kind (words_by_kind);
    texts are squashed.
#}

{# A text without the brackets inside 因公出国（境）费 and 运行维（护）费. #}
{% macro without_inner_brackets(text, words) -%}
    regexp_replace({{ text }}, '\(({{ words.bracketed }})\)', '\1', 'g')
{%- endmacro %}

{#
    A text without brackets that say nothing about the figure: 收入（预算数）, and without the codes of a path:
    教育支出（205类）普通教育（02款）.
#}
{% macro without_noise(text, words) -%}
    regexp_replace(
        regexp_replace({{ without_inner_brackets(text, words) }}, '{{ words.noise }}', '', 'g'),
        '\([0-9]{2,3}([类款项])\)', '(\1)', 'g'
    )
{%- endmacro %}

{#
    Words of change at the end of a clause, as one regular expression: 比上年增加了. The figure after them is a change.
    `change` is an expression for words up, down or both.
#}
{% macro change_at_end(change, words) -%}
    {{ change }}{{ words.change_filler }}?为?$
{%- endmacro %}

{# What may be between a year or an organisation and the name of a figure, as one regular expression. #}
{% macro filling(words) -%}
    (?:{{ words.numbering }}|{{ words.lead }}|[、()])
{%- endmacro %}

{#
    What follows the name of an organisation in a text, where that name ends with `ending` (局, 委员会, 大学) within the
    first thirty characters; else the text itself. Null where the ending is empty.
#}
{% macro after_organization(text, ending, words) -%}
    case
        when {{ ending }} = '' then null
        when strpos(substr({{ text }}, 2), {{ ending }}) between 1 and 30
            then
                regexp_replace(
                    substr({{ text }}, strpos(substr({{ text }}, 2), {{ ending }}) + length({{ ending }}) + 1),
                    '^{{ filling(words) }}*', ''
                )
        else {{ text }}
    end
{%- endmacro %}

{#
    The form in which the names of functions and economic categories are compared: without brackets, without 等, and
    without 支出, 费, 费用 or 经费 at the end.
#}
{% macro compared_name(text, words) -%}
    regexp_replace(regexp_replace({{ text }}, '[()、]', '', 'g'), '{{ words.name_ending }}', '')
{%- endmacro %}
