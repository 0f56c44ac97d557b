{#
    The one data test of a table: all checks that its YAML states hold. A row of the result is a check that does
    not: its name, its column, how many rows fail, and a query that shows them.

    Checks are under `config.meta.checks`, of the table and of its columns:

        not_null, unique                      nulls are left out of `unique`
        accepted_values: [a, b]
        accepted_range: {min: 1, max: 9}      inclusive; one bound is enough
        matches: '^[0-9]+$'                   a regular expression; anchor it to judge the whole value
        relationships: statements.code        the value exists in this column of one of the parents
        expression: "<> ''"                   of a column: what follows its name; of a table: the whole condition
        unique_combination: [a, b]            of a table; nulls count as equal

    All but `not_null`, `expression` and `unique_combination` let a null pass; an expression that is null fails.
    Beside a check may be: `where`, a condition that picks its rows; `name`, shown in its place;
    `severity: warn`, so that it never fails a build; `publisher: true` where it judges what was printed and not
    our work, and so only warns.

    `parents` names the tables of the relationships by ref(). dbt has to know them when it parses, before any
    `meta` can be read, or it would run the test while a parent is not yet built.
#}
{% test checks_hold(model, parents=[]) %}
    {{ config(error_if="> count(*) filter (where severity = 'warn')") }}
    {% if execute %}
        {{ failing_checks(model, tested_table(), parents) }}
    {% else %}
        select 'warn' as severity
    {% endif %}
{% endtest %}

{# The model, seed or source that the test at hand belongs to, with its YAML. #}
{% macro tested_table() %}
    {% set key = model.attached_node or model.depends_on.nodes | first %}
    {{ return(graph.nodes[key] if key in graph.nodes else graph.sources[key]) }}
{% endmacro %}

{# SQL: a row for each check of the table that fails. Checks that look at single rows share one scan. #}
{% macro failing_checks(relation, table, parents) -%}
    {%- set checks = read_checks(table, parents) -%}
    {%- if not checks -%}
        {%- do exceptions.raise_compiler_error("No check is stated for " ~ table.name) -%}
    {%- endif -%}
    {%- set row_checks = checks | rejectattr('needs_other_rows') | list -%}
    {%- set branches = [] -%}
    {%- if row_checks -%}
        {%- set branch -%}
            select failing.*
            from (
                select
                    unnest([
                        {%- for check in row_checks %}
                        {{ as_result(check, relation, 'count(*) filter (where ' ~ check.condition ~ ')') }}
                        {{- ',' if not loop.last }}
                        {%- endfor %}
                    ]) as failing
                from {{ relation }}
            ) as counted
            where failing.failing_rows > 0
        {%- endset -%}
        {%- do branches.append(branch) -%}
    {%- endif -%}
    {%- for check in checks | selectattr('needs_other_rows') -%}
        {%- set branch -%}
            select failing.*
            from (
                select {{ as_result(check, relation, 'count(*)') }} as failing
                from ({{ failing_rows(check, relation) }}) as failing_rows
            ) as counted
            where failing.failing_rows > 0
        {%- endset -%}
        {%- do branches.append(branch) -%}
    {%- endfor -%}
    {{ branches | join('\n\nunion all\n\n') }}
{%- endmacro %}

{# SQL: the rows that fail a check, or the values that are not unique. #}
{% macro failing_rows(check, relation) -%}
    {%- set source = relation ~ (' where ' ~ check.condition if check.condition else '') -%}
    {%- if check.kind in ('unique', 'unique_combination') -%}
        {%- set columns = check.columns | join(', ') -%}
        select {{ columns }}, count(*) as row_count from {{ source }} group by {{ columns }} having count(*) > 1
    {%- else -%}
        select {{ check.shown | join(', ') or '*' }} from {{ source }}
    {%- endif -%}
{%- endmacro %}

{# SQL: what the result says of a check, as a struct. #}
{% macro as_result(check, relation, row_count) -%}
    {
        'check_name': {{ as_literal(check.name) }},
        'column_name': {{ as_literal(check.columns | join(', ')) }},
        'failing_rows': {{ row_count }},
        'rows_query': {{ as_literal(failing_rows(check, relation)) }},
        'severity': {{ as_literal(check.severity) }},
        'judges_publisher': {{ check.publisher }}
    }
{%- endmacro %}
