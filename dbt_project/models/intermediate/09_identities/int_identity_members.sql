{#
    The figures of both sides of every identity, of all families of rules. A figure counts once on each side.
#}
{%- set families = [
    'int_code_members', 'int_outline_members', 'int_outline_total_members', 'int_row_members', 'int_change_members',
    'int_price_members', 'int_three_public_members', 'int_form_members', 'int_cross_members'
] %}
with

members as (

    {% for family in families -%}
        select * from {{ ref(family) }}
        {% if not loop.last -%}
            union all by name
        {% endif -%}
    {%- endfor %}

)

select
    reconciliation_key,
    rule_code,
    table_no,
    side,
    amount_key,
    max(role) as role,
    min(subject) as subject,
    min(doubt) as doubt
from members
group by reconciliation_key, rule_code, table_no, side, amount_key
