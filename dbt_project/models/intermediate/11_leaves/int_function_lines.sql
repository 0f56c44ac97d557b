{#
    One row for each line of an expenditure statement by function that has no parts below it, and each of its fund
    sources, with its printed total and its parts by nature: basic, project …, or 人员 and 公用 as parts of basic
    expenditure where 基本支出 itself is not printed. The code is printed, or found by name.
#}
with

-- 一般公共预算支出表（按政府预算经济分类） may list functions, with the categories as its columns.
divided_tables as (

    select distinct table_key
    from {{ ref('int_columns') }}
    where divides_by_category

),

amounts as (

    select
        figures.* replace (coalesce(figures.function_code, conformed_lines.code) as function_code),
        case when figures.function_code is null then 'name' else 'code' end as conformed_by,
        statements.sort_order,
        coalesce(statements.money_scope = 'all', false) as is_of_all_funds,
        {{ money_scope('statements.money_scope', 'figures.fund_source') }} as money_scope
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on
            figures.statement_code = statements.statement_code
            and (
                statements.lists_functions
                or (
                    statements.lists_economic_categories
                    and figures.function_code is not null
                    and figures.nature = 'total'
                    and figures.table_key in (select divided_tables.table_key from divided_tables)
                )
            )
    left join {{ ref('int_conformed_lines') }} as conformed_lines
        on figures.line_key = conformed_lines.line_key and conformed_lines.code_system = 'function'
    where {{ is_of_disclosure('figures') }} and figures.divides_by_category is not true

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

)

select
    leaves.disclosure_key,
    leaves.statement_code,
    leaves.sort_order,
    leaves.money_scope,
    leaves.is_of_all_funds,
    leaves.line_key,
    leaves.function_code,
    leaves.conformed_by,
    leaves.unit_code,
    leaves.basis,
    leaves.fiscal_year,
    leaves.fund_source,
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
    -- 财政拨款 as a whole is divided where its parts are printed; all funds are of interest beside them.
    and not (scoped.is_by_fund and leaves.fund_source = '')
    and not (scoped.is_by_fund and leaves.fund_source = 'total' and not leaves.is_of_all_funds)
    and (not leaves.is_of_all_funds or {{ is_common_scope('leaves.money_scope') }})
group by all
