{#
    SQL: what DuckDB and Spark write differently, for the models that run on both (docs/decisions/0017). DuckDB is also
    meant where no adapter is known: in sqlfluff, and in tests that render macros by themselves.
#}

{# The text without any match of a pattern. #}
{% macro without_all(text, pattern) -%}
    {{ (adapter.dispatch('without_all') if adapter is defined else duckdb__without_all)(text, pattern) }}
{%- endmacro %}

{% macro duckdb__without_all(text, pattern) -%}
    regexp_replace({{ text }}, {{ pattern }}, '', 'g')
{%- endmacro %}

{% macro spark__without_all(text, pattern) -%}
    regexp_replace({{ text }}, {{ doubled_backslashes(pattern) }}, '')
{%- endmacro %}

{# The text without the first match of a pattern. #}
{% macro without_first(text, pattern) -%}
    {{ (adapter.dispatch('without_first') if adapter is defined else duckdb__without_first)(text, pattern) }}
{%- endmacro %}

{% macro duckdb__without_first(text, pattern) -%}
    regexp_replace({{ text }}, {{ pattern }}, '')
{%- endmacro %}

{# Spark replaces every match; that of a pattern with `^` is one. #}
{% macro spark__without_first(text, pattern) -%}
    regexp_replace({{ text }}, '(?s)^(.*?)' || {{ doubled_backslashes(pattern) }}, '$1')
{%- endmacro %}

{# A list of these expressions. #}
{% macro list_of(items) -%}
    {{ (adapter.dispatch('list_of') if adapter is defined else duckdb__list_of)(items) }}
{%- endmacro %}

{% macro duckdb__list_of(items) -%}
    [{{ items | join(', ') }}]
{%- endmacro %}

{% macro spark__list_of(items) -%}
    array({{ items | join(', ') }})
{%- endmacro %}

{# The first element of a list; null where it is empty. #}
{% macro first_of(list) -%}
    {{ (adapter.dispatch('first_of') if adapter is defined else duckdb__first_of)(list) }}
{%- endmacro %}

{% macro duckdb__first_of(list) -%}
    {{ list }}[1]
{%- endmacro %}

{% macro spark__first_of(list) -%}
    get({{ list }}, 0)
{%- endmacro %}

{# How many elements a list has; null where it is null. #}
{% macro size_of(list) -%}
    {{ (adapter.dispatch('size_of') if adapter is defined else duckdb__size_of)(list) }}
{%- endmacro %}

{% macro duckdb__size_of(list) -%}
    len({{ list }})
{%- endmacro %}

{% macro spark__size_of(list) -%}
    array_size({{ list }})
{%- endmacro %}

{# A row for each element of a list. #}
{% macro each_of(list) -%}
    {{ (adapter.dispatch('each_of') if adapter is defined else duckdb__each_of)(list) }}
{%- endmacro %}

{% macro duckdb__each_of(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__each_of(list) -%}
    explode({{ list }})
{%- endmacro %}

{# A time as text without separators, to the microsecond: `20241231T235959000001`. #}
{% macro compact_time(time) -%}
    {{ (adapter.dispatch('compact_time') if adapter is defined else duckdb__compact_time)(time) }}
{%- endmacro %}

{% macro duckdb__compact_time(time) -%}
    strftime({{ time }}, '%Y%m%dT%H%M%S%f')
{%- endmacro %}

{% macro spark__compact_time(time) -%}
    date_format({{ time }}, 'yyyyMMdd') || 'T' || date_format({{ time }}, 'HHmmssSSSSSS')
{%- endmacro %}

{# A literal as Spark reads it: to it, a backslash begins an escape. #}
{% macro doubled_backslashes(literal) -%}
    {{ literal | replace('\\', '\\\\') }}
{%- endmacro %}
