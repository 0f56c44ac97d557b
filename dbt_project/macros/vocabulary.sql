{#
    The only way to match printed words with a vocabulary. A list is a seed with a column `pattern`: regular
    expressions that must match the whole text. They are tried by `priority`, then in alphabetical order; the first
    match decides.

    The patterns are read when a model is compiled and become constants in its SQL. DuckDB compiles a constant pattern
    once, but a pattern from a column once for every pair of rows: 12.8 s instead of 0.08 s for 11,844 texts and 69
    patterns.
#}

{# The rows of a seed in schema `seeds`, read when a model is compiled; empty while dbt only parses. #}
{% macro seed_rows(list, columns, order_by, where='true') -%}
    {%- if execute -%}
        {{ return(run_query('select ' ~ columns | join(', ') ~ ' from seeds.' ~ list ~ ' where ' ~ where
            ~ ' order by ' ~ order_by).rows) }}
    {%- else -%}
        {{ return([]) }}
    {%- endif -%}
{%- endmacro %}

{# SQL: a text as a constant. #}
{% macro quoted(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{# SQL: the first pattern of a list that matches the whole text; null if none does. #}
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

{# One regular expression that matches any word of a list; it can be part of a longer one. #}
{% macro any_word(list, where='true') -%}
    {%- set patterns = [] -%}
    {%- for row in seed_rows(list, ['pattern'], 'pattern', where) -%}
        {%- do patterns.append(row[0]) -%}
    {%- endfor -%}
    {{ return('(?:' ~ patterns | join('|') ~ ')') }}
{%- endmacro %}

{#
    One regular expression that matches any keyword of a kind; it can be part of a longer one. The model needs
    `-- depends_on: {{ ref('keywords') }}`.
#}
{% macro any_keyword(kind) -%}
    {{ return(any_word('keywords', "kind = '" ~ kind ~ "'")) }}
{%- endmacro %}

{# Does the text contain a keyword of this kind? #}
{% macro has_word(text, kind) -%}
    regexp_matches({{ text }}, {{ quoted(any_keyword(kind)) }})
{%- endmacro %}

{#
    A list that sorts its words into kinds (column `kind`), read once for a model: for each kind one regular expression
    that fits where any word of it does. `word_of` takes one of them, or several in one.
#}
{% macro words_by_kind(list) -%}
    {%- set words = {} -%}
    {%- for row in seed_rows(list, ['kind', "'(?:' || string_agg(pattern, '|' order by pattern) || ')'"], 'kind',
        'true group by kind') -%}
        {%- do words.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {{ return(words) }}
{%- endmacro %}

{% macro word_of(words) -%}
    {%- set patterns = [] -%}
    {%- for kind in varargs -%}
        {%- if execute and kind not in words -%}
            {%- do exceptions.raise_compiler_error('No words of kind ' ~ kind) -%}
        {%- endif -%}
        {%- do patterns.append(words.get(kind, '')) -%}
    {%- endfor -%}
    {{ return(patterns[0] if patterns | length == 1 else '(?:' ~ patterns | join('|') ~ ')') }}
{%- endmacro %}

{# Every pattern of a list that fits the whole text: a list with a null for each that does not. #}
{% macro all_patterns(list, text, column='pattern') -%}
    cast([
        {%- for row in seed_rows(list, ['distinct ' ~ column], column, column ~ ' is not null') %}
        case when regexp_full_match({{ text }}, {{ quoted(row[0]) }}) then {{ quoted(row[0]) }} end
        {{- ',' if not loop.last }}
        {%- endfor %}
    ] as varchar[])
{%- endmacro %}

{# One regular expression for the words of comparison that are before, or after, the number of a target. #}
{% macro words_of_comparison(place) -%}
    {%- set wordings = [] -%}
    {%- for row in seed_rows('target_operators', ['wording'], 'wording', "place = '" ~ place ~ "'") -%}
        {%- do wordings.append(row[0]) -%}
    {%- endfor -%}
    {{ return(wordings | join('|')) }}
{%- endmacro %}
