{#
    Names of tables without the name of their database. DuckDB writes the names of a view as they stand, and
    the database is named after its file: with the file's name inside, no view would work once the warehouse is
    published or attached under another name. The `lake` target is attached, and there the name is needed.

    sqlfluff loads these macros too and has no `builtins`: for it a table is its bare name.
#}
{% macro portable(relation) -%}
    {{ return(relation if target.name == 'lake' else relation.include(database=false)) }}
{%- endmacro %}

{% macro ref() -%}
    {%- if builtins is defined -%}
        {{ return(portable(builtins.ref(*varargs, **kwargs))) }}
    {%- else -%}
        {{ varargs | last }}
    {%- endif -%}
{%- endmacro %}

{% macro source(source_name, table_name) -%}
    {%- if builtins is defined -%}
        {{ return(portable(builtins.source(source_name, table_name))) }}
    {%- else -%}
        {{ source_name }}_{{ table_name }}
    {%- endif -%}
{%- endmacro %}
