{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='disclosure_key') }}

with

checks as (

    select * from {{ ref('int_publication_checks') }}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

)

select
    checks.check_key,
    checks.disclosure_key,
    checks.rule_code,
    checks.statement_code,
    checks.page_no,
    checks.line_no,
    checks.source_line,
    checks.printed_words,
    checks.published_value,
    checks.expected_value,
    checks.expected_text,
    checks.unit,
    checks.status,
    rules.severity,
    {{ check_explanation('checks', 'rules') }} as explanation,
    checks.amount_keys
from checks
inner join rules
    on checks.rule_code = rules.rule_code
