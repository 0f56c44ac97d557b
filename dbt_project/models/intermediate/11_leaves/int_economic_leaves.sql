{#
    One row for each amount by economic category that can be added up: of each disclosure one statement for basic and
    one for project expenditure, and in it the finest printed parts of each line.
#}
with

amounts as (

    select
        figures.*,
        statements.economic_leaf_order
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code and statements.economic_leaf_order is not null
    where figures.edition_count = 1

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
        case when amounts.department_economic_code is not null then 'department' else 'government' end as code_system,
        coalesce(amounts.department_economic_code, amounts.government_economic_code) as economic_code,
        natures.parent_code
    from amounts
    inner join documents
        on amounts.disclosure_key = documents.disclosure_key and amounts.fiscal_year = documents.fiscal_year
    left join natures
        on amounts.nature = natures.code
    where
        amounts.row_role in ('detail', 'total')
        and not amounts.is_total_line
        and coalesce(amounts.department_economic_code, amounts.government_economic_code) is not null
        and amounts.measure = 'amount'
        and amounts.basis in ('budget', 'final')
        and amounts.fund_source <> 'total'

),

-- One statement for basic and one for project expenditure, so that nothing counts twice.
chosen_statements as (

    select
        disclosure_key,
        starts_with(nature, 'basic') as is_basic,
        statement_code,
        fund_source
    from leaves
    where nature <> 'total'
    group by disclosure_key, starts_with(nature, 'basic'), statement_code, fund_source
    qualify
        row_number() over (
            partition by disclosure_key, starts_with(nature, 'basic')
            order by
                min(economic_leaf_order),
                fund_source <> 'general_public',
                fund_source
        ) = 1

),

-- The finest printed parts of each line: a column counts only if the line prints none of its parts.
finest as (

    select leaves.*
    from leaves
    inner join chosen_statements
        on
            leaves.disclosure_key = chosen_statements.disclosure_key
            and leaves.statement_code = chosen_statements.statement_code
            and leaves.fund_source = chosen_statements.fund_source
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
    government_economic_code,
    coalesce(nullif(economic_label, ''), line_label) as economic_name_printed,
    fund_source,
    nature,
    amount_yuan,
    statement_code
from finest
