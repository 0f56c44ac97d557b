{#
    The amounts of single projects, addressed by the squashed name of the project: in a list, where it prints the name
    once, and in the project's own form; and the total of a performance summary. Names of three characters or less
    say too little.
#}
with

amounts as (

    {{ comparable_figures(ref('int_figures')) }}

),

statements as (

    select * from {{ ref('statements') }}

),

form_projects as (

    select
        *,
        {{ squash('project_name') }} as squashed_name
    from {{ ref('int_form_projects') }}
    where length(project_name) > 3

),

-- Lists of named projects.
listed_amounts as (

    select amounts.*
    from amounts
    inner join statements
        on amounts.statement_code = statements.statement_code
    where statements.lists_names_with_codes and not statements.lists_purchases

),

listed_projects as (

    select
        amount_key,
        'project' as row_selector,
        squashed_label as code,
        fund_source
    from listed_amounts
    where
        layout in ('matrix', 'summary_form')
        and row_role = 'detail'
        and function_code is null
        and length(squashed_label) > 3
    qualify count(*) over (partition by table_key, squashed_label, fund_source, basis) = 1

),

summary_totals as (

    select
        amount_key,
        'total' as row_selector,
        '' as code,
        fund_source
    from listed_amounts
    where layout = 'summary_form' and row_role <> 'detail'
    qualify row_number() over (partition by table_key, fund_source, basis order by row_no) = 1

),

forms as (

    select
        amounts.amount_key,
        'project' as row_selector,
        form_projects.squashed_name as code,
        amounts.fund_source
    from amounts
    inner join form_projects
        on amounts.table_key = form_projects.table_key
    inner join statements
        on amounts.statement_code = statements.statement_code
    where
        statements.is_project_form
        and amounts.layout = 'form'
        and amounts.fund_source = 'total'
        and amounts.is_total_line
    qualify
        row_number() over (
            partition by amounts.disclosure_key, amounts.basis, form_projects.project_name
            order by amounts.table_no, amounts.row_no, amounts.meaning_col_no
        ) = 1

),

addresses as (

    select * from listed_projects
    union all
    select * from summary_totals
    union all
    select * from forms

)

select
    *,
    'whole' as scope,
    'expenditure' as flow,
    'project' as nature
from addresses
