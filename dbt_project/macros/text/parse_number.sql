{#
    A printed number as DECIMAL(24, 6): with thousands commas, a currency sign, a percent sign, and for a negative
    number a minus, △, or accounting brackets. A Chinese full stop between digits is a point, and a lone comma before
    the last three digits divides thousands. Null where the text is no
    number, or has more than 15 digits before the point or more than 6 behind it. Takes squashed text.
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

{#
    Whether white space of any width stands between the digits of a number as printed, or a Chinese full stop. Takes raw
    text.
#}
{% macro is_broken_number(raw) -%}
    regexp_matches(
        {{ raw }},
        '[0-9０-９.,，．](?:[\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+|。)[0-9０-９.,，．]'
    )
{%- endmacro %}

{#
    Whether the digits of a number as printed may be joined across white space: only behind a point or a comma, or
    before one. `10,441.4 1` and `1,2 34.5` are one number; `100 200` and `12 34.56` may be two.
#}
{% macro is_mendable_number(raw) -%}
    not regexp_matches(
        {{ raw }}, '^[^.。．,，]*[0-9０-９][\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+[0-9０-９]'
    )
{%- endmacro %}

{#
    Whether a cell shows digits of any kind, or stands for a number: circled and bracketed digits, the `####` of a
    column too narrow for its number, a glyph that nobody knows.
#}
{% macro has_digits(squashed) -%}
    regexp_matches({{ squashed }}, '\p{Nd}|\p{No}|^#+$|\x{fffd}')
{%- endmacro %}

{#
    Whether only the last of the thousands commas is printed (`117480,898`). In yuan the digits behind it cannot be
    decimals. Takes squashed text.
#}
{% macro has_lone_comma(squashed) -%}
    regexp_full_match({{ squashed }}, '[-△▲]?[0-9]{4,12},[0-9]{3}')
{%- endmacro %}
