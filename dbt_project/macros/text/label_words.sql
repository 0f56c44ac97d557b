{# Pattern of the outline numbering at the start of a label: Chinese figures, brackets, circled figures, and 其中. #}
{% macro numbering_pattern() -%}
    ^(?:其中[:：,，、]?|[一二三四五六七八九十]{1,4}[、.．]|[(（][一二三四五六七八九十]{1,4}[)）][、.]?|[(（][0-9０-９]{1,2}[)）][、.]?|[①②③④⑤⑥⑦⑧⑨⑩])+
{%- endmacro %}

{#
    A label without its outline numbering, without 其中 and without the colon at its end. `1.` and `1、` are numbering
    only where no figure follows: 1.5T and 1、2月 are words. Takes compact text.
#}
{% macro label_words(compacted) -%}
    rtrim(
        regexp_replace(
            regexp_replace(
                regexp_replace({{ compacted }}, '{{ numbering_pattern() }}', ''),
                '^[0-9０-９]{1,2}[、.．]([^0-9０-９]|$)', '\1'
            ),
            '{{ numbering_pattern() }}', ''
        ),
        ':：'
    )
{%- endmacro %}

{#
    The depth of the outline numbering of a label: 一、 is 1, （一） 2, 1. 3, （1） 4, ① 5, 其中 9; 0 without
    numbering. Takes compact text.
#}
{% macro numbering_depth(compacted) -%}
    case
        when regexp_matches({{ compacted }}, '^其中') then 9
        when regexp_matches({{ compacted }}, '^[一二三四五六七八九十]{1,4}[、.．]') then 1
        when regexp_matches({{ compacted }}, '^[(（][一二三四五六七八九十]{1,4}[)）]') then 2
        when regexp_matches({{ compacted }}, '^[0-9０-９]{1,2}[、.．][^0-9０-９]') then 3
        when regexp_matches({{ compacted }}, '^[(（][0-9０-９]{1,2}[)）]') then 4
        when regexp_matches({{ compacted }}, '^[①②③④⑤⑥⑦⑧⑨⑩]') then 5
        else 0
    end
{%- endmacro %}

{#
    The words of a header or of a label in a form without what is printed after them in brackets: the unit of money
    (基本支出(万元)), or how much to write (项目概述(200字以内)), and without the circled number by which the columns of
    the table are reckoned (小计③=①+②). Takes squashed text.
#}
{% macro without_unit_or_hint(words) -%}
    regexp_replace(
        regexp_replace({{ words }}, '(.)[①②③④⑤⑥⑦⑧⑨⑩](?:=[-+/*×÷()%0-9①②③④⑤⑥⑦⑧⑨⑩]+)?$', '\1'),
        '(.)[(](?:(?:(?:金额)?单位:?)?(?:人民币)?[亿万千]?元|[^()]{0,6}[0-9]{1,4}个?汉?字[^()]{0,4})[)]$',
        '\1'
    )
{%- endmacro %}
