{#
    The readings a table's columns can have: its own header, or, where that is damaged, the header of another
    statement of the same disclosure that prints the same words and, without its blank columns, has as many.
    Each is put to the arithmetic of the rows (合计 = 基本 + 项目, 基本 = 人员 + 公用 …).
#}
with recursive

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

ancestors as (

    select
        code,
        parent_code as ancestor_code,
        1 as distance
    from natures
    where parent_code is not null

    union all

    select
        ancestors.code,
        natures.parent_code as ancestor_code,
        ancestors.distance + 1 as distance
    from ancestors
    inner join natures
        on ancestors.ancestor_code = natures.code
    where natures.parent_code is not null

),

measured_columns as (

    select
        column_blocks.disclosure_key,
        column_blocks.table_no,
        column_blocks.col_no,
        column_blocks.number_count,
        column_blocks.deepest_text,
        coalesce(column_blocks.is_within_nature, false) as is_within_nature,
        coalesce(column_blocks.nature, case when column_blocks.is_total then table_statements.statement_nature end)
            as nature,
        concat_ws(
            '|', coalesce(column_blocks.fund_source, ''), column_blocks.printed_year, column_blocks.printed_basis,
            -- What came in and what is left are no parts of what was spent.
            column_blocks.block_no, column_blocks.balance_step
        ) as series
    from column_blocks
    inner join table_statements
        on
            column_blocks.disclosure_key = table_statements.disclosure_key
            and column_blocks.table_no = table_statements.table_no
    where
        column_blocks.is_amount
        and table_statements.layout = 'matrix'
        and table_statements.statement_nature <> ''
        and coalesce(column_blocks.measure, 'amount') = 'amount'

),

header_words as (

    select
        disclosure_key,
        table_no,
        list_distinct(list(deepest_text)) as words,
        count(*) as column_count,
        count(*) filter (where number_count > 0) as valued_column_count
    from measured_columns
    where deepest_text is not null
    group by disclosure_key, table_no

),

own_columns as (

    select
        disclosure_key,
        table_no,
        table_no as reading_table_no,
        col_no,
        col_no as reading_col_no
    from measured_columns

),

placed_columns as (

    select
        disclosure_key,
        table_no,
        col_no,
        row_number() over (partition by disclosure_key, table_no order by col_no) as place_no,
        count(*) over (partition by disclosure_key, table_no) as place_count
    from measured_columns

),

valued_columns as (

    select
        disclosure_key,
        table_no,
        col_no,
        row_number() over (partition by disclosure_key, table_no order by col_no) as place_no,
        count(*) over (partition by disclosure_key, table_no) as place_count
    from measured_columns
    where number_count > 0

),

borrowed_columns as (

    select
        placed_columns.disclosure_key,
        placed_columns.table_no,
        valued_columns.table_no as reading_table_no,
        placed_columns.col_no,
        valued_columns.col_no as reading_col_no
    from placed_columns
    inner join valued_columns
        on
            placed_columns.disclosure_key = valued_columns.disclosure_key
            and placed_columns.table_no <> valued_columns.table_no
            and placed_columns.place_no = valued_columns.place_no
            and placed_columns.place_count = valued_columns.place_count
    inner join header_words as own_words
        on placed_columns.disclosure_key = own_words.disclosure_key and placed_columns.table_no = own_words.table_no
    inner join header_words as other_words
        on valued_columns.disclosure_key = other_words.disclosure_key and valued_columns.table_no = other_words.table_no
    where
        placed_columns.place_count > 2
        and other_words.column_count > other_words.valued_column_count
        and len(list_intersect(own_words.words, other_words.words)) = len(own_words.words)

),

readings as (

    select * from own_columns

    union all

    select * from borrowed_columns

),

read_columns as (

    select
        readings.*,
        measured_columns.nature,
        measured_columns.series,
        measured_columns.is_within_nature
    from readings
    inner join measured_columns
        on
            readings.disclosure_key = measured_columns.disclosure_key
            and readings.reading_table_no = measured_columns.table_no
            and readings.reading_col_no = measured_columns.col_no

),

natures_headed as (

    select distinct
        disclosure_key,
        table_no,
        reading_table_no,
        series,
        nature
    from read_columns
    where not is_within_nature

),

parents as (

    select
        child.disclosure_key,
        child.table_no,
        child.reading_table_no,
        child.col_no,
        parent.col_no as parent_col_no
    from read_columns as child
    inner join ancestors
        on child.nature = ancestors.code
    inner join read_columns as parent
        on
            child.disclosure_key = parent.disclosure_key
            and child.table_no = parent.table_no
            and child.reading_table_no = parent.reading_table_no
            and child.series = parent.series
            and ancestors.ancestor_code = parent.nature
    left join natures_headed
        on
            child.disclosure_key = natures_headed.disclosure_key
            and child.table_no = natures_headed.table_no
            and child.reading_table_no = natures_headed.reading_table_no
            and child.series = natures_headed.series
            and child.nature = natures_headed.nature
    -- 项目支出 counts once: as its own column where it has one, else as the columns that divide it.
    where not child.is_within_nature or natures_headed.nature is null
    qualify
        row_number() over (
            partition by child.disclosure_key, child.table_no, child.reading_table_no, child.col_no
            order by ancestors.distance, parent.col_no
        ) = 1

),

row_sums as (

    select
        parents.disclosure_key,
        parents.table_no,
        parents.reading_table_no,
        parents.parent_col_no,
        child_cells.row_no,
        sum(child_cells.published_value) as parts_value,
        count(*) as part_count
    from parents
    inner join number_cells as child_cells
        on
            parents.disclosure_key = child_cells.disclosure_key
            and parents.table_no = child_cells.table_no
            and parents.col_no = child_cells.col_no
            and child_cells.row_class = 'data'
    group by
        parents.disclosure_key, parents.table_no, parents.reading_table_no, parents.parent_col_no, child_cells.row_no

),

tested as (

    select
        row_sums.disclosure_key,
        row_sums.table_no,
        row_sums.reading_table_no,
        abs(coalesce(whole.published_value, 0) - row_sums.parts_value) <= 0.005 * (row_sums.part_count + 1) as holds
    from row_sums
    left join number_cells as whole
        on
            row_sums.disclosure_key = whole.disclosure_key
            and row_sums.table_no = whole.table_no
            and row_sums.parent_col_no = whole.col_no
            and row_sums.row_no = whole.row_no

),

scored as (

    select
        disclosure_key,
        table_no,
        reading_table_no,
        count(*) filter (where holds) as holding_count,
        count(*) filter (where not holds) as failing_count
    from tested
    group by disclosure_key, table_no, reading_table_no

),

compared as (

    select
        scored.*,
        own.holding_count as own_holding_count,
        own.failing_count as own_failing_count
    from scored
    inner join scored as own
        on
            scored.disclosure_key = own.disclosure_key
            and scored.table_no = own.table_no
            and own.table_no = own.reading_table_no

),

borrowed as (

    select
        disclosure_key,
        table_no,
        min(reading_table_no) as reading_table_no
    from compared
    where
        reading_table_no <> table_no
        and failing_count = 0
        and holding_count > own_holding_count
        and own_failing_count > 1
    group by disclosure_key, table_no

),

refused as (

    select
        compared.disclosure_key,
        compared.table_no
    from compared
    left join borrowed
        on compared.disclosure_key = borrowed.disclosure_key and compared.table_no = borrowed.table_no
    where
        compared.reading_table_no = compared.table_no
        and borrowed.table_no is null
        and compared.failing_count > 2
        and compared.failing_count > 2 * compared.holding_count

)

select
    readings.disclosure_key,
    readings.table_no,
    readings.col_no,
    readings.reading_table_no,
    readings.reading_col_no,
    readings.reading_table_no <> readings.table_no as is_borrowed,
    refused.table_no is not null as contradicts_arithmetic
from readings
left join borrowed
    on readings.disclosure_key = borrowed.disclosure_key and readings.table_no = borrowed.table_no
left join refused
    on readings.disclosure_key = refused.disclosure_key and readings.table_no = refused.table_no
where readings.reading_table_no = coalesce(borrowed.reading_table_no, readings.table_no)
