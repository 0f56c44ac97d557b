{#
    SQL: the labels that name an organisation (编制单位:某市某局), in lines of text and in the first rows of tables. A line
    has no `table_key` and `row_no`, a cell no `line_no`.
#}
{% macro organization_labels() -%}
select
    disclosure_key,
    null as table_key,
    null as row_no,
    'line-' || line_no as check_place,
    page_no,
    line_no,
    compact_text,
    {{ labelled_organization_in('squashed_text') }} as organization_name
from {{ ref('stg_text_lines') }}
where organization_name is not null

union all

select
    cells.disclosure_key,
    cells.table_key,
    cells.row_no,
    cells.cell_key as check_place,
    cells.page_no,
    null as line_no,
    cells.compact_text,
    {{ labelled_organization_in('cells.squashed_text') }} as organization_name
from {{ ref('stg_cells') }} as cells
inner join {{ ref('int_table_rows') }} as table_rows
    on cells.row_key = table_rows.row_key
where table_rows.row_class = 'preface' and organization_name is not null
{%- endmacro %}
