{#
    One row for each amount by economic category that can be added up: of each disclosure and money scope one statement
    for basic and one for project expenditure, and in it the finest printed parts of each line. Those of the general
    public budget are the ones to add up if no scope is chosen: nearly all disclosures print them.
#}
with

amounts as (

    select
        figures.*,
        statements.economic_leaf_order,
        {{ money_scope('statements.money_scope', 'figures.fund_source') }} as money_scope,
        case
            when figures.department_economic_code is not null then 'department'
            when figures.government_economic_code is not null then 'government'
            else conformed_lines.code_system
        end as code_system,
        coalesce(figures.department_economic_code, figures.government_economic_code, conformed_lines.code)
            as economic_code,
        case
            when figures.department_economic_code is null and figures.government_economic_code is null then 'name'
            else 'code'
        end as conformed_by
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code and statements.economic_leaf_order is not null
    left join {{ ref('int_conformed_lines') }} as conformed_lines
        on figures.line_key = conformed_lines.line_key and conformed_lines.code_system <> 'function'
    where
        figures.edition_count = 1
        -- 合计 in a statement of one budget is that budget's.
        and (figures.fund_source <> 'total' or statements.money_scope = 'all')

),

documents as (

    select * from {{ ref('int_documents') }}

),

natures as (

    select * from {{ ref('expenditure_natures') }}

),

leaves as (

    select
        amounts.*,
        natures.parent_code
    from amounts
    inner join documents
        on amounts.disclosure_key = documents.disclosure_key and amounts.fiscal_year = documents.fiscal_year
    left join natures
        on amounts.nature = natures.code
    where
        amounts.row_role in ('detail', 'total')
        and not amounts.is_total_line
        and amounts.economic_code is not null
        and {{ is_common_scope('amounts.money_scope') }}
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')

),

-- For each money scope one statement for basic and one for project expenditure, so that nothing counts twice.
chosen_statements as (

    select
        disclosure_key,
        starts_with(nature, 'basic') as is_basic,
        money_scope,
        statement_code,
        row_number() over (
            partition by disclosure_key, starts_with(nature, 'basic')
            order by
                money_scope = 'all',
                min(economic_leaf_order),
                money_scope <> 'general_public',
                money_scope
        ) = 1 as is_main_scope
    from leaves
    where nature <> 'total'
    group by disclosure_key, starts_with(nature, 'basic'), money_scope, statement_code
    qualify
        row_number() over (
            partition by disclosure_key, starts_with(nature, 'basic'), money_scope
            order by min(economic_leaf_order)
        ) = 1

),

-- The finest printed parts of each line: a column counts only if the line prints none of its parts.
finest as (

    select
        leaves.*,
        chosen_statements.is_main_scope
    from leaves
    inner join chosen_statements
        on
            leaves.disclosure_key = chosen_statements.disclosure_key
            and leaves.statement_code = chosen_statements.statement_code
            and leaves.money_scope = chosen_statements.money_scope
            and starts_with(leaves.nature, 'basic') = chosen_statements.is_basic
    where
        leaves.nature <> 'total'
        and not exists (
            select 1
            from leaves as part
            where
                part.line_key = leaves.line_key
                and part.fund_source = leaves.fund_source
                and part.nature <> leaves.nature
                and starts_with(part.nature, leaves.nature)
        )

)

select
    amount_key,
    disclosure_key,
    line_key,
    fiscal_year,
    basis,
    unit_code,
    function_code,
    code_system,
    economic_code,
    conformed_by,
    government_economic_code,
    coalesce(nullif(economic_label, ''), line_label) as economic_name_printed,
    fund_source,
    nature,
    amount_yuan,
    statement_code,
    money_scope,
    is_main_scope
from finest
