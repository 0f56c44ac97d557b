{#
    The organisations that the cells beside a label 部门名称 name, as in a form, each once for a document. They are
    believed least: only where nothing else says whose document it is, and then the one named most often.
#}
-- depends_on: {{ ref('keywords') }}
{%- set label = any_keyword('organization_cell_label') %}
{%- set body = any_keyword('organization_ending') %}
{%- set name_in_cell = '^(?:[[]?[0-9]{3,}[]]?[-—_]?)?([\\p{Han}()]{3,29}' ~ body ~ ')$' %}

with

cells as (

    select * from {{ ref('stg_cells') }}

)

select
    labels.disclosure_key,
    regexp_extract(cells.squashed_text, '{{ name_in_cell }}', 1) as organization_name,
    any_value(labels.compact_text || '：' || cells.compact_text order by labels.table_no, labels.row_no, labels.col_no)
        as evidence,
    least(min(labels.recognition_score), min(cells.recognition_score)) as recognition_score,
    0.5 + least(count(*), 40) / 100.0 as weight
from cells as labels
inner join cells
    on labels.row_key = cells.row_key and labels.col_no + labels.col_span = cells.col_no
where
    regexp_full_match(labels.squashed_text, '{{ label }}')
    and regexp_matches(cells.squashed_text, '{{ name_in_cell }}')
group by labels.disclosure_key, regexp_extract(cells.squashed_text, '{{ name_in_cell }}', 1)
