with

rules as (

    select * from {{ ref('reconciliation_rules') }}

)

select
    rule_code,
    kind,
    statement_en,
    statement_zh,
    left_side,
    right_side,
    scope_en,
    scope_zh,
    operation,
    tolerance,
    on_difference,
    verifies,
    severity,
    usual_error_of,
    same_scope as needs_rule_code,
    sort_order
from rules
