{#
    Every cell that is the target or the weight of an indicator. Mostly the header of its column says so. Numbers under
    a header of words (备注) are weights where their sums prove it: in every project of the table the column holds a
    number beside each indicator, and they add up to 100, or to 90, as the execution of the budget has the other 10.
#}
with

indicators as (

    select * from {{ ref('int_indicators') }}

),

remarks as (

    select * from {{ ref('int_indicator_remarks') }}

),

projects as (

    {{ projects_of_rows('remarks') }}

),

project_sums as (

    select
        remarks.column_key,
        sum(remarks.weight) in (90, 100)
        and count(*) = count(remarks.weight)
        and bool_and(remarks.has_indicator) as is_whole
    from remarks
    inner join projects
        on remarks.row_key = projects.row_key
    group by remarks.column_key, projects.project_name

),

weight_columns as (

    select column_key
    from project_sums
    group by column_key
    having bool_and(is_whole)

),

placements as (

    select
        target_cell_key as cell_key,
        row_key,
        target_col_no as col_no,
        'target' as placement,
        cast(null as decimal(24, 6)) as proven_weight
    from indicators
    where target_cell_key is not null

    union all

    select
        weight_cell_key as cell_key,
        row_key,
        weight_col_no as col_no,
        'weight' as placement,
        cast(null as decimal(24, 6)) as proven_weight
    from indicators
    where weight_cell_key is not null

    union all

    select
        remarks.cell_key,
        remarks.row_key,
        remarks.col_no,
        'weight' as placement,
        remarks.weight as proven_weight
    from remarks
    inner join weight_columns
        on remarks.column_key = weight_columns.column_key

)

-- A weight printed once beside several targets is one cell.
select
    cell_key,
    any_value(row_key) as row_key,
    any_value(col_no) as col_no,
    min(placement) as placement,
    max(proven_weight) as proven_weight
from placements
group by cell_key
