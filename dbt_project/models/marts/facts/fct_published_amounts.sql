{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

amounts as (

    select * from {{ ref('int_figures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

lines as (

    select
        line_key,
        line_recognition_score
    from {{ ref('int_lines') }}

),

verifications as (

    select * from {{ ref('int_amount_verifications') }}

)

select
    amounts.amount_key,
    amounts.disclosure_key,
    identities.organization_key,
    amounts.statement_code,
    amounts.flow,
    dense_rank() over (
        partition by amounts.disclosure_key, amounts.table_no, amounts.block_no order by amounts.row_no
    ) as line_no,
    coalesce(amounts.line_label, '') as line_label,
    amounts.function_code,
    amounts.department_economic_code,
    amounts.government_economic_code,
    amounts.unit_code,
    amounts.project_code,
    amounts.procurement_code,
    amounts.row_role,
    amounts.column_label,
    amounts.fund_source,
    amounts.nature,
    amounts.basis,
    amounts.fiscal_year,
    amounts.measure,
    amounts.published_value,
    amounts.published_unit,
    amounts.amount_yuan,
    amounts.page_no,
    amounts.table_no,
    amounts.row_no,
    amounts.col_no,
    amounts.x0,
    amounts.top,
    amounts.x1,
    amounts.bottom,
    amounts.source_line,
    amounts.cell_reference,
    amounts.stored_value,
    amounts.recognition_score,
    amounts.raw_text,
    amounts.repaired,
    coalesce(verifications.verification, 'unverified') as verification,
    amounts.edition,
    amounts.unit_name,
    amounts.project_name,
    amounts.header_path,
    amounts.second_label,
    lines.line_recognition_score
from amounts
inner join identities
    on amounts.disclosure_key = identities.disclosure_key
left join lines
    on amounts.line_key = lines.line_key
left join verifications
    on amounts.amount_key = verifications.amount_key
