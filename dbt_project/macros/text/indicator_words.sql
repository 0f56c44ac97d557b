{# The words of an indicator level without a number in front. Takes text without outline numbering. #}
{% macro level_words(words) -%}
    regexp_replace({{ words }}, '^[0-9]+[-.、]?', '')
{%- endmacro %}

{# A level of indicators as it is shown, without a number in front. Takes compact text. #}
{% macro level_label(compacted) -%}
    regexp_replace({{ compacted }}, '^[0-9]+[-.、]', '')
{%- endmacro %}

{# A level of indicators and what follows it, in one text: 产出指标数量指标培训人数. #}
{% macro indicator_path() -%}
    '^([^指]{1,10}指标)[-—/>:：]*(.+)$'
{%- endmacro %}
