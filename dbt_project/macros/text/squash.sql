{# Text as printed, without any white space. #}
{% macro compact(column) -%}
    regexp_replace({{ column }}, '[\s\x{00a0}\x{200b}\x{2002}\x{2003}\x{3000}\x{feff}]+', '', 'g')
{%- endmacro %}

{#
    The form in which printed words are compared: no white space, no quotation marks, full-width digits and punctuation
    as half-width. It is never published; the raw text is kept beside it.
#}
{% macro squash(column) -%}
    translate(
        regexp_replace({{ compact(column) }}, '[“”"''‘’「」【】\x{fffd}]+', '', 'g'),
        '０１２３４５６７８９（）［］：，．；％－—–−＋＝＜＞＊／〔〕',
        '0123456789()[]:,.;%----+=<>*/[]'
    )
{%- endmacro %}
