{# SQL: a figure as people write it, without trailing zeros. #}
{% macro plain_number(value) -%}
    trim(trailing '.' from trim(trailing '0' from cast({{ value }} as string)))
{%- endmacro %}

{# SQL: one sentence about the outcome of an identity, from the relation of int_reconciliations and a language. #}
{% macro reconciliation_sentence(reconciliations, language) -%}
    {%- set r = reconciliations -%}
    {%- set published = plain_number(r ~ '.published_value') ~ " || ' ' || " ~ r ~ '.published_unit' -%}
    {%- set computed = plain_number(r ~ '.computed_value') ~ " || ' ' || " ~ r ~ '.published_unit' -%}
    {%- set gap = plain_number('abs(' ~ r ~ '.difference)') ~ " || ' ' || " ~ r ~ '.published_unit' -%}
    {%- if language == 'en' -%}
    case
        when {{ r }}.status = 'pass' and {{ r }}.operation = 'at_most'
            then 'Holds: ' || {{ published }} || ' is not above ' || {{ computed }} || '.'
        when {{ r }}.status = 'pass' then 'Holds: ' || {{ published }} || '.'
        when {{ r }}.status = 'rounding'
            then 'Holds within rounding: published ' || {{ published }} || ', computed ' || {{ computed }} || '.'
        when {{ r }}.cause = 'rows_missing'
            then 'Rows are missing: the printed rows add up to ' || {{ computed }} || ', ' || {{ gap }}
                || ' less than the published ' || {{ published }} || '.'
        when {{ r }}.cause = 'unit_differs'
            then 'The two statements differ by a power of ten (' || {{ published }} || ' and ' || {{ computed }}
                || '): one of the units is wrong.'
        when {{ r }}.status = 'fail' and {{ r }}.operation = 'at_most'
            then {{ published }} || ' is above ' || {{ computed }} || ', by ' || {{ gap }} || '.'
        when {{ r }}.status = 'fail'
            then 'Published ' || {{ published }} || ', computed ' || {{ computed }} || ': a difference of ' || {{ gap }} || '.'
        when {{ r }}.cause = 'parts_blank' then 'Not testable: none of the parts is printed.'
        when {{ r }}.cause = 'no_base' then 'Not testable: there is nothing to divide by.'
        when {{ r }}.cause = 'unreadable_number'
            then 'Not testable: ' || {{ published }} || ' and ' || {{ computed }}
                || ' differ, but a number in this column or row could not be read.'
        when {{ r }}.cause = 'convention'
            then 'Not equal (' || {{ published }} || ' and ' || {{ computed }} || '), which the rule allows.'
        when {{ r }}.cause = 'scope'
            then 'Not testable: ' || {{ published }} || ' and ' || {{ computed }}
                || ' may differ in scope (carry-over, funds).'
        when {{ r }}.cause = 'counted_twice'
            then 'Not testable: ' || {{ computed }} || ' is a multiple of ' || {{ published }}
                || ', so some rows are counted more than once in reading.'
        when {{ r }}.cause = 'structure_open'
            then 'Not testable: ' || {{ published }} || ' and ' || {{ computed }}
                || ' differ, but no other sum proves what belongs to this one.'
        else 'Not testable: ' || {{ published }} || ' and ' || {{ computed }}
            || ' differ, but the layout leaves open what belongs to the sum (' || {{ r }}.cause || ').'
    end
    {%- else -%}
    case
        when {{ r }}.status = 'pass' and {{ r }}.operation = 'at_most'
            then '成立：' || {{ published }} || ' 不超过 ' || {{ computed }} || '。'
        when {{ r }}.status = 'pass' then '成立：' || {{ published }} || '。'
        when {{ r }}.status = 'rounding'
            then '在四舍五入误差内成立：公布 ' || {{ published }} || '，计算 ' || {{ computed }} || '。'
        when {{ r }}.cause = 'rows_missing'
            then '有行缺失：所列各行合计 ' || {{ computed }} || '，比公布的 ' || {{ published }} || ' 少 ' || {{ gap }} || '。'
        when {{ r }}.cause = 'unit_differs'
            then '两表相差十的整数次幂（' || {{ published }} || ' 与 ' || {{ computed }} || '），其中一个单位有误。'
        when {{ r }}.status = 'fail' and {{ r }}.operation = 'at_most'
            then {{ published }} || ' 超过 ' || {{ computed }} || '，超出 ' || {{ gap }} || '。'
        when {{ r }}.status = 'fail'
            then '公布 ' || {{ published }} || '，计算 ' || {{ computed }} || '，相差 ' || {{ gap }} || '。'
        when {{ r }}.cause = 'parts_blank' then '无法检验：各组成部分均未填列。'
        when {{ r }}.cause = 'no_base' then '无法检验：没有基数。'
        when {{ r }}.cause = 'unreadable_number'
            then '无法检验：' || {{ published }} || ' 与 ' || {{ computed }} || ' 不等，但所在列或行中有数字无法辨认。'
        when {{ r }}.cause = 'convention'
            then '两数不等（' || {{ published }} || ' 与 ' || {{ computed }} || '），按规则允许。'
        when {{ r }}.cause = 'scope'
            then '无法检验：' || {{ published }} || ' 与 ' || {{ computed }} || ' 口径（结转、资金范围）可能不同。'
        when {{ r }}.cause = 'counted_twice'
            then '无法检验：' || {{ computed }} || ' 是 ' || {{ published }} || ' 的整数倍，读取时有行被重复计入。'
        when {{ r }}.cause = 'structure_open'
            then '无法检验：' || {{ published }} || ' 与 ' || {{ computed }} || ' 不等，但没有其他加总能证实其组成。'
        else '无法检验：' || {{ published }} || ' 与 ' || {{ computed }}
            || ' 不等，但表式无法确定合计范围（' || {{ r }}.cause || '）。'
    end
    {%- endif -%}
{%- endmacro %}
