{#
    SQL: one row for each identity in which a number may be missing: a cell among its figures shows digits and could
    not be read, or belongs to one of several columns. A sum along a row lacks it in its line, any other sum in its
    column; the three public expenses are below or beside each other. Takes the relations of the members with their
    rules and figures. A macro, as a model between would push every published amount further from the paper.
#}
{% macro unreadable_identities(members) -%}
with

placements as (

    select * from {{ ref('int_cell_placements') }}
    where reason in ('unreadable_number', 'several_columns')

),

cells as (

    select * from {{ ref('int_cells') }}

),

-- Keys of lines and of columns.
unread_places as (

    select cells.line_key as place_key
    from placements
    inner join cells
        on placements.cell_key = cells.cell_key

    union

    select cells.table_key || '-c' || unnest(generate_series(cells.col_no, cells.col_no + cells.col_span - 1))
    from placements
    inner join cells
        on placements.cell_key = cells.cell_key

),

places as (

    select
        reconciliation_key,
        unnest(
            case
                when kind in ('row_parts', 'change', 'product') then [line_key]
                when kind = 'three_public' then [line_key, column_key]
                else [column_key]
            end
        ) as place_key
    from {{ members }}

)

select distinct places.reconciliation_key
from places
inner join unread_places
    on places.place_key = unread_places.place_key
{%- endmacro %}
