{# Outline numbering as printed at the start of a label, and 其中 (both widths of brackets). #}
{% macro numbering_pattern() -%}
^(?:其中[:：,，、]?|[一二三四五六七八九十]{1,4}[、.．]|[(（][一二三四五六七八九十]{1,4}[)）][、.]?|[0-9]{1,2}[、.．]|[(（][0-9]{1,2}[)）][、.]?|[①②③④⑤⑥⑦⑧⑨⑩])+(?:其中[:：,，、]?)?
{%- endmacro %}

{# A label without its outline numbering, without 其中 and without a colon at the end. Takes compact text. #}
{% macro label_words(compacted) -%}
    rtrim(regexp_replace({{ compacted }}, '{{ numbering_pattern() }}', ''), ':：')
{%- endmacro %}

{#
    How deep the outline numbering of a label stands: 一、 is 1, （一） 2, 1. 3, （1） 4, ① 5, 其中 9; 0 without
    numbering. Takes compact text.
#}
{% macro numbering_depth(compacted) -%}
    case
        when regexp_matches({{ compacted }}, '^其中') then 9
        when regexp_matches({{ compacted }}, '^[一二三四五六七八九十]{1,4}[、.．]') then 1
        when regexp_matches({{ compacted }}, '^[(（][一二三四五六七八九十]{1,4}[)）]') then 2
        when regexp_matches({{ compacted }}, '^[0-9]{1,2}[、.．][^0-9]') then 3
        when regexp_matches({{ compacted }}, '^[(（][0-9]{1,2}[)）]') then 4
        when regexp_matches({{ compacted }}, '^[①②③④⑤⑥⑦⑧⑨⑩]') then 5
        else 0
    end
{%- endmacro %}
