{#
    A printed number as DECIMAL(24, 6), exact; null where the text is not a number.
    Takes thousands commas, a leading or accounting minus, a percent sign, and digits that a page or a
    narrow column has broken apart (`10,441.4 1`). Takes squashed text.
#}
{% macro parse_number(squashed) -%}
    case
        when regexp_full_match({{ squashed }}, '[-+]?[0-9]{1,15}(\.[0-9]{1,6})?%?')
            then cast(rtrim({{ squashed }}, '%') as decimal(24, 6))
        when regexp_full_match({{ squashed }}, '[-+￥¥]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?%?')
            then cast(translate(rtrim({{ squashed }}, '%'), ',￥¥', '') as decimal(24, 6))
        when regexp_full_match({{ squashed }}, '\([0-9]{1,15}(\.[0-9]{1,6})?\)') and strpos({{ squashed }}, '.') > 0
            then -cast(translate({{ squashed }}, '()', '') as decimal(24, 6))
    end
{%- endmacro %}

{# Did white space stand inside the number on paper? #}
{% macro is_broken_number(raw) -%}
    regexp_matches(trim({{ raw }}), '[0-9.,]\s+[0-9.,%]')
{%- endmacro %}
