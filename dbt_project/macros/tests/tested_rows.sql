{#
    SQL: the rows that a data test looks at. A build tests what it has added to tables that grow: the rows of a batch,
    and at its end those of all its batches. Their other rows were tested before and have not changed. `dbt test`
    looks at all rows. A key that two builds share, and an old row whose parent has left, are therefore found by
    `dbt test` alone, which runs every night.

    The bounds, which a build sets (pipelines/models/run.py), say nothing that the set of documents does not. But
    constants reach the tables below a view, which is then worked out for one new document alone; a set does not.
#}
{% macro is_tested(disclosure_key) -%}
    {%- if flags is defined and execute and flags.WHICH != 'test' -%}
        {{ file_key(disclosure_key) }} in (select disclosure_key from {{ source('raw', 'changed_documents') }})
        and {{ disclosure_key }} >= coalesce(getvariable('first_tested_key'), '')
        and {{ disclosure_key }} <= coalesce(getvariable('last_tested_key'), '~')
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#
    The same for a table as dbt knows it; empty if all its rows are tested, as of every table that does not grow. A view
    says by `meta.rows_by_document` (dbt_project.yml) that its rows follow from those of their document.
#}
{% macro tested_rows_of(table) -%}
    {%- set grows = table.config.materialized == 'incremental' or table.config.meta.get('rows_by_document') -%}
    {%- if grows and 'disclosure_key' in table.columns -%}
        {%- set condition = is_tested('disclosure_key') -%}
        {{ condition if condition != 'true' }}
    {%- endif -%}
{%- endmacro %}
