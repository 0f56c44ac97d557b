{#
    A printed number as DECIMAL(24, 6); null where the text is not a number, or has more decimals than can be kept
    exact. Takes squashed text: thousands commas, a currency sign, a percent sign, a minus before it, △ or accounting
    brackets round it.
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

{# Did white space of any width stand inside the digits of the number on paper? #}
{% macro is_broken_number(raw) -%}
    regexp_matches(
        {{ raw }},
        '[0-9０-９.,，．][\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+[0-9０-９.,，．]'
    )
{%- endmacro %}

{#
    May the digits of a broken number be put together again? Only where a point or thousands commas show that
    they are one number: `10,441.4 1` is, `100 200` may be two.
#}
{% macro is_mendable_number(raw, squashed) -%}
    not {{ is_broken_number(raw) }} or regexp_matches({{ squashed }}, '[.,]')
{%- endmacro %}
