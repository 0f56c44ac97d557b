{# Every figure of every identity, from all kinds of rules in one shape. A figure stands once on each side. #}
with

members as (

    select * from {{ ref('int_code_members') }}
    union all
    select * from {{ ref('int_outline_members') }}
    union all
    select * from {{ ref('int_row_members') }}
    union all
    select * from {{ ref('int_three_public_members') }}
    union all
    select * from {{ ref('int_form_members') }}
    union all
    select * from {{ ref('int_cross_members') }}

)

select
    disclosure_key || '-' || rule_code || '-t' || table_no || '-' || instance as reconciliation_key,
    rule_code,
    disclosure_key,
    table_no,
    side,
    amount_key,
    max(role) as role,
    max(coefficient) as coefficient,
    min(subject) as subject,
    min(doubt) as doubt
from members
group by disclosure_key, rule_code, table_no, instance, side, amount_key
