{#
    One row for each leaf line of an expenditure statement by function, with its printed total and its parts by nature:
    basic, project …, or 人员 and 公用 as parts of basic expenditure where 基本支出 itself is not printed.

    `is_chosen` says which statements of a disclosure to add up, so that nothing counts twice: the statements by fund if
    they agree with the statement of all funds, else only the statement of all funds.
#}
with

amounts as (

    select
        figures.*,
        statements.money_scope
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code and statements.lists_functions
    where figures.edition_count = 1

),

documents as (

    select * from {{ ref('int_documents') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

nature_ancestors as (

    select * from {{ ref('int_code_ancestors') }}
    where tree = 'nature'

),

main_natures as (

    select
        nature_ancestors.code,
        -- The direct part of the total that the nature belongs to: itself or an ancestor.
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
        amounts.*,
        coalesce(amounts.money_scope = 'all', false) as is_of_all_funds,
        main_natures.main_nature,
        main_natures.ancestor_codes,
        power(10, -amounts.printed_decimals) * coalesce(amounts.amount_yuan / nullif(amounts.published_value, 0), 0)
            as last_digit_yuan
    from amounts
    inner join documents
        on amounts.disclosure_key = documents.disclosure_key and amounts.fiscal_year = documents.fiscal_year
    left join main_natures
        on amounts.nature = main_natures.code
    where
        amounts.flow = 'expenditure'
        and amounts.row_role in ('detail', 'total')
        and not amounts.is_total_line
        and amounts.function_code is not null
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')
        -- Money carried over to the next year is not spent on a function.
        and amounts.nature <> 'yearend_carryover'

),

-- The parts of a line are the topmost natures that it prints below the total.
leaves as (

    select
        *,
        main_nature is not null
        and not list_has_any(
            list_filter(ancestor_codes, lambda code: code <> 'total'),
            list(nature) over (
                partition by line_key, fund_source, basis, fiscal_year
            )
        )
        -- A nature that other columns divide (项目支出 / 合计, 商品和服务支出 …) counts once, by its own column.
        and (
            not coalesce(is_within_nature, false)
            or bool_and(coalesce(is_within_nature, false)) over (
                partition by line_key, fund_source, nature, basis, fiscal_year
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
        leaves.is_of_all_funds,
        leaves.line_key,
        leaves.function_code,
        leaves.unit_code,
        leaves.basis,
        leaves.fiscal_year,
        case when leaves.is_of_all_funds then 'total' else leaves.fund_source end as fund_source,
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
        and (not leaves.is_of_all_funds or leaves.fund_source = 'total')
    group by all

),

totals as (

    select
        disclosure_key,
        basis,
        sum(coalesce(total_yuan, parts_yuan)) filter (where is_of_all_funds) as all_funds_yuan,
        sum(coalesce(total_yuan, parts_yuan)) filter (where not is_of_all_funds) as by_fund_yuan
    from lines
    group by disclosure_key, basis

)

select
    lines.*,
    case
        when totals.all_funds_yuan is null then not lines.is_of_all_funds
        when
            totals.by_fund_yuan is not null
            and abs(totals.all_funds_yuan - totals.by_fund_yuan) <= 10 * lines.last_digit_yuan
            then not lines.is_of_all_funds
        else lines.is_of_all_funds
    end as is_chosen
from lines
inner join totals
    on lines.disclosure_key = totals.disclosure_key and lines.basis = totals.basis
