{#
    Leaf lines of the expenditure statements by function: for each line the printed total and its parts by
    nature (basic, project …; 人员 and 公用 are parts of basic where basic is not printed), and for each disclosure
    which statements to add up so that nothing counts twice: the statements by fund where they agree with the
    statement of all funds, else the latter alone.
#}
with recursive

amounts as (

    select * from {{ ref('int_figures') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

nature_ancestors as (

    select
        code,
        parent_code as ancestor_code
    from natures
    where parent_code is not null

    union all

    select
        nature_ancestors.code,
        natures.parent_code as ancestor_code
    from nature_ancestors
    inner join natures
        on nature_ancestors.ancestor_code = natures.code
    where natures.parent_code is not null

),

main_natures as (

    select
        nature_ancestors.code,
        -- The part of the total that the nature belongs to: itself, or the one above it.
        coalesce(max(natures.code), nature_ancestors.code) as main_nature,
        list(nature_ancestors.ancestor_code) as ancestor_codes
    from nature_ancestors
    left join natures
        on nature_ancestors.ancestor_code = natures.code and natures.parent_code = 'total'
    group by nature_ancestors.code
    having bool_or(nature_ancestors.ancestor_code = 'total')

),

figures as (

    select
        amounts.disclosure_key,
        amounts.statement_code,
        amounts.table_no,
        amounts.row_no,
        amounts.block_no,
        amounts.function_code,
        amounts.line_label,
        amounts.unit_code,
        amounts.fund_source,
        amounts.nature,
        main_natures.main_nature,
        main_natures.ancestor_codes,
        coalesce(amounts.is_within_nature, false) as is_within_nature,
        amounts.amount_key,
        amounts.amount_yuan,
        amounts.basis,
        amounts.fiscal_year,
        power(10, -amounts.printed_decimals) * coalesce(amounts.amount_yuan / nullif(amounts.published_value, 0), 0)
            as last_digit_yuan
    from amounts
    inner join identities
        on amounts.disclosure_key = identities.disclosure_key and amounts.fiscal_year = identities.fiscal_year
    left join main_natures
        on amounts.nature = main_natures.code
    where
        amounts.statement_code in ('expenditure_total', 'general_expenditure', 'govfund_expenditure', 'soe_capital')
        and amounts.flow = 'expenditure'
        and amounts.row_role in ('detail', 'total')
        and not amounts.is_total_line
        and amounts.function_code is not null
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')
        -- What is left over for the next year is spent on no function.
        and amounts.nature <> 'yearend_carryover'

),

-- Of the natures printed in a line the topmost below the total are its parts.
leaves as (

    select
        *,
        main_nature is not null
        and not list_has_any(
            list_filter(ancestor_codes, lambda code: code <> 'total'),
            list(nature) over (
                partition by disclosure_key, table_no, row_no, block_no, fund_source, basis, fiscal_year
            )
        )
        -- A nature divided further (项目支出 / 合计, 商品和服务支出 …) counts once, by its own column.
        and (
            not is_within_nature
            or bool_and(is_within_nature) over (
                partition by disclosure_key, table_no, row_no, block_no, fund_source, nature, basis, fiscal_year
            )
        ) as is_part
    from figures

),

-- A statement can list the same lines twice: once for the department and once for each unit.
scoped as (

    select
        disclosure_key,
        statement_code,
        bool_or(unit_code is not null) and bool_or(unit_code is null) as is_listed_twice,
        bool_or(fund_source = 'general_public') as is_by_fund
    from leaves
    group by disclosure_key, statement_code

),

lines as (

    select
        leaves.disclosure_key,
        leaves.statement_code,
        leaves.table_no,
        leaves.row_no,
        leaves.block_no,
        leaves.function_code,
        leaves.unit_code,
        leaves.basis,
        leaves.fiscal_year,
        case
            when leaves.statement_code = 'expenditure_total' then 'total'
            else leaves.fund_source
        end as fund_source,
        max(leaves.line_label) as line_label,
        max(leaves.amount_yuan) filter (where leaves.nature = 'total') as total_yuan,
        max(leaves.amount_key) filter (where leaves.nature = 'total') as total_key,
        sum(leaves.amount_yuan) filter (where leaves.is_part) as parts_yuan,
        count(*) filter (where leaves.is_part) as part_count,
        max(leaves.last_digit_yuan) as last_digit_yuan,
        list(
            { 'nature': leaves.main_nature, 'amount_yuan': leaves.amount_yuan, 'amount_key': leaves.amount_key }
            order by leaves.amount_key
        ) filter (where leaves.is_part) as parts
    from leaves
    inner join scoped
        on leaves.disclosure_key = scoped.disclosure_key and leaves.statement_code = scoped.statement_code
    where
        (not scoped.is_listed_twice or leaves.unit_code is not null)
        and (not scoped.is_by_fund or leaves.fund_source <> '')
        and (leaves.statement_code <> 'expenditure_total' or leaves.fund_source = 'total')
    group by all

),

totals as (

    select
        disclosure_key,
        basis,
        sum(coalesce(total_yuan, parts_yuan)) filter (where statement_code = 'expenditure_total') as all_funds_yuan,
        sum(coalesce(total_yuan, parts_yuan)) filter (where statement_code <> 'expenditure_total') as by_fund_yuan
    from lines
    group by disclosure_key, basis

)

select
    lines.*,
    case
        when totals.all_funds_yuan is null then lines.statement_code <> 'expenditure_total'
        when
            totals.by_fund_yuan is not null
            and abs(totals.all_funds_yuan - totals.by_fund_yuan) <= 10 * lines.last_digit_yuan
            then lines.statement_code <> 'expenditure_total'
        else lines.statement_code = 'expenditure_total'
    end as is_chosen
from lines
inner join totals
    on lines.disclosure_key = totals.disclosure_key and lines.basis = totals.basis
