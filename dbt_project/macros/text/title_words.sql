{#
    A title without its number (附表3, 附表:, 表1-2:, 01表, 三、), without the unit at its end, and without a full stop.
    A number takes no character of the words after it: 表二一般公共预算支出表, 表九三公经费支出表. Takes squashed text.
#}
{% macro bare_title(squashed) -%}
    {%- set han_number = '(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])' -%}
    {%- set number = '(?:[0-9]{1,3}|' ~ han_number ~ ')' -%}
    {%- set annex = '^(?:附|公开|预算公开|预算|决算|部门预算|财决|财预)?(?:附件|附表|表)' ~ number ~ '(?:-[0-9]+)?[:.、]?' -%}
    {%- set unnumbered_annex = '^(?:附|附件|附表):' -%}
    {%- set numbered_table = '^(?:预算|决算|公开)?[0-9]{1,3}表[:.、]?' -%}
    {%- set numbering = '^' ~ number ~ '[、.:]|^[(]' ~ han_number ~ '[)]' -%}
    {%- set unit = '(?:金额|计量)?[单金]位:?(?:人民币)?[亿万千]?元' -%}
    {%- set words -%}
        regexp_replace(
            regexp_replace(
                {{ squashed }}, '[。,]?(?:[(](?:{{ unit }}|(?:人民币)?[亿万千]?元)[)]|{{ unit }})。?$|([表)])。$', '\1'
            ),
            '{{ annex }}|{{ unnumbered_annex }}|{{ numbered_table }}|{{ numbering }}',
            ''
        )
    {%- endset -%}
    {#- 表十一般公共预算支出表, 表十三公经费支出表: the number took the first character of the words. #}
    regexp_replace(regexp_replace({{ words }}, '^般公共', '一般公共'), '^公经费', '三公经费')
{%- endmacro %}

{# A title as it is published: without the unit printed beside it. Takes text as printed, without blanks. #}
{% macro title_without_unit(printed) -%}
    {%- set currency = '(?:人民币)?[亿万千]?元' -%}
    {%- set unit = '(?:金额|计量)?[单金]位(?:' ~ currency ~ '|[:：](?:' ~ currency ~ '|[亿万千])?)' -%}
    regexp_replace({{ printed }}, '(.)[。,，]?[(（]?{{ unit }}[)）]?。?$', '\1')
{%- endmacro %}

{# Whether a text says more than a title: a sentence, a list, or a label with its value. Takes squashed text. #}
{% macro is_sentence(squashed) -%}
    regexp_matches({{ squashed }}, '[。;]|,.*,|[:]..')
{%- endmacro %}

{# Does a line end as the title of a table does: 表, 表(一)? Takes squashed text. #}
{% macro ends_as_table_title(squashed) -%}
    regexp_matches({{ squashed }}, '表(?:[(][^()]*[)])?$')
{%- endmacro %}

{#
    Does a line name a statement, as a title, a heading or a line of the contents with its page number does? A line
    that ends otherwise is a piece of a sentence. Takes squashed text.
#}
{% macro may_name_statement(squashed) -%}
    length({{ squashed }}) <= 40
    and not regexp_matches({{ squashed }}, '[。;,]')
    and regexp_matches(
        {{ squashed }}, '(?:表|预算|决算|情况|说明|原因|明细|目录)(?:[(][^()]*[)])?:?[.…·]*[0-9]*$'
    )
{%- endmacro %}

{# Does such a line name the table itself, and not the words about it? Takes squashed text. #}
{% macro names_table(squashed) -%}
    regexp_matches({{ squashed }}, '表(?:[(][^()]*[)])?[.…·]*[0-9]*$')
{%- endmacro %}
