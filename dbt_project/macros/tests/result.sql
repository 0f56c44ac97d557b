{#
    A data test as dbt runs it, except that the first failing rows are kept: as JSON in `adapter_response` of
    run_results.json, and in the log. dbt itself only counts them, or stores them in a table for each test,
    which costs more than the tests do; `store_failures` is not supported.
#}
{% materialization test, adapter='duckdb' %}
    {% set rows_kept = 50 %}
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
    {% set result = load_result('counted').table %}
    {% set kept_rows = result.rows[0]['kept_rows'] or '[]' %}
    {% for row in fromjson(kept_rows) %}
        {% do log(model.name ~ ': ' ~ row_as_text(row), info=true) %}
    {% endfor %}
    {% do store_raw_result(
        name='main',
        message=kept_rows,
        code=none,
        rows_affected=none,
        agate_table=result.select(['failures', 'should_warn', 'should_error'])
    ) %}
    {{ return({'relations': []}) }}
{% endmaterialization %}

{# What a failing row holds, for people. #}
{% macro row_as_text(row) %}
    {% set fields = [] %}
    {% for name, value in row.items() if value is not none %}
        {% do fields.append(name ~ ' ' ~ (tojson(value) if value is mapping else value)) %}
    {% endfor %}
    {{ return(fields | join(', ')) }}
{% endmacro %}
