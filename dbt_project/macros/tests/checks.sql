{#
    All checks that the YAML of a table states, those of the table first. Each is a dictionary: `kind`, `argument`,
    `columns` and `column_name` (as shown), `condition` (SQL, true in a row that fails; none where the row alone
    cannot decide), `example` (SQL that names a row), and the options.
#}
{% macro checks_of(table) %}
    {% set checks = [] %}
    {% for entry in table.config.meta.get('checks', []) %}
        {% do checks.append(read_check(entry, none, table.name)) %}
    {% endfor %}
    {% for column in table.columns.values() %}
        {% for entry in column.config.meta.get('checks', []) %}
            {% do checks.append(read_check(entry, column.name, table.name)) %}
        {% endfor %}
    {% endfor %}
    {% set keys = checks | selectattr('kind', 'in', ['unique', 'unique_combination']) | rejectattr('where') | list %}
    {% for check in checks %}
        {% set shown = ((keys[0].columns if keys else []) + check.columns) | unique | list %}
        {% do check.update({'example': as_struct(shown) if shown else 'tested'}) %}
    {% endfor %}
    {{ return(checks) }}
{% endmacro %}

{# A check as a dictionary, from its entry in the YAML; `column` is none for a check of the table. #}
{% macro read_check(entry, column, table_name) %}
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
    {% set columns = [column] if column else argument if kind == 'unique_combination' else [] %}
    {{ return({
        'kind': kind,
        'argument': argument,
        'columns': columns,
        'column_name': columns | join(', ') if columns else none,
        'condition': failing_condition(kind, argument, column or ''),
        'name': stated.name or (kind ~ ' ' ~ argument if kind in ('relationships', 'expression') else kind),
        'where': stated.where,
        'severity': 'warn' if stated.publisher else stated.severity or 'error',
        'publisher': stated.publisher or false
    }) }}
{% endmacro %}

{# SQL: true in a row that fails; none where other rows have to be seen. #}
{% macro failing_condition(kind, argument, column) %}
    {% if kind == 'not_null' %}
        {{ return(column ~ ' is null') }}
    {% elif kind == 'accepted_values' %}
        {% set values = [] %}
        {% for value in argument %}
            {% do values.append(as_literal(value)) %}
        {% endfor %}
        {{ return(column ~ ' not in (' ~ values | join(', ') ~ ')') }}
    {% elif kind == 'accepted_range' %}
        {% set bounds = [] %}
        {% if argument.min is defined %}{% do bounds.append(column ~ ' < ' ~ argument.min) %}{% endif %}
        {% if argument.max is defined %}{% do bounds.append(column ~ ' > ' ~ argument.max) %}{% endif %}
        {{ return(bounds | join(' or ')) }}
    {% elif kind == 'matches' %}
        {{ return('not regexp_matches(' ~ column ~ ', ' ~ as_literal(argument) ~ ')') }}
    {% elif kind == 'expression' %}
        {{ return('(' ~ column ~ ' ' ~ argument ~ ') is not true') }}
    {% endif %}
    {{ return(none) }}
{% endmacro %}

{# SQL: a value of the YAML. #}
{% macro as_literal(value) %}
    {% if value is none %}{{ return('cast(null as varchar)') }}{% endif %}
    {{ return("'" ~ value | replace("'", "''") ~ "'" if value is string else value | string) }}
{% endmacro %}

{# SQL: columns as a struct, which costs nothing for rows that are not shown. #}
{% macro as_struct(columns) %}
    {% set fields = [] %}
    {% for column in columns %}
        {% do fields.append("'" ~ column ~ "': " ~ column) %}
    {% endfor %}
    {{ return('{' ~ fields | join(', ') ~ '}') }}
{% endmacro %}
