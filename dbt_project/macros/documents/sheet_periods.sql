{#
    What the name of a sheet says of its figures: 2024, 2023年决算, 附表1 2024, 24年预算. A sheet is named by hand, and its
    name is not print: what is printed on the sheet is above it.
#}

{#
    The years among the words of a text: four figures that stand alone, and no date. 205, 20240101 and Sheet2023 are
    none. A text in which years may be written in Chinese figures is looked through twice: 附表二2024 holds one in others.
#}
{% macro years_in(text) -%}
    {%- set date = '[0-9]{4}[-./_年][0-9]{1,2}(?:[-./_月][0-9]{1,2}日?|月)' -%}
    {%- set undated = "regexp_replace(" ~ halfwidth(text) ~ ", '" ~ date ~ "', '', 'g')" -%}
    list_distinct(
        list_filter(
            regexp_extract_all({{ undated }}, '[0-9A-Za-z]+')
            || regexp_extract_all({{ digits_text(undated) }}, '[0-9A-Za-z]+'),
            lambda word: regexp_full_match(word, '20[0-9]{2}')
        )
    )
{%- endmacro %}

{# The year that the name of a sheet states; null for none or several. #}
{% macro sheet_year(name) -%}
    case len({{ years_in(name) }})
        when 0 then try_cast('20' || nullif(regexp_extract({{ name }}, '(?:^|[^0-9A-Za-z])(2[0-9])年', 1), '') as integer)
        when 1 then try_cast({{ years_in(name) }}[1] as integer)
    end
{%- endmacro %}

{# Whether such a name says 预算 or 决算 and, besides the year, nothing else; null if it does not. #}
{% macro sheet_basis(name) -%}
    case
        regexp_extract(
            regexp_replace({{ squash(name) }}, '[^\p{Han}]|年度?', '', 'g'),
            '^(?:附表|附件|表)?[一二三四五六七八九十〇零]*(?:部门|单位)?(预算|决算)(?:数|表)?$',
            1
        )
        when '预算' then 'budget'
        when '决算' then 'final'
    end
{%- endmacro %}
