{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

performance_targets as (

    select * from {{ ref('int_targets') }}

),

identities as (

    select * from {{ ref('int_documents') }}

)

select
    performance_targets.disclosure_key
    || '-t' || performance_targets.table_no
    || '-r' || performance_targets.row_no
    || '-c' || coalesce(cast(performance_targets.target_col_no as varchar), 's' || performance_targets.set_no)
    || '-' || left(md5(coalesce(performance_targets.indicator_name, '')), 4) as target_key,
    performance_targets.disclosure_key,
    identities.organization_key,
    identities.fiscal_year,
    performance_targets.statement_code,
    performance_targets.project_name,
    performance_targets.project_code,
    performance_targets.target_period,
    performance_targets.level_1,
    performance_targets.level_2,
    performance_targets.indicator_name,
    performance_targets.target_text,
    performance_targets.operator,
    performance_targets.target_value,
    performance_targets.target_unit,
    performance_targets.weight,
    performance_targets.page_no,
    performance_targets.table_no,
    performance_targets.row_no,
    performance_targets.target_col_no as col_no,
    performance_targets.weight_col_no,
    performance_targets.x0,
    performance_targets.top,
    performance_targets.x1,
    performance_targets.bottom,
    performance_targets.source_line,
    performance_targets.raw_text
from performance_targets
left join identities
    on performance_targets.disclosure_key = identities.disclosure_key
