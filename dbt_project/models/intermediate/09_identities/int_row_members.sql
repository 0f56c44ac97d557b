{#
    Figures of the identities inside one row: a column = its part columns; opening balance + revenue = expenditure +
    closing balance; change = now - before; rate = change over before; amount = quantity times unit price.
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where layout in ('matrix', 'balance', 'summary_form')

),

column_parts as (

    select * from {{ ref('int_column_parts') }}

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

wholes as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        whole_column_no,
        dimension
    from column_parts

),

part_members as (

    select
        case when wholes.dimension = 'nature' then 'row_natures' else 'row_sources' end as rule_code,
        figures.disclosure_key,
        figures.table_no,
        figures.block_no,
        figures.row_no,
        wholes.whole_column_no as column_no,
        'left' as side,
        'part' as role,
        figures.amount_key,
        cast(null as varchar) as doubt
    from wholes
    inner join figures
        on
            wholes.disclosure_key = figures.disclosure_key
            and wholes.table_no = figures.table_no
            and wholes.block_no = figures.block_no
            and wholes.whole_column_no = figures.column_no
    where figures.is_summable

    union all

    select
        case when column_parts.dimension = 'nature' then 'row_natures' else 'row_sources' end as rule_code,
        figures.disclosure_key,
        figures.table_no,
        figures.block_no,
        figures.row_no,
        column_parts.whole_column_no as column_no,
        'right' as side,
        'part' as role,
        figures.amount_key,
        column_parts.doubt
    from column_parts
    inner join figures
        on
            column_parts.disclosure_key = figures.disclosure_key
            and column_parts.table_no = figures.table_no
            and column_parts.block_no = figures.block_no
            and column_parts.part_column_no = figures.column_no
    where figures.is_summable

),

-- An account prints all four: what was left, what came in, what was spent, what is left.
accounts as (

    select
        disclosure_key,
        table_no,
        block_no,
        bool_or(balance_step is null) as has_other_columns
    from columns_read
    where is_amount and coalesce(measure, 'amount') = 'amount'
    group by disclosure_key, table_no, block_no
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
                    partition by
                        figures.disclosure_key, figures.table_no, figures.block_no, figures.row_no,
                        figures.basis, figures.fiscal_year, columns_read.balance_step
                ) > 1
                then 'mixed_columns'
        end as doubt
    from figures
    inner join columns_read
        on
            figures.disclosure_key = columns_read.disclosure_key
            and figures.table_no = columns_read.table_no
            and figures.column_no = columns_read.col_no
            and columns_read.balance_step is not null
    inner join accounts
        on
            figures.disclosure_key = accounts.disclosure_key
            and figures.table_no = accounts.table_no
            and figures.block_no = accounts.block_no
    left join column_parts
        on
            figures.disclosure_key = column_parts.disclosure_key
            and figures.table_no = column_parts.table_no
            and figures.block_no = column_parts.block_no
            and figures.column_no = column_parts.part_column_no
    where figures.is_summable and column_parts.part_column_no is null

),

account_members as (

    select
        'row_account' as rule_code,
        disclosure_key,
        table_no,
        block_no,
        row_no,
        min(column_no) over (
            partition by disclosure_key, table_no, block_no, row_no, basis, fiscal_year
        ) as column_no,
        case when balance_step in ('opening', 'revenue') then 'left' else 'right' end as side,
        'part' as role,
        amount_key,
        doubt
    from account_figures

),

-- A change speaks of the columns with its own coordinates: this year's and the year's before.
compared as (

    select
        changes.disclosure_key,
        changes.table_no,
        changes.block_no,
        changes.row_no,
        changes.column_no,
        changes.measure as change_measure,
        changes.amount_key as change_key,
        others.amount_key,
        others.measure,
        case
            when others.measure = 'change_amount' then 'change'
            when others.fiscal_year = changes.fiscal_year then 'now'
            else 'before'
        end as role,
        count(*) over (
            partition by
                changes.amount_key,
                others.measure,
                others.fiscal_year
        ) as candidate_count,
        row_number() over (
            partition by changes.amount_key, others.measure, others.fiscal_year
            order by
                (others.basis = 'prior_execution') <> regexp_matches(changes.column_label, '执行|决算'),
                not others.is_total_column,
                others.column_no
        ) as candidate_no
    from figures as changes
    inner join figures as others
        on
            changes.disclosure_key = others.disclosure_key
            and changes.table_no = others.table_no
            and changes.block_no = others.block_no
            and changes.row_no = others.row_no
            and changes.fund_source = others.fund_source
            -- 扣除中央基建投资: compared without it, whatever the coordinates say.
            and regexp_matches(changes.column_label, '扣除') = regexp_matches(others.column_label, '扣除')
            and (changes.nature = others.nature or regexp_matches(changes.column_label, '扣除'))
            and others.fiscal_year in (changes.fiscal_year, changes.fiscal_year - 1)
            and others.measure = 'amount'
    where
        changes.measure in ('change_amount', 'change_pct')
        and changes.statement_code <> 'three_public'

),

change_members as (

    select
        case when change_measure = 'change_amount' then 'change_amount' else 'change_rate' end as rule_code,
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        'right' as side,
        role,
        amount_key,
        case when candidate_count > 1 then 'several_columns' end as doubt
    from compared
    where candidate_no = 1

    union all

    select
        case when measure = 'change_amount' then 'change_amount' else 'change_rate' end as rule_code,
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        'left' as side,
        'part' as role,
        amount_key,
        null as doubt
    from figures
    where measure in ('change_amount', 'change_pct')

),

priced as (

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        min(amount_key) filter (where measure = 'quantity') as quantity_key,
        min(amount_key) filter (where measure = 'unit_price') as price_key,
        min(amount_key) filter (where measure = 'amount' and is_total_column and nature = 'procurement') as amount_key,
        min(column_no) filter (where measure = 'amount' and is_total_column and nature = 'procurement') as column_no,
        count(*) filter (where measure = 'quantity') as quantity_count,
        count(*) filter (where measure = 'unit_price') as price_count,
        count(*) filter (where measure = 'amount' and is_total_column and nature = 'procurement') as amount_count
    from figures
    group by disclosure_key, table_no, block_no, row_no

),

price_members as (

    select
        'quantity_price' as rule_code,
        priced.disclosure_key,
        priced.table_no,
        priced.block_no,
        priced.row_no,
        priced.column_no,
        roles.side,
        roles.role,
        case roles.role
            when 'quantity' then priced.quantity_key
            when 'price' then priced.price_key
            else priced.amount_key
        end as amount_key,
        null as doubt
    from priced
    cross join (values ('left', 'part'), ('right', 'quantity'), ('right', 'price')) as roles (side, role)
    where priced.quantity_count = 1 and priced.price_count = 1 and priced.amount_count = 1

),

members as (

    select * from part_members
    union all
    select * from account_members
    union all
    select * from change_members
    union all
    select * from price_members

)

select
    members.rule_code,
    members.disclosure_key,
    members.table_no,
    members.block_no || '-' || members.row_no || '-' || members.column_no as instance,
    case
        when members.side = 'left'
            then concat_ws(
                ' ',
                coalesce(
                    figures.function_code, figures.department_economic_code, figures.government_economic_code
                ),
                coalesce(nullif(figures.line_label, ''), '合计')
            ) || ' · ' || figures.column_label
    end as subject,
    members.side,
    members.role,
    case when members.role = 'before' then -1 else 1 end as coefficient,
    members.amount_key,
    members.doubt
from members
inner join figures
    on members.amount_key = figures.amount_key
