{#
    SQL: the rows that a data test looks at. A build tests what it has added to tables that grow: the rows of a batch,
    and at its end those of all its batches. Their other rows were tested before and have not changed. `dbt test`
    looks at all rows. A key that two builds share, and an old row whose parent has left, are therefore found by
    `dbt test` alone, which runs every night.
#}
{% macro is_tested(disclosure_key) -%}
    {%- if flags is defined and execute and flags.WHICH != 'test' -%}
        {{ file_key(disclosure_key) }} in (select disclosure_key from {{ source('raw', 'changed_documents') }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{# The same for a table as dbt knows it; empty if all its rows are tested, as of every table that does not grow. #}
{% macro tested_rows_of(table) -%}
    {%- if table.config.materialized == 'incremental' and 'disclosure_key' in table.columns -%}
        {%- set condition = is_tested('disclosure_key') -%}
        {{ condition if condition != 'true' }}
    {%- endif -%}
{%- endmacro %}
