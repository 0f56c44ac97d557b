{#
    The figures of the sums inside one row, from column to column: by kinds of expenditure (row_natures), by fund
    sources (row_sources), and in an account what was left and what came in = what was spent and what is left
    (row_account).
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable and layout in ('matrix', 'balance', 'summary_form', 'form')

),

column_parts as (

    select
        *,
        case when dimension = 'nature' then 'row_natures' else 'row_sources' end as rule_code
    from {{ ref('int_column_parts') }}

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

sum_columns as (

    select distinct
        rule_code,
        whole_col_no,
        'left' as side,
        whole_column_key as column_key,
        cast(null as varchar) as doubt
    from column_parts

    union all

    select
        rule_code,
        whole_col_no,
        'right' as side,
        part_column_key as column_key,
        doubt
    from column_parts

),

sum_members as (

    select
        figures.*,
        sum_columns.rule_code,
        sum_columns.whole_col_no,
        sum_columns.side,
        sum_columns.doubt
    from sum_columns
    inner join figures
        on sum_columns.column_key = figures.column_key

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
        on figures.column_key = column_parts.part_column_key
    where column_parts.part_column_key is null

),

account_members as (

    select
        * exclude (balance_step, doubt),
        'row_account' as rule_code,
        min(meaning_col_no) over (partition by line_key, basis, fiscal_year) as whole_col_no,
        case when balance_step in ('opening', 'revenue') then 'left' else 'right' end as side,
        doubt
    from account_figures

),

members as (

    select * from sum_members
    union all
    select * from account_members

)

select
    {{ reconciliation_key('members', cell_instance('members', 'whole_col_no')) }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    case when side = 'left' then {{ figure_in_words('members') }} end as subject,
    doubt
from members
