{#
    A data test as dbt runs it, except that its first rows are kept: as JSON in `adapter_response` of
    run_results.json, and in the log. dbt itself only counts them, or makes a table of them for each test, which
    costs more than the test; `store_failures` is not supported. A row with a `rows_query` gets `examples`.
#}
{% materialization test, adapter='duckdb' %}
    {% set rows_kept = 50 %}
    {% set rows_logged = 10 %}
    {% set examples_kept = 3 %}
    {% set fail_calc = config.get('fail_calc') %}
    {% call statement('counted', fetch_result=True) %}
        with failing as materialized (
            {{ sql }}
        )

        select
            {{ fail_calc }} as failures,
            {{ fail_calc }} {{ config.get('warn_if') }} as should_warn,
            {{ fail_calc }} {{ config.get('error_if') }} as should_error,
            (select to_json(list(kept)) from (select * from failing limit {{ rows_kept }}) as kept) as kept_rows
        from failing
    {% endcall %}
    {% set counted = load_result('counted').table %}
    {% set kept_rows = fromjson(counted.rows[0]['kept_rows'] or '[]') %}
    {% for row in kept_rows %}
        {% if row.rows_query %}
            {% set examples = run_query(
                'select to_json(list(kept)) from (' ~ row.rows_query ~ ' limit ' ~ examples_kept ~ ') as kept'
            ) %}
            {% do row.update({'examples': fromjson(examples.rows[0][0])}) %}
        {% endif %}
    {% endfor %}
    {% for row in kept_rows[:rows_logged] %}
        {% do log('Found by ' ~ model.name ~ ': ' ~ row_as_text(row), info=true) %}
    {% endfor %}
    {% do store_raw_result(
        name='main',
        message=tojson(kept_rows),
        code=none,
        rows_affected=none,
        agate_table=counted.select(['failures', 'should_warn', 'should_error'])
    ) %}
    {{ return({'relations': []}) }}
{% endmaterialization %}

{# What a row of the result says, for people. #}
{% macro row_as_text(row) %}
    {% set fields = [] %}
    {% for name, value in row.items() if value is not none and name != 'rows_query' %}
        {% do fields.append(name ~ ' ' ~ value) %}
    {% endfor %}
    {{ return(fields | join(', ')) }}
{% endmacro %}
