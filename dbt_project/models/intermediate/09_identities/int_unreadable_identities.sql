{#
    One row for each identity in which a number may be missing: a cell among its figures shows digits and could not be
    read, or belongs to one of several columns. A sum along a row lacks it in its line, any other sum in its column;
    the three public expenses stand below or beside each other.
#}
with

members as (

    select * from {{ ref('int_identity_members') }}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

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
        members.reconciliation_key,
        unnest(
            case
                when rules.kind in ('row_parts', 'change', 'product') then [figures.line_key]
                when rules.kind = 'three_public' then [figures.line_key, figures.column_key]
                else [figures.column_key]
            end
        ) as place_key
    from members
    inner join rules
        on members.rule_code = rules.rule_code
    inner join figures
        on members.amount_key = figures.amount_key

)

select distinct places.reconciliation_key
from places
inner join unread_places
    on places.place_key = unread_places.place_key
