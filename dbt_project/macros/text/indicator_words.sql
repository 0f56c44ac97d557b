{# The name of an indicator level without the number in front of it. Takes text without outline numbering. #}
{% macro level_words(words) -%}
    regexp_replace({{ words }}, '^[0-9]+[-.、]?', '')
{%- endmacro %}

{# The name of an indicator level as it is shown, without the number in front of it. Takes compact text. #}
{% macro level_label(compacted) -%}
    regexp_replace({{ compacted }}, '^[0-9]+[-.、]', '')
{%- endmacro %}

{#
    Pattern of a text that begins with the name of an indicator level (产出指标数量指标培训人数). Its first group is the
    level, the second what follows it.
#}
{% macro indicator_path() -%}
    '^([^指]{1,10}指标)[-—/>:：]*(.+)$'
{%- endmacro %}

{# One regular expression for the words of comparison that stand before, or after, the number of a target. #}
{% macro words_of_comparison(place) -%}
    {%- set wordings = [] -%}
    {%- for row in seed_rows('target_operators', ['wording'], 'wording', "place = '" ~ place ~ "'") -%}
        {%- do wordings.append(row[0]) -%}
    {%- endfor -%}
    {{ return(wordings | join('|')) }}
{%- endmacro %}
