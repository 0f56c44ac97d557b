{#
    One row for each amount by economic category that can be added up: of each disclosure and money scope one statement
    for basic and one for project expenditure, and in it the finest printed parts of each line. The category is that of
    the line, or of the column where the lines are functions; a statement by function that does not separate basic from
    project expenditure counts where a disclosure prints nothing else by category. Those of the general
    public budget are the ones to add up if no scope is chosen: nearly all disclosures print them.
#}
with

line_codes as (

    select line_key
    from {{ ref('int_lines') }}
    where coalesce(department_economic_code, government_economic_code) is not null

    union

    select line_key
    from {{ ref('int_conformed_lines') }}
    where code_system <> 'function'

),

amounts as (

    select
        figures.*,
        coalesce(statements.economic_leaf_order, 100 + statements.sort_order) as leaf_order,
        columns_read.category_code is not null and line_codes.line_key is null as is_category_column,
        {{ money_scope('statements.money_scope', 'figures.fund_source') }} as money_scope,
        case
            when figures.department_economic_code is not null then 'department'
            when figures.government_economic_code is not null then 'government'
            else coalesce(conformed_lines.code_system, columns_read.category_system)
        end as code_system,
        coalesce(
            figures.department_economic_code, figures.government_economic_code, conformed_lines.code,
            columns_read.category_code
        ) as economic_code,
        case
            when figures.department_economic_code is null and figures.government_economic_code is null then 'name'
            else 'code'
        end as conformed_by
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code
    left join {{ ref('int_columns') }} as columns_read
        on figures.column_key = columns_read.column_key
    left join line_codes
        on figures.line_key = line_codes.line_key
    left join {{ ref('int_conformed_lines') }} as conformed_lines
        on figures.line_key = conformed_lines.line_key and conformed_lines.code_system <> 'function'
    where
        {{ is_of_disclosure('figures') }}
        and (
            statements.economic_leaf_order is not null
            or (statements.lists_functions and columns_read.category_code is not null and line_codes.line_key is null)
        )
        -- A line of a category that other columns divide by the other system counts once, in its total.
        and not (line_codes.line_key is not null and figures.divides_by_category is true)
        -- 合计 in a statement of one budget is that budget's.
        and (figures.fund_source <> 'total' or statements.money_scope = 'all')

),

documents as (

    select * from {{ ref('int_documents') }}

),

leaves as (

    select
        amounts.*,
        case
            when starts_with(amounts.nature, 'basic') then 'basic'
            when amounts.nature <> 'total' then 'project'
            when amounts.is_category_column then 'undivided'
        end as share
    from amounts
    inner join documents
        on amounts.disclosure_key = documents.disclosure_key and amounts.fiscal_year = documents.fiscal_year
    where
        amounts.row_role in ('detail', 'total')
        and not amounts.is_total_line
        and amounts.economic_code is not null
        and {{ is_common_scope('amounts.money_scope') }}
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')

),

-- For each money scope one statement for each share of expenditure, so that nothing counts twice.
chosen_statements as (

    select
        disclosure_key,
        share,
        money_scope,
        statement_code,
        row_number() over (
            partition by disclosure_key, share
            order by money_scope = 'all', min(leaf_order), money_scope <> 'general_public', money_scope
        ) = 1 as is_main_scope
    from leaves
    where share is not null
    group by disclosure_key, share, money_scope, statement_code
    qualify
        row_number() over (
            partition by disclosure_key, share, money_scope
            order by min(leaf_order)
        ) = 1
        and (share <> 'undivided' or not bool_or(share <> 'undivided') over (partition by disclosure_key))

),

chosen as (

    select
        leaves.*,
        chosen_statements.is_main_scope,
        bool_or(leaves.unit_code is not null) over same_statement
        and bool_or(leaves.unit_code is null) over same_statement as is_listed_twice,
        sum(leaves.amount_yuan) filter (where length(leaves.economic_code) > 3) over same_class as sections_yuan,
        sum(leaves.amount_yuan) filter (where length(leaves.economic_code) = 3) over same_class as class_yuan
    from leaves
    inner join chosen_statements
        on
            leaves.disclosure_key = chosen_statements.disclosure_key
            and leaves.statement_code = chosen_statements.statement_code
            and leaves.money_scope = chosen_statements.money_scope
            and leaves.share = chosen_statements.share
    window
        same_statement as (partition by leaves.disclosure_key, leaves.statement_code, leaves.is_category_column),
        same_class as (
            partition by
                leaves.line_key, leaves.fund_source, leaves.nature, leaves.basis, leaves.code_system,
                left(leaves.economic_code, 3)
        )

),

-- The finest printed parts of each line: a column counts only if the line prints none of its parts. Columns of sections
-- count if they add up to that of their class.
finest as (

    select *
    from chosen
    where
        not exists (
            select 1
            from leaves as part
            where
                part.line_key = chosen.line_key
                and part.fund_source = chosen.fund_source
                and part.nature <> chosen.nature
                and part.nature <> 'total'
                and starts_with(part.nature, chosen.nature)
                and (not chosen.is_category_column or part.economic_code = chosen.economic_code)
        )
        and (
            not is_category_column
            or class_yuan is null
            or sections_yuan is null
            or (length(economic_code) = 3) = (class_yuan <> sections_yuan)
        )
        and not (is_category_column and is_listed_twice and unit_code is null)

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
