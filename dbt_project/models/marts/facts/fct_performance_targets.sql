{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

targets as (

    select * from {{ ref('int_targets') }}

),

documents as (

    select * from {{ ref('int_documents') }}

)

select
    targets.target_key,
    targets.disclosure_key,
    documents.organization_key,
    targets.fiscal_year,
    targets.statement_code,
    targets.project_name,
    targets.project_code,
    targets.target_period,
    targets.level_1,
    targets.level_2,
    targets.indicator_name,
    targets.target_text,
    targets.operator,
    targets.target_value,
    targets.target_unit,
    targets.weight,
    targets.page_no,
    targets.table_no,
    targets.row_no,
    targets.target_col_no as col_no,
    targets.weight_col_no,
    targets.x0,
    targets.top,
    targets.x1,
    targets.bottom,
    targets.source_line,
    targets.cell_reference,
    targets.raw_text
from targets
left join documents
    on targets.disclosure_key = documents.disclosure_key
