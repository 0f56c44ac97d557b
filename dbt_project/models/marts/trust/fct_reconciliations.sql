{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

reconciliations as (

    select * from {{ ref('int_reconciliations') }}

)

select
    reconciliations.reconciliation_key,
    reconciliations.rule_code,
    reconciliations.kind,
    reconciliations.disclosure_key,
    reconciliations.statement_code,
    reconciliations.other_statement_code,
    reconciliations.table_no,
    reconciliations.page_no,
    reconciliations.subject,
    reconciliations.published_value,
    reconciliations.computed_value,
    reconciliations.difference,
    reconciliations.tolerance,
    reconciliations.published_unit,
    reconciliations.status,
    reconciliations.cause,
    {{ reconciliation_sentence('reconciliations', 'en') }} || ' / '
    || {{ reconciliation_sentence('reconciliations', 'zh') }} as explanation,
    reconciliations.severity,
    reconciliations.left_amount_keys,
    reconciliations.right_amount_keys
from reconciliations
