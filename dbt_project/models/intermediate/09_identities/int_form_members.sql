{#
    The figures of the sums in performance forms (form_sources): 资金总额 = the sources listed below it in the same
    column. A form is known to list all of them only where it names the unit's own funds; and where it lists a fund
    and the budgets inside it, the list is nested.
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

members as (

    select
        *,
        'form_sources' as rule_code,
        'left' as side,
        cast(null as varchar) as doubt
    from figures
    where row_role = 'total'

    union all

    select
        * exclude (has_own_funds, is_nested),
        'form_sources' as rule_code,
        'right' as side,
        case when is_nested or not has_own_funds then 'partial_list' end as doubt
    from sources

)

select
    {{ reconciliation_key('members', "total_row_no || '-' || meaning_col_no || '-' || nature") }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then line_label end as subject,
    doubt
from members
