{# The columns of every statement as they are read in the end: by their own header or by a borrowed one. #}
with

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

readings as (

    select * from {{ ref('int_column_readings') }}

)

select
    own.disclosure_key,
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
    on
        own.disclosure_key = readings.disclosure_key
        and own.table_no = readings.table_no
        and own.col_no = readings.col_no
inner join column_blocks as meant
    on
        own.disclosure_key = meant.disclosure_key
        and coalesce(readings.reading_table_no, own.table_no) = meant.table_no
        and coalesce(readings.reading_col_no, own.col_no) = meant.col_no
