{# A title without its number (附表3, 表1-2:, 01表, 三、) and without the unit at its end. Takes squashed text. #}
{% macro bare_title(squashed) -%}
    {%- set number = '[0-9一二三四五六七八九十]{1,3}' -%}
    {%- set annex = '^(?:附|公开|预算公开|预算|决算|部门预算|财决|财预)?(?:附件|附表|表)' ~ number ~ '(?:-[0-9]+)?[:.、]?' -%}
    {%- set numbered_table = '^(?:预算|决算|公开)?[0-9]{1,3}表[:.、]?' -%}
    {%- set numbering = '^' ~ number ~ '[、.:]|^[(][一二三四五六七八九十]{1,3}[)]' -%}
    regexp_replace(
        regexp_replace({{ squashed }}, '[(](?:(?:金额)?单位:?)?(?:人民币)?[亿万千]?元[)]$', ''),
        '{{ annex }}|{{ numbered_table }}|{{ numbering }}',
        ''
    )
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
