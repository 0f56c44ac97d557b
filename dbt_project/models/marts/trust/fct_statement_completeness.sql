{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

completeness as (

    select * from {{ ref('int_statement_completeness') }}

)

select
    concat_ws('-', column_key, fact, measure, basis, fiscal_year) as completeness_key,
    disclosure_key,
    fact,
    statement_code,
    table_no,
    col_no,
    column_label,
    fund_source,
    nature,
    basis,
    fiscal_year,
    cast(total_yuan as decimal(24, 2)) as total_yuan,
    cast(leaves_yuan as decimal(24, 2)) as leaves_yuan,
    cast(difference_yuan as decimal(24, 2)) as difference_yuan,
    leaf_count,
    refused_count,
    cause is null as is_complete,
    cause,
    total_amount_key
from completeness
