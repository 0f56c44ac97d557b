{# The name of an indicator level without the number in front of it. Takes text without outline numbering. #}
{% macro level_words(words) -%}
    regexp_replace({{ words }}, '^[0-9]+[-.、]?', '')
{%- endmacro %}

{# The name of an indicator level as it is shown, without the number in front of it. Takes compact text. #}
{% macro level_label(compacted) -%}
    regexp_replace({{ compacted }}, '^[0-9０-９]+[-－—–.．、]', '')
{%- endmacro %}

{#
    Pattern of a text that begins with the name of an indicator level (产出指标数量指标培训人数). Its first group is the
    level, the second what follows it.
#}
{% macro indicator_path() -%}
    '^([^指]{1,10}指标)[-—/>:：]*(.+)$'
{%- endmacro %}
