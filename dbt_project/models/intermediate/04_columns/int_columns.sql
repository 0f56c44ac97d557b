{# One row for each column, with its final meaning: read by the header of its own table, or by a borrowed one. #}
with

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

readings as (

    select * from {{ ref('int_column_readings') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

items as (

    select * from {{ ref('int_three_public_matches') }}

),

header_words as (

    select
        column_blocks.column_key,
        unnest(column_blocks.header_path) as header_text
    from column_blocks
    inner join tables
        on column_blocks.table_key = tables.table_key and tables.lists_three_public_items

),

-- A table of the three public expenses may also print items that belong to another statement.
foreign_columns as (

    select
        header_words.column_key,
        min(items.foreign_statement_code) as foreign_statement_code,
        min(items.foreign_nature) as foreign_nature
    from header_words
    inner join items
        on {{ squash(label_words('header_words.header_text')) }} = items.squashed_label
    where items.foreign_statement_code is not null
    group by header_words.column_key

)

select
    own.disclosure_key,
    own.table_key,
    own.column_key,
    own.block_key,
    own.table_no,
    own.col_no,
    own.block_no,
    -- In a statement of basic expenditure 工资福利支出 is the part of it that its name says.
    coalesce(meant.divides_by_category and starts_with(tables.statement_nature, 'basic'), false)
    and meant.own_nature is not null as is_of_basic,
    own.is_amount,
    own.is_key,
    case when coalesce(readings.is_borrowed, false) then meant.role else own.role end as role,
    meant.header_path,
    meant.column_label,
    meant.is_known,
    meant.deepest_text,
    own.flow,
    own.balance_step,
    meant.fund_source,
    case when is_of_basic then meant.own_nature else meant.nature end as nature,
    coalesce(meant.is_within_nature, false) as is_within_nature,
    coalesce(meant.names_basic, false) as names_basic,
    coalesce(meant.divides_by_category, false) and not is_of_basic as divides_by_category,
    meant.category_system,
    meant.category_code,
    coalesce(meant.category_is_printed, false) as category_is_printed,
    meant.measure,
    meant.is_total,
    meant.printed_year,
    meant.printed_basis,
    meant.is_last_year,
    meant.printed_unit,
    foreign_columns.foreign_statement_code,
    foreign_columns.foreign_nature,
    coalesce(readings.is_borrowed, false) as is_borrowed,
    coalesce(readings.contradicts_arithmetic, false) as contradicts_arithmetic
from column_blocks as own
inner join tables
    on own.table_key = tables.table_key
left join readings
    on own.column_key = readings.column_key
inner join column_blocks as meant
    on coalesce(readings.reading_column_key, own.column_key) = meant.column_key
left join foreign_columns
    on meant.column_key = foreign_columns.column_key
