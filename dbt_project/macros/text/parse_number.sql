{#
    A printed number as DECIMAL(24, 6): with thousands commas, a currency sign, a percent sign, and for a negative
    number a minus, △, or accounting brackets. A Chinese full stop between digits is a point, and a lone comma before
    the last three digits divides thousands. Null where the text is no
    number, or has more than 15 digits before the point or more than 6 after it. Takes squashed text.
#}
{% macro parse_number(squashed) -%}
    case
        when
            regexp_full_match(
                {{ squashed }}, '[-+△▲]?[￥¥]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)?(?:[.。][0-9]{1,6}0*)?%?'
            )
            and regexp_matches({{ squashed }}, '[0-9]')
            or {{ has_lone_comma(squashed) }}
            then
                cast(translate({{ squashed }}, '△▲。,￥¥%+', '--.') as decimal(24, 6))
        when
            regexp_full_match({{ squashed }}, '\([￥¥]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]{1,6}\)')
            then -cast(translate({{ squashed }}, '(),￥¥', '') as decimal(24, 6))
    end
{%- endmacro %}

{# A number without the raised digits that mark footnotes, before or after it: `120.00¹`. Other text stays whole. #}
{% macro without_footnote_marks(number) -%}
    regexp_replace({{ number }}, '^[¹²³⁰⁴-⁹]*([-+(]?[0-9][0-9,]*\.[0-9]+[)%]?)[¹²³⁰⁴-⁹]*$', '\1')
{%- endmacro %}

{#
    Whether white space of any width is between the digits of a number as printed, or a Chinese full stop. Takes raw
    text.
#}
{% macro is_broken_number(raw) -%}
    regexp_matches(
        {{ raw }},
        '[0-9０-９.,，．](?:[\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+|。)[0-9０-９.,，．]'
    )
{%- endmacro %}

{#
    Whether the digits of a number as printed may be joined across white space: only after a point or a comma, or
    before one. `10,441.4 1` and `1,2 34.5` are one number; `100 200` and `12 34.56` may be two. Two spaces are the gap
    between two columns.
#}
{% macro is_mendable_number(raw) -%}
    not regexp_matches(
        {{ raw }},
        '^[^.。．,，]*[0-9０-９][\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+[0-9０-９]'
        || '|[0-9０-９.,，．] {2,}[0-9０-９.,，．]'
    )
{%- endmacro %}

{#
    Whether each of two lines is a number as it is: `40.5⏎2` may be two numbers, `1,234.⏎56` and `1,2⏎34.5` are one.
    Takes raw text.
#}
{% macro has_number_on_each_line(raw) -%}
    {%- set digits = '(?:[0-9０-９]+|[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+)(?:[.．。][0-9０-９]+)?[%％]?' -%}
    regexp_matches({{ raw }}, '(?:^|[^0-9０-９.．。,，]){{ digits }}\s*\n\s*{{ digits }}(?:[^0-9０-９.．。,，]|$)')
{%- endmacro %}

{#
    Whether a text is what a program shows in the place of a number: the `####` of a column too narrow for it, or a
    formula that fails (`#REF!`).
#}
{% macro stands_for_number(squashed) -%}
    regexp_matches({{ squashed }}, '^##+$|^#(?:[A-Z_]+|DIV/0|N/A)[!?]?$|^(?:错误|Error)!')
{%- endmacro %}

{# Whether a cell shows digits of any kind, also circled and bracketed ones, or stands for a number. #}
{% macro has_digits(squashed) -%}
    regexp_matches({{ squashed }}, '\p{Nd}|\p{No}|^#$|[\x{fffd}\x{e000}-\x{f8ff}]')
    or {{ stands_for_number(squashed) }}
{%- endmacro %}

{#
    Whether only the last of the thousands commas is printed (`117480,898`). In yuan the digits after it cannot be
    decimals. Takes squashed text.
#}
{% macro has_lone_comma(squashed) -%}
    regexp_full_match({{ squashed }}, '[-△▲]?[0-9]{4,12},[0-9]{3}')
{%- endmacro %}

{#
    Whether a text is one number, be it too long to be kept, or spoiled: by an unknown glyph, struck through
    (U+0336 after each digit), or lost by the program that shows it. Takes the text of a number.
#}
{% macro is_numeric(number) -%}
    regexp_full_match({{ number }}, '[-+△▲]?[￥¥]?[0-9][0-9,]*(?:[.。][0-9]+)?%?')
    or (
        regexp_full_match({{ number }}, '[-+△▲(]?[￥¥]?[0-9,.\x{fffd}\x{e000}-\x{f8ff}\x{336}]*[)%]?')
        and regexp_matches({{ number }}, '[0-9]')
        and regexp_matches({{ number }}, '[\x{fffd}\x{e000}-\x{f8ff}\x{336}]')
    )
    or {{ stands_for_number(number) }}
{%- endmacro %}
