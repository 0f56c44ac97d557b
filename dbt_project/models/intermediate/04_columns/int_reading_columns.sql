{#
    One row for each column of each possible reading of a table, with the nature that the reading gives to the column.
    A table can be read by its own header or, in case that is damaged, by the header of another table of the same
    disclosure: one that prints the same words, and has the same number of columns without its blank ones. Only columns
    with the same `series` can be parts of each other.
#}
with

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

measured_columns as (

    select
        column_blocks.disclosure_key,
        column_blocks.table_key,
        column_blocks.column_key,
        column_blocks.col_no,
        column_blocks.number_count,
        column_blocks.deepest_text,
        coalesce(column_blocks.is_within_nature, false) as is_within_nature,
        coalesce(column_blocks.nature, case when column_blocks.is_total then tables.statement_nature end) as nature,
        concat_ws(
            '|', coalesce(column_blocks.fund_source, ''), column_blocks.printed_year, column_blocks.printed_basis,
            -- 上年预算数 beside 本年预算数, of which only one is divided.
            case when column_blocks.is_last_year then 'last_year' end,
            -- Revenue and balances are not parts of expenditure.
            column_blocks.block_no, column_blocks.balance_step
        ) as series
    from column_blocks
    inner join tables
        on column_blocks.table_key = tables.table_key
    where
        column_blocks.is_amount
        and tables.layout = 'matrix'
        and tables.statement_nature <> ''
        and coalesce(column_blocks.measure, 'amount') = 'amount'

),

header_words as (

    select
        table_key,
        list_distinct(list(deepest_text)) as words,
        count(*) as column_count,
        count(*) filter (where number_count > 0) as valued_column_count
    from measured_columns
    where deepest_text is not null
    group by table_key

),

placed_columns as (

    select
        disclosure_key,
        table_key,
        column_key,
        row_number() over (partition by table_key order by col_no) as place_no,
        count(*) over (partition by table_key) as place_count
    from measured_columns

),

valued_columns as (

    select
        disclosure_key,
        table_key,
        column_key,
        row_number() over (partition by table_key order by col_no) as place_no,
        count(*) over (partition by table_key) as place_count
    from measured_columns
    where number_count > 0

),

readings as (

    select
        table_key,
        table_key as reading_table_key,
        column_key,
        column_key as reading_column_key
    from measured_columns

    union all

    select
        placed_columns.table_key,
        valued_columns.table_key as reading_table_key,
        placed_columns.column_key,
        valued_columns.column_key as reading_column_key
    from placed_columns
    inner join valued_columns
        on
            placed_columns.disclosure_key = valued_columns.disclosure_key
            and placed_columns.table_key <> valued_columns.table_key
            and placed_columns.place_no = valued_columns.place_no
            and placed_columns.place_count = valued_columns.place_count
    inner join header_words as own_words
        on placed_columns.table_key = own_words.table_key
    inner join header_words as other_words
        on valued_columns.table_key = other_words.table_key
    where
        placed_columns.place_count > 2
        and other_words.column_count > other_words.valued_column_count
        and len(list_intersect(own_words.words, other_words.words)) = len(own_words.words)

)

select
    readings.table_key,
    readings.reading_table_key,
    readings.column_key,
    readings.reading_column_key,
    measured_columns.nature,
    measured_columns.series,
    measured_columns.is_within_nature
from readings
inner join measured_columns
    on readings.reading_column_key = measured_columns.column_key
