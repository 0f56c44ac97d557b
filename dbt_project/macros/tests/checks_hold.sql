{#
    The one data test of a table: all checks that its YAML states hold. A row of the result is a check that does
    not, with the number of rows that fail and one of them as an example.

    Checks stand under `config.meta.checks`, of the table and of its columns:

        not_null, unique                      nulls are left out of `unique`
        accepted_values: [a, b]
        accepted_range: {min: 1, max: 9}      inclusive; one bound is enough
        matches: '^[0-9]+$'                   a regular expression; anchor it to judge the whole value
        relationships: statements.code        the value exists in this column of one of the parents
        expression: "<> ''"                   of a column: what follows its name; of a table: the whole condition
        unique_combination: [a, b]            of a table; nulls count as equal

    All but `not_null`, `expression` and `unique_combination` let a null pass; an expression that is null fails.
    Beside a check may stand: `where`, a condition that picks its rows; `name`, shown in its place;
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

{# SQL: one row for each check of the table that fails. Row checks share one scan. #}
{% macro failing_checks(relation, table, parents) %}
    {%- set checks = checks_of(table) -%}
    {%- if not checks -%}
        {%- do exceptions.raise_compiler_error("No check is stated for " ~ table.name) -%}
    {%- endif -%}
    {%- set parent_relations = {} -%}
    {%- for parent in parents -%}
        {%- do parent_relations.update({parent.identifier: parent}) -%}
    {%- endfor -%}
    {%- set rows -%}
        {{ relation }} as tested where {{ tested_rows_of(table) }}
    {%- endset -%}
    {%- set branches = [] -%}
    {%- set row_checks = checks | selectattr('condition') | list -%}
    {%- if row_checks -%}
        {%- do branches.append(failing_row_checks(rows, row_checks)) -%}
    {%- endif -%}
    {%- for check in checks if check.kind in ('unique', 'unique_combination') -%}
        {%- do branches.append(failing_uniqueness(rows, check)) -%}
    {%- endfor -%}
    {%- for check in checks if check.kind == 'relationships' -%}
        {%- do branches.append(failing_relationship(rows, check, parent_relations)) -%}
    {%- endfor -%}
    {{ branches | join('\n\nunion all\n\n') }}
{%- endmacro %}

{# SQL: the row checks that fail, all counted in one aggregate. #}
{% macro failing_row_checks(rows, checks) -%}
    select failing.*
    from (
        select
            unnest([
                {%- for check in checks %}
                {%- set fails = '(' ~ (check.where or true) ~ ') and (' ~ check.condition ~ ')' %}
                {{ failing_check(check, 'count(*)', check.example, fails) }}{{ ',' if not loop.last }}
                {%- endfor %}
            ]) as failing
        from {{ rows }}
    ) as counted
    where failing.failing_rows > 0
{%- endmacro %}

{# SQL: a uniqueness that fails; its rows are all that share their values with another row. #}
{% macro failing_uniqueness(rows, check) -%}
    select failing.*
    from (
        select {{ failing_check(check, 'sum(row_count)', 'example', 'true') }} as failing
        from (
            select
                count(*) as row_count,
                {{ as_struct(check.columns) }} as example
            from {{ rows }}
                and ({{ check.where or true }})
                {% if check.kind == 'unique' %}and {{ check.columns[0] }} is not null{% endif %}
            group by {{ check.columns | join(', ') }}
            having count(*) > 1
        ) as repeated
    ) as counted
    where failing.failing_rows > 0
{%- endmacro %}

{# SQL: a relationship that fails; its rows are those whose value the parent does not have. #}
{% macro failing_relationship(rows, check, parents) -%}
    {%- set parent, field = check.argument.split('.') -%}
    {%- if parent not in parents -%}
        {%- do exceptions.raise_compiler_error(
            "relationships: " ~ check.argument ~ " needs ref('" ~ parent ~ "') among the parents of checks_hold"
        ) -%}
    {%- endif -%}
    select failing.*
    from (
        select {{ failing_check(check, 'count(*)', check.example, 'true') }} as failing
        from {{ rows }}
            and ({{ check.where or true }})
            and {{ check.columns[0] }} is not null
            and {{ check.columns[0] }} not in (
                select parent.{{ field }} from {{ parents[parent] }} as parent where parent.{{ field }} is not null
            )
    ) as counted
    where failing.failing_rows > 0
{%- endmacro %}

{# SQL: a check's row of the result, as a struct of aggregates over the rows that fail it. #}
{% macro failing_check(check, row_count, example, fails) -%}
    {
        'check_name': {{ as_literal(check.name) }},
        'column_name': {{ as_literal(check.column_name) }},
        'failing_rows': cast({{ row_count }} filter (where {{ fails }}) as bigint),
        'example': to_json(any_value({{ example }}) filter (where {{ fails }})),
        'severity': {{ as_literal(check.severity) }},
        'judges_publisher': {{ check.publisher }}
    }
{%- endmacro %}
