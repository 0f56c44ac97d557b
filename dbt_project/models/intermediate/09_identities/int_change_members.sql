{#
    The figures of the identities between two years: a change = now - before (change_amount), a rate = the change over
    before (change_rate). A change is compared with the columns of its own fund source and nature, of its year and of
    the year before. Where several columns fit, the wanted basis decides, then a total column.

    `compared_by` says which figures are about the same: those of one line; where the years are in rows, those of one
    column and one name; where the years head the three public expenses, those of one line and one item. In these two a
    year may be missing because it was not read, so without both years a change cannot fail.
#}
-- depends_on: {{ ref('keywords') }}
with

lines as (

    select * from {{ ref('int_lines') }}

),

items as (

    select * from {{ ref('int_three_public_figures') }}

),

figures as (

    select
        figures.*,
        {{ has_word('figures.column_label', 'less_construction') }} as is_net,
        case
            when lines.period_text is not null then 'row'
            when statements.lists_three_public_items then 'item'
        end as periods_of,
        case
            when periods_of = 'row' then concat_ws('|', lines.named_line_key, figures.column_key)
            -- The words below the year distinguish the total from the wider total.
            when periods_of = 'item' and items.item_code in ('total', 'wider_total')
                then figures.line_key || '|' || array_to_string(figures.header_path[2:], '|')
            when periods_of = 'item' then figures.line_key || '|' || items.item_code
            else figures.line_key
        end as compared_by
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code
    left join lines
        on figures.line_key = lines.line_key
    left join items
        on figures.amount_key = items.amount_key
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
        changes.amount_key as change_key,
        amounts.amount_key,
        case when amounts.fiscal_year = changes.fiscal_year then 'now' else 'before' end as role,
        case when count(*) over same_year > 1 then 'several_columns' end as doubt
    from changes
    inner join figures as amounts
        on
            changes.compared_by = amounts.compared_by
            and changes.fund_source = amounts.fund_source
            -- 扣除中央基建投资: compared without it, whatever the coordinates say.
            and changes.is_net = amounts.is_net
            and (changes.nature = amounts.nature or changes.is_net)
            and amounts.fiscal_year in (changes.fiscal_year, changes.fiscal_year - 1)
    where amounts.measure = 'amount'
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

changes_of_two_years as (

    select change_key
    from compared
    group by change_key
    having count(*) = 2

),

members as (

    select
        changes.*,
        'left' as side,
        'part' as role,
        case when changes.periods_of is not null and changes_of_two_years.change_key is null then 'partial_list' end
            as doubt
    from changes
    left join changes_of_two_years
        on changes.amount_key = changes_of_two_years.change_key

    union all by name

    select
        * exclude (change_key),
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
