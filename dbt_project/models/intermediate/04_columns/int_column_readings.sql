{#
    One row for each column: the reading that the arithmetic of the rows confirms (合计 = 基本 + 项目, 基本 = 人员 +
    公用 …). The header of another table is borrowed if its reading always holds and the table's own header fails.
    If most rows contradict the own header and nothing can be borrowed, the columns are refused
    (`contradicts_arithmetic`).
#}
with

reading_columns as (

    select * from {{ ref('int_reading_columns') }}

),

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

ancestors as (

    select * from {{ ref('int_code_ancestors') }}
    where tree = 'nature'

),

natures_headed as (

    select distinct
        table_key,
        reading_table_key,
        series,
        nature
    from reading_columns
    where not is_within_nature

),

parents as (

    select
        child.table_key,
        child.reading_table_key,
        child.column_key,
        parent.column_key as parent_column_key
    from reading_columns as child
    inner join ancestors
        on child.nature = ancestors.code
    inner join reading_columns as parent
        on
            child.table_key = parent.table_key
            and child.reading_table_key = parent.reading_table_key
            and child.series = parent.series
            and ancestors.ancestor_code = parent.nature
    left join natures_headed
        on
            child.table_key = natures_headed.table_key
            and child.reading_table_key = natures_headed.reading_table_key
            and child.series = natures_headed.series
            and child.nature = natures_headed.nature
    -- 项目支出 counts once: by its own column if there is one, else by the columns that divide it.
    where not child.is_within_nature or natures_headed.nature is null
    qualify
        row_number() over (
            partition by child.reading_table_key, child.column_key
            order by ancestors.distance, length(parent.column_key), parent.column_key
        ) = 1

),

row_sums as (

    select
        parents.table_key,
        parents.reading_table_key,
        parents.parent_column_key,
        child_cells.row_key,
        sum(child_cells.published_value) as parts_value,
        count(*) as part_count
    from parents
    inner join number_cells as child_cells
        on parents.column_key = child_cells.column_key and child_cells.row_class = 'data'
    group by all

),

tested as (

    select
        row_sums.table_key,
        row_sums.reading_table_key,
        abs(coalesce(whole.published_value, 0) - row_sums.parts_value) <= 0.005 * (row_sums.part_count + 1) as holds
    from row_sums
    left join number_cells as whole
        on row_sums.parent_column_key = whole.column_key and row_sums.row_key = whole.row_key

),

scored as (

    select
        table_key,
        reading_table_key,
        count(*) filter (where holds) as holding_count,
        count(*) filter (where not holds) as failing_count
    from tested
    group by table_key, reading_table_key

),

compared as (

    select
        scored.*,
        own.holding_count as own_holding_count,
        own.failing_count as own_failing_count
    from scored
    inner join scored as own
        on scored.table_key = own.table_key and own.table_key = own.reading_table_key

),

borrowed as (

    select
        compared.table_key,
        arg_min(compared.reading_table_key, tables.table_no) as reading_table_key
    from compared
    inner join tables
        on compared.reading_table_key = tables.table_key
    where
        compared.reading_table_key <> compared.table_key
        and compared.failing_count = 0
        and compared.holding_count > compared.own_holding_count
        and compared.own_failing_count > 1
    group by compared.table_key

),

refused as (

    select compared.table_key
    from compared
    left join borrowed
        on compared.table_key = borrowed.table_key
    where
        compared.reading_table_key = compared.table_key
        and borrowed.table_key is null
        and compared.failing_count > 2
        and compared.failing_count > 2 * compared.holding_count

)

select
    reading_columns.column_key,
    reading_columns.reading_column_key,
    reading_columns.reading_table_key <> reading_columns.table_key as is_borrowed,
    refused.table_key is not null as contradicts_arithmetic
from reading_columns
left join borrowed
    on reading_columns.table_key = borrowed.table_key
left join refused
    on reading_columns.table_key = refused.table_key
where reading_columns.reading_table_key = coalesce(borrowed.reading_table_key, reading_columns.table_key)
