{#
    The figures of the identity amount = quantity x unit price (quantity_price), in lines of purchases that print each
    of the three exactly once.
#}
with

figures as (

    select
        *,
        case
            when measure = 'quantity' then 'quantity'
            when measure = 'unit_price' then 'price'
            when measure = 'amount' and is_total_column and nature = 'procurement' then 'part'
        end as role
    from {{ ref('int_figures') }}
    where layout in ('matrix', 'balance', 'summary_form')

),

members as (

    select
        *,
        'quantity_price' as rule_code,
        max(meaning_col_no) filter (where role = 'part') over same_line as amount_col_no
    from figures
    where role is not null
    window same_line as (partition by line_key)
    qualify count(*) over same_line = 3 and count(distinct role) over same_line = 3

)

select
    {{ reconciliation_key('members', cell_instance('members', 'amount_col_no')) }} as reconciliation_key,
    rule_code,
    table_no,
    case when role = 'part' then 'left' else 'right' end as side,
    role,
    amount_key,
    case when role = 'part' then {{ figure_in_words('members') }} end as subject,
    cast(null as varchar) as doubt
from members
