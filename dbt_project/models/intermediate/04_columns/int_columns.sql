{# The columns of every table as they are read in the end, by their own header or by a borrowed one. #}
with

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

readings as (

    select * from {{ ref('int_column_readings') }}

)

select
    own.disclosure_key,
    own.table_key,
    own.column_key,
    own.block_key,
    own.table_no,
    own.col_no,
    own.block_no,
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
    meant.nature,
    coalesce(meant.is_within_nature, false) as is_within_nature,
    coalesce(meant.names_basic, false) as names_basic,
    meant.measure,
    meant.is_total,
    meant.printed_year,
    meant.printed_basis,
    meant.is_last_year,
    meant.printed_unit,
    coalesce(readings.is_borrowed, false) as is_borrowed,
    coalesce(readings.contradicts_arithmetic, false) as contradicts_arithmetic
from column_blocks as own
left join readings
    on own.column_key = readings.column_key
inner join column_blocks as meant
    on coalesce(readings.reading_column_key, own.column_key) = meant.column_key
