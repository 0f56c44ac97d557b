{#
    A printed number as DECIMAL(24, 6): with thousands commas, a currency sign, a percent sign, and for a negative
    number a minus, △, or accounting brackets. Null where the text is no number, or has more than 15 digits before the
    point or more than 6 behind it. Takes squashed text.
#}
{% macro parse_number(squashed) -%}
    case
        when
            regexp_full_match(
                {{ squashed }}, '[-+△▲]?[￥¥]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)?(?:\.[0-9]{1,6}0*)?%?'
            )
            and regexp_matches({{ squashed }}, '[0-9]')
            then
                cast(translate({{ squashed }}, '△▲,￥¥%+', '--') as decimal(24, 6))
        when
            regexp_full_match({{ squashed }}, '\([￥¥]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]{1,6}\)')
            then -cast(translate({{ squashed }}, '(),￥¥', '') as decimal(24, 6))
    end
{%- endmacro %}

{# A number without the raised digits that mark footnotes, before or behind it: `120.00¹`. Other text stays whole. #}
{% macro without_footnote_marks(number) -%}
    regexp_replace({{ number }}, '^[¹²³⁰⁴-⁹]*([-+(]?[0-9][0-9,]*\.[0-9]+[)%]?)[¹²³⁰⁴-⁹]*$', '\1')
{%- endmacro %}

{# Whether white space of any width stands between the digits of a number as printed. Takes raw text. #}
{% macro is_broken_number(raw) -%}
    regexp_matches(
        {{ raw }},
        '[0-9０-９.,，．][\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+[0-9０-９.,，．]'
    )
{%- endmacro %}

{#
    Whether the digits of a number as printed may be joined across white space: only where a point or thousands commas
    show that they are one number. `10,441.4 1` is one, `100 200` may be two. Two spaces are the gap between two columns.
#}
{% macro is_mendable_number(raw, squashed) -%}
    not {{ is_broken_number(raw) }}
    or (regexp_matches({{ squashed }}, '[.,]') and not regexp_matches({{ raw }}, '[0-9０-９.,，．] {2,}[0-9０-９.,，．]'))
{%- endmacro %}
