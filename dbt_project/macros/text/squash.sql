{# Text as printed, without any white space. #}
{% macro compact(column) -%}
    {{ without_all(column, "'[\\s\\x{00a0}\\x{200b}\\x{2002}\\x{2003}\\x{3000}\\x{feff}]+'") }}
{%- endmacro %}

{#
    The form in which printed numbers are read: no white space, full-width signs as half-width. Nothing else is taken
    away, so that a number with an unknown character (U+FFFD) stays unknown.
#}
{% macro number_text(column) -%}
    {{ halfwidth(compact(column)) }}
{%- endmacro %}

{# Full-width digits and punctuation as half-width. #}
{% macro halfwidth(column) -%}
    translate(
        {{ column }},
        '０１２３４５６７８９（）［］：，．；％－—–−＋＝＜＞＊／〔〕',
        '0123456789()[]:,.;%----+=<>*/[]'
    )
{%- endmacro %}

{#
    The form in which printed words are compared: no white space, no quotation marks, full-width digits and punctuation
    as half-width. It is never published; the raw text is kept beside it.
#}
{% macro squash(column) -%}
    {{ halfwidth(without_all(compact(column), "'[“”\"''‘’「」【】\\x{fffd}]+'")) }}
{%- endmacro %}
