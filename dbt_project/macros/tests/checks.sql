{#
    All checks that the YAML of a table states, those of the table first. Each is a dictionary: `kind`; `columns`
    that it is of; `condition`, SQL that is true in a row that fails, or for uniqueness in a row that counts;
    `needs_other_rows`; `shown`, the columns by which a failing row is known; `name`, `severity`, `publisher`.
#}
{% macro read_checks(table, parents) %}
    {% set checks = [] %}
    {% for entry in table.config.meta.get('checks', []) %}
        {% do checks.append(read_check(entry, none, table.name, parents)) %}
    {% endfor %}
    {% for column in table.columns.values() %}
        {% for entry in column.config.meta.get('checks', []) %}
            {% do checks.append(read_check(entry, column.name, table.name, parents)) %}
        {% endfor %}
    {% endfor %}
    {# `unique` comes before `unique_combination`. #}
    {% set keys = checks | selectattr('kind', 'in', ['unique', 'unique_combination']) | sort(attribute='kind') %}
    {% for check in checks %}
        {% do check.update({'shown': ((keys[0].columns if keys else []) + check.columns) | unique | list}) %}
    {% endfor %}
    {{ return(checks) }}
{% endmacro %}

{# A check as a dictionary, from its entry in the YAML; `column` is none for a check of the table. #}
{% macro read_check(entry, column, table_name, parents) %}
    {% set kinds = ['expression', 'unique_combination'] if column is none else [
        'not_null', 'unique', 'accepted_values', 'accepted_range', 'matches', 'relationships', 'expression'
    ] %}
    {% set stated = {entry: none} if entry is string else entry %}
    {% set kind = stated.keys() | reject('in', ['where', 'name', 'severity', 'publisher']) | join(' and ') %}
    {% if kind not in kinds %}
        {% do exceptions.raise_compiler_error(
            "Unknown check of " ~ table_name ~ ('.' ~ column if column else '') ~ ": '" ~ kind
            ~ "'. Each entry states one of: " ~ kinds | join(', ')
        ) %}
    {% endif %}
    {% set argument = stated[kind] %}
    {% set condition = failing_condition(kind, argument, column or '', parents) %}
    {{ return({
        'kind': kind,
        'columns': [column] if column else argument if kind == 'unique_combination' else [],
        'condition': ['(' ~ stated.where ~ ')' if stated.where, condition] | select | join(' and '),
        'needs_other_rows': kind in ('unique', 'unique_combination', 'relationships'),
        'name': stated.name or (kind ~ ' ' ~ argument if kind in ('relationships', 'expression') else kind),
        'severity': 'warn' if stated.publisher else stated.severity or 'error',
        'publisher': stated.publisher or false
    }) }}
{% endmacro %}

{# SQL: true in a row that fails; of uniqueness: true in a row that counts, and empty if all do. #}
{% macro failing_condition(kind, argument, column, parents) -%}
    {%- if kind == 'not_null' -%}
        {{ column }} is null
    {%- elif kind == 'unique' -%}
        {{ column }} is not null
    {%- elif kind == 'accepted_values' -%}
        {{ column }} not in ({% for value in argument %}{{ as_literal(value) }}{{ ', ' if not loop.last }}{% endfor %})
    {%- elif kind == 'accepted_range' and argument.min is defined and argument.max is defined -%}
        {{ column }} not between {{ argument.min }} and {{ argument.max }}
    {%- elif kind == 'accepted_range' -%}
        {{ column ~ ' < ' ~ argument.min if argument.min is defined else column ~ ' > ' ~ argument.max }}
    {%- elif kind == 'matches' -%}
        not regexp_matches({{ column }}, {{ as_literal(argument) }})
    {%- elif kind == 'expression' -%}
        ({{ column }} {{ argument }}) is not true
    {%- elif kind == 'relationships' -%}
        {%- set parent_name, field = argument.split('.') -%}
        {%- set parent = parents | selectattr('identifier', 'equalto', parent_name) | first -%}
        {%- if not parent -%}
            {%- do exceptions.raise_compiler_error(
                "relationships: " ~ argument ~ " needs ref('" ~ parent_name ~ "') among the parents of checks_hold"
            ) -%}
        {%- endif -%}
        {%- set field = 'parent.' ~ field -%}
        {%- set values = 'select ' ~ field ~ ' from ' ~ parent ~ ' as parent where ' ~ field ~ ' is not null' -%}
        {{ column }} is not null and {{ column }} not in ({{ values }})
    {%- endif -%}
{%- endmacro %}

{# SQL: a value of the YAML. #}
{% macro as_literal(value) -%}
    {{ "'" ~ value | replace("'", "''") ~ "'" if value is string else value }}
{%- endmacro %}
