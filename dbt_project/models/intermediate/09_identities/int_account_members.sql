{#
    The figures of the accounts inside one row: what was left and what came in = what was spent and what is left
    (row_account).
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable and layout in ('matrix', 'balance', 'summary_form')

),

divisions as (

    select * from {{ ref('int_divisions') }}
    where axis = 'columns' and is_main and kind = 'full'

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

-- An account prints all four steps.
accounts as (

    select
        block_key,
        bool_or(balance_step is null) as has_other_columns
    from columns_read
    where is_amount and coalesce(measure, 'amount') = 'amount'
    group by block_key
    having count(distinct balance_step) = 4

),

column_parts as (

    select distinct parts.column_key
    from divisions
    inner join columns_read as parts
        on divisions.part_key = parts.column_key
    inner join columns_read as wholes
        on divisions.whole_key = wholes.column_key and parts.balance_step = wholes.balance_step

),

-- Of each step the columns that are parts of no other.
account_figures as (

    select
        figures.*,
        columns_read.balance_step,
        case
            when accounts.has_other_columns then 'unread_columns'
            when
                count(*) over (
                    partition by figures.line_key, figures.basis, figures.fiscal_year, columns_read.balance_step
                ) > 1
                then 'mixed_columns'
        end as doubt
    from figures
    inner join columns_read
        on
            figures.column_key = columns_read.column_key
            and columns_read.balance_step is not null
    inner join accounts
        on figures.block_key = accounts.block_key
    left join column_parts
        on figures.column_key = column_parts.column_key
    where column_parts.column_key is null

),

members as (

    select
        *,
        'row_account' as rule_code,
        min(meaning_col_no) over (partition by line_key, basis, fiscal_year) as first_col_no,
        case when balance_step in ('opening', 'revenue') then 'left' else 'right' end as side
    from account_figures

)

select
    {{ reconciliation_key('members', cell_instance('members', 'first_col_no')) }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then {{ figure_in_words('members') }} end as subject,
    doubt
from members
