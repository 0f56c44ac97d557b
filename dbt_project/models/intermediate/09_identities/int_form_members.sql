{#
    The figures of the sums in performance forms (form_sources): 资金总额 = the sources listed below it in the same
    column. A form is known to list all of them only where it names the unit's own funds; and where it lists a fund
    and the budgets inside it, the list is nested. Rows of the money that a form's only total is of (任务一 … 金额合计)
    add up to it (form_list).
#}
-- depends_on: {{ ref('keywords') }}
with

figures as (

    select
        *,
        last_value(case when row_role = 'total' then row_no end ignore nulls) over (
            partition by column_key, basis, nature order by row_no
        ) as total_row_no
    from {{ ref('int_figures') }}
    where layout = 'form' and measure = 'amount'

),

sources as (

    select
        *,
        bool_or(fund_source = 'unit_fund') over same_form as has_own_funds,
        bool_or({{ has_word('squashed_label', 'fiscal_money_of_form') }}) over same_form
        and bool_or({{ has_word('squashed_label', 'budget_of_form') }}) over same_form
            as is_nested
    from figures
    where row_role = 'detail' and total_row_no is not null
    window same_form as (partition by column_key, basis, nature, total_row_no)

),

listed as (

    select
        *,
        case when row_role = 'total' then 'left' else 'right' end as side,
        min(row_no) filter (where row_role = 'total') over same_money as list_total_row_no
    from figures
    window same_money as (partition by column_key, basis, nature, fund_source)
    qualify
        count(*) filter (where row_role = 'total') over same_money = 1
        and count(*) filter (where row_role = 'detail') over same_money > 0

),

members as (

    select
        *,
        'form_sources' as rule_code,
        'left' as side,
        total_row_no as whole_row_no,
        cast(null as varchar) as doubt
    from figures
    where row_role = 'total'

    union all by name

    select
        * exclude (has_own_funds, is_nested),
        'form_sources' as rule_code,
        'right' as side,
        total_row_no as whole_row_no,
        case when is_nested or not has_own_funds then 'partial_list' end as doubt
    from sources

    union all by name

    select
        *,
        'form_list' as rule_code,
        list_total_row_no as whole_row_no
    from listed

)

select
    {{ reconciliation_key('members', "whole_row_no || '-' || meaning_col_no || '-' || nature") }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then line_label end as subject,
    doubt
from members
