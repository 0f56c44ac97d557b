{#
    What the statements of a disclosure print as all its project expenditure (项目支出 in the line of the total), for each
    money scope: the largest, if several statements print it. Lists of projects are compared with it.
#}
with

figures as (

    select
        figures.*,
        {{ money_scope('statements.money_scope', 'figures.fund_source') }} as money_scope
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on
            figures.statement_code = statements.statement_code
            and statements.flow = 'expenditure'
            and not statements.lists_projects
    where
        figures.is_summable
        and figures.measure = 'amount'
        and {{ is_of_disclosure('figures') }}
        and figures.nature = 'project'

),

lines as (

    select * from {{ ref('int_lines') }}
    where is_total

)

select
    figures.disclosure_key,
    figures.money_scope,
    figures.basis,
    figures.fiscal_year,
    max(figures.exact_value) as total_yuan,
    arg_max(figures.rounding_step, figures.exact_value) as total_step,
    arg_max(figures.amount_key, figures.exact_value) as total_amount_key
from figures
inner join lines
    on figures.line_key = lines.line_key
group by figures.disclosure_key, figures.money_scope, figures.basis, figures.fiscal_year
having max(figures.exact_value) <> 0
