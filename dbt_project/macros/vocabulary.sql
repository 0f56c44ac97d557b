{#
    The one way in which printed words are held against a vocabulary. A list is a seed with a column `pattern`:
    regular expressions that must fit the whole text. They are tried in the order of `priority`, then of the pattern
    itself, and the first that fits decides.

    The patterns are read when a model is compiled and stand in its SQL as constants. DuckDB compiles a constant
    pattern once, a pattern from a column once for every pair: 12.8 s against 0.08 s for 11,844 texts and 69 patterns.
#}

{# The rows of a seed (all are in schema `seeds`), read while the SQL of a model is made; none while dbt only parses. #}
{% macro seed_rows(list, columns, order_by, where='true') -%}
    {%- if execute -%}
        {{ return(run_query('select ' ~ columns | join(', ') ~ ' from seeds.' ~ list ~ ' where ' ~ where
            ~ ' order by ' ~ order_by).rows) }}
    {%- else -%}
        {{ return([]) }}
    {%- endif -%}
{%- endmacro %}

{# A text as a constant of SQL. #}
{% macro quoted(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{# The first pattern of a list that fits the whole text; null where none does. #}
{% macro first_pattern(list, text, where='true') -%}
    {%- set rows = seed_rows(list, ['pattern'], 'priority, pattern', where) -%}
    case
        {%- for row in rows %}
        when regexp_full_match({{ text }}, {{ quoted(row[0]) }}) then {{ quoted(row[0]) }}
        {%- endfor %}
        {%- if not rows %}
        when false then ''
        {%- endif %}
    end
{%- endmacro %}

{# One regular expression that fits where any word of a list does, to be built into a longer one. #}
{% macro any_word(list, where='true') -%}
    {%- set patterns = [] -%}
    {%- for row in seed_rows(list, ['pattern'], 'pattern', where) -%}
        {%- do patterns.append(row[0]) -%}
    {%- endfor -%}
    {{ return('(?:' ~ patterns | join('|') ~ ')') }}
{%- endmacro %}

{#
    One regular expression that fits any keyword of a kind, to be built into a longer one. The model that asks needs
    `-- depends_on: {{ ref('keywords') }}`.
#}
{% macro any_keyword(kind) -%}
    {{ return(any_word('keywords', "kind = '" ~ kind ~ "'")) }}
{%- endmacro %}

{# Does the text contain a keyword of this kind? #}
{% macro has_word(text, kind) -%}
    regexp_matches({{ text }}, {{ quoted(any_keyword(kind)) }})
{%- endmacro %}
