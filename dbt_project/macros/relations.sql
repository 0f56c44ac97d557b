{#
    Names of tables without their database. DuckDB stores the names in a view as they are written, and a database is
    named after its file. With the file name inside, views would fail once the warehouse is published or attached under
    another name. The `lake` target is attached, and needs the name.

    sqlfluff also loads these macros but has no `builtins`; it gets the bare name of the table.
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
