{#
    The figures that each analysts' fact takes, and those of the same lines that stand for them: the printed total of a
    line by function beside its parts. A figure that two facts use has two rows.

    `sum_key` says which leaves are added up together: those of a column. Projects in forms, and in lists of targets, are
    added up over all tables of a disclosure; the key is then the first of their columns.
#}
with

figures as (

    select * from {{ ref('int_figures') }}

),

statements as (

    select * from {{ ref('statements') }}

),

function_leaves as (

    select
        money_scope,
        is_main_scope,
        unnest(list_append(list_transform(coalesce(parts, []), lambda part: part['amount_key']), total_key))
            as amount_key
    from {{ ref('int_function_leaves') }}

),

leaves as (

    select
        'function' as fact,
        amount_key,
        money_scope,
        is_main_scope
    from function_leaves

    union

    {% for fact in ['economic', 'revenue', 'three_public', 'project'] -%}
        select
            '{{ fact }}' as fact,
            amount_key,
            money_scope,
            is_main_scope
        from {{ ref('int_' ~ fact ~ '_leaves') }}

        union

    {% endfor -%}

    select
        case when statements.lists_purchases then 'procurement' else 'asset' end as fact,
        figures.amount_key,
        {{ money_scope('statements.money_scope', 'figures.fund_source') }} as money_scope,
        true as is_main_scope
    from figures
    inner join statements
        on figures.statement_code = statements.statement_code
    where
        figures.row_role = 'detail'
        and {{ is_of_disclosure('figures') }}
        and (statements.lists_purchases or statements.lists_assets)

)

select
    leaves.fact,
    figures.amount_key,
    figures.line_key,
    figures.column_key,
    case
        when leaves.fact = 'project' and statements.is_project_form
            then
                min(figures.column_key) over (
                    partition by
                        leaves.fact, figures.disclosure_key, figures.statement_code,
                        figures.measure, figures.basis, figures.fiscal_year, leaves.money_scope
                )
        else figures.column_key
    end as sum_key,
    leaves.money_scope,
    leaves.is_main_scope
from leaves
inner join figures
    on leaves.amount_key = figures.amount_key
left join statements
    on figures.statement_code = statements.statement_code
