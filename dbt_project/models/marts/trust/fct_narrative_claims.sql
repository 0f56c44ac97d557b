{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

claims as (

    select * from {{ ref('int_claims') }}

)

select
    claim_key,
    disclosure_key,
    page_no,
    line_no,
    source_line,
    sentence,
    claim_kind,
    subject,
    fiscal_year,
    basis,
    statement_code,
    fund_source,
    nature,
    function_code,
    economic_code,
    three_public_item,
    claimed_value,
    claimed_unit,
    amount_yuan,
    table_value,
    difference,
    status,
    is_last_digit,
    amount_keys,
    explanation
from claims
