{#
    Indicators of cells that list several of them: one row for each indicator and each of its targets, and one for each
    piece that could not be told apart. Where the cell prints no first level, the header of its column may be one.
#}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

lists as (

    select * from {{ ref('int_indicator_list_matches') }}

),

columns as (

    select * from {{ ref('int_columns') }}

),

levels as (

    select * from {{ ref('int_indicator_level_matches') }}
    where is_level_1

)

select
    cells.cell_key,
    cells.table_key,
    cells.row_key,
    cells.row_no,
    cells.col_no,
    lists.indicator_no,
    case lists.target_period when 'implementation' then 1 else 2 end as set_no,
    lists.target_period,
    coalesce(lists.level_1, case when not lists.is_refused then levels.level_text end) as level_1,
    lists.level_2,
    lists.indicator_name,
    lists.target_text,
    lists.is_refused
from cells
inner join lists
    on cells.compact_text = lists.compact_text
left join columns
    on cells.column_key = columns.column_key
left join levels
    on columns.deepest_text = levels.level_text
