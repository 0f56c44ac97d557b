{#
    Figures of the identities of performance forms: 资金总额 = the sources listed below it in the same column. Only a
    form that also lists the unit's own funds is known to be complete; else the sources may be partial.
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where layout = 'form' and measure = 'amount'

),

headed as (

    select
        *,
        last_value(case when row_role = 'total' then row_no end ignore nulls) over (
            partition by disclosure_key, table_no, column_no, basis, nature order by row_no
        ) as total_row_no
    from figures

),

sources as (

    select
        *,
        bool_or(fund_source = 'unit_fund') over same_form as has_own_funds,
        bool_or(regexp_matches(squashed_label, '^(?:其中:?)?(?:本年|年度|当年)?(?:财政拨款|财政资金|政府预算资金)')) over same_form
        and bool_or(regexp_matches(squashed_label, '中央|省级|市级|市县|县级|区级|一般公共|政府性?基金')) over same_form
            as is_nested
    from headed
    where row_role = 'detail' and total_row_no is not null
    window same_form as (partition by disclosure_key, table_no, column_no, basis, nature, total_row_no)

),

members as (

    select
        headed.disclosure_key,
        headed.table_no,
        headed.column_no,
        headed.row_no as total_row_no,
        headed.nature,
        'left' as side,
        headed.amount_key,
        cast(null as varchar) as doubt
    from headed
    where headed.row_role = 'total'

    union all

    select
        disclosure_key,
        table_no,
        column_no,
        total_row_no,
        nature,
        'right' as side,
        amount_key,
        case when is_nested or not has_own_funds then 'partial_list' end as doubt
    from sources

)

select
    'form_sources' as rule_code,
    members.disclosure_key,
    members.table_no,
    members.total_row_no || '-' || members.column_no || '-' || members.nature as instance,
    case when members.side = 'left' then figures.line_label end as subject,
    members.side,
    'part' as role,
    1 as coefficient,
    members.amount_key,
    members.doubt
from members
inner join figures
    on members.amount_key = figures.amount_key
