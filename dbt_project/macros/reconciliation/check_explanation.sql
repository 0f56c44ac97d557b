{# The rule and what was found, in both languages. Takes a relation of int_publication_checks and one of the rules. #}
{% macro check_explanation(checks, rules) -%}
    {%- set printed = plain_number(checks ~ '.published_value') ~ " || coalesce(' ' || " ~ checks ~ ".unit, '')" -%}
    {%- set expected -%}
        coalesce(
            {{ checks }}.expected_text,
            {{ plain_number(checks ~ '.expected_value') }} || coalesce(' ' || {{ checks }}.unit, '')
        )
    {%- endset -%}
    {{ rules }}.statement_en
    || coalesce(' Printed: ' || {{ printed }} || '.', '')
    || coalesce(' Beside it: ' || {{ expected }} || '.', '')
    || ' / ' || {{ rules }}.statement_zh
    || coalesce('所印为 ' || {{ printed }} || '。', '')
    || coalesce('对照为 ' || {{ expected }} || '。', '')
{%- endmacro %}
