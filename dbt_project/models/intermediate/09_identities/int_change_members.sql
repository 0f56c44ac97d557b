{#
    The figures of the identities between two years, inside one row: a change = now - before (change_amount), a rate =
    the change over before (change_rate). A change is compared with the columns of its own fund source and nature, of
    its year and of the year before. Where several columns fit, the wanted basis decides, then a total column.
#}
-- depends_on: {{ ref('keywords') }}
with

figures as (

    select
        figures.*,
        statements.lists_three_public_items,
        {{ has_word('figures.column_label', 'less_construction') }} as is_net
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code
    where figures.layout in ('matrix', 'balance', 'summary_form')

),

changes as (

    select
        *,
        {{ has_word('column_label', 'compared_with_execution') }} as names_execution,
        case when measure = 'change_amount' then 'change_amount' else 'change_rate' end as rule_code
    from figures
    where measure in ('change_amount', 'change_pct')

),

compared as (

    select
        changes.* exclude (amount_key),
        amounts.amount_key,
        case when amounts.fiscal_year = changes.fiscal_year then 'now' else 'before' end as role,
        case when count(*) over same_year > 1 then 'several_columns' end as doubt
    from changes
    inner join figures as amounts
        on
            changes.line_key = amounts.line_key
            and changes.fund_source = amounts.fund_source
            -- 扣除中央基建投资: compared without it, whatever the coordinates say.
            and changes.is_net = amounts.is_net
            and (changes.nature = amounts.nature or changes.is_net)
            and amounts.fiscal_year in (changes.fiscal_year, changes.fiscal_year - 1)
    where amounts.measure = 'amount' and not changes.lists_three_public_items
    window same_year as (partition by changes.amount_key, amounts.fiscal_year)
    qualify
        row_number() over (
            partition by changes.amount_key, amounts.fiscal_year
            order by
                (amounts.basis = 'prior_execution') <> changes.names_execution,
                not amounts.is_total_column,
                amounts.meaning_col_no
        ) = 1

),

members as (

    select
        *,
        'left' as side,
        'part' as role,
        cast(null as varchar) as doubt
    from changes

    union all by name

    select
        *,
        'right' as side
    from compared

)

select
    {{ reconciliation_key('members', cell_instance('members')) }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    role,
    amount_key,
    case when side = 'left' then {{ figure_in_words('members') }} end as subject,
    doubt
from members
