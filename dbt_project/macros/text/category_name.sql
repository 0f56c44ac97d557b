{#
    The name of an economic category in the form in which headers are compared with it: without the small words that
    templates drop or add (工资和福利支出, 商品服务支出, 一般商品和服务支出, 对个人和家庭补助). Takes squashed text.
#}
{% macro category_name(squashed) -%}
    regexp_replace(regexp_replace({{ squashed }}, '支出([(].*[)])?$', '\1'), '^一般(商品)|[的和]', '\1', 'g')
{%- endmacro %}
