{#
    One row for each amount of a project that can be added up.

    - A line with the name of the organisation or of one of its units is the unit's, unless it is proven to be a part
      of the list: it heads the projects of the unit.
    - A list of projects can nest units, categories and projects without codes. Each line with a name counts: a printed
      total is not a project. Whether they add up to that total is for `int_statement_completeness`.
    - A column that divides another one of its fund source (单位资金: 小计 | 事业收入) does not count beside it.
    - Each fund source is a money scope. If none is chosen, in each line the fund sources count if they are printed, else
      the total does (`is_main_scope`).
    - A disclosure without a list of project expenditure takes the list of its performance targets. The forms beside a
      list describe its projects again, or money for others (转移支付), which is not project expenditure.
    - A disclosure without any list takes its forms of single projects: one amount of the year for each, spent rather
      than planned.
#}
-- depends_on: {{ ref('keywords') }}
with

figures as (

    select
        figures.*,
        statements.lists_projects,
        statements.is_project_form and figures.layout = 'form' as is_form
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('statements') }} as statements
        on figures.statement_code = statements.statement_code
    where
        (statements.lists_projects or statements.is_project_form)
        and figures.measure = 'amount'
        and figures.basis in ('budget', 'final')
        and {{ is_of_disclosure('figures') }}
        and figures.divides_by_category is not true

),

column_totals as (

    select column_key
    from {{ ref('int_columns') }}
    where is_total and len(header_path) > 1

),

form_projects as (

    select * from {{ ref('int_form_projects') }}

),

unit_names as (

    select
        disclosure_key,
        {{ squash('organization_name') }} as name
    from {{ ref('int_documents') }}
    where organization_name is not null

    union

    select
        lines.disclosure_key,
        {{ squash('lines.unit_name') }} as name
    from {{ ref('int_lines') }} as lines
    inner join {{ ref('statements') }} as statements
        on lines.statement_code = statements.statement_code and statements.flow <> 'none'
    where lines.unit_name is not null

),

proven_parts as (

    select part_key
    from {{ ref('int_divisions') }}
    where axis = 'lines' and is_settled

),

listed as (

    select *
    from figures
    where
        not is_form
        and row_role in ('detail', 'total')
        and not is_total_line
        and line_label <> ''
        and (
            (disclosure_key, {{ squash('line_label') }}) not in (
                select (unit_names.disclosure_key, unit_names.name) from unit_names
            )
            or line_key in (select proven_parts.part_key from proven_parts)
        )
    qualify lists_projects or not bool_or(lists_projects) over (partition by disclosure_key)

),

-- Below 单位资金, 小计 counts and 事业收入 does not, unless only the latter is printed.
undivided as (

    select *
    from listed
    where
        listed.column_key in (select column_totals.column_key from column_totals)
        or not exists (
            select 1
            from listed as wholes
            inner join column_totals
                on wholes.column_key = column_totals.column_key
            where
                wholes.line_key = listed.line_key
                and wholes.fund_source = listed.fund_source
                and starts_with(listed.column_label, regexp_replace(wholes.column_label, '[^/]*$', ''))
        )

),

-- Columns that other columns of the line divide count by themselves only: all funds, or 财政拨款 as a whole.
by_fund as (

    select
        *,
        not case fund_source
            when 'total' then bool_or(fund_source <> 'total') over (partition by table_key, row_no)
            when ''
                then
                    bool_or(fund_source in ('general_public', 'gov_fund', 'soe_capital'))
                        over (
                            partition by table_key, row_no
                        )
            else false
        end as is_main_scope
    from undivided

),

from_forms as (

    select
        figures.* replace (
            form_projects.project_name as line_label,
            form_projects.project_code as project_code,
            null as unit_code,
            null as function_code
        ),
        true as is_main_scope
    from figures
    inner join form_projects
        on figures.table_key = form_projects.table_key
    where
        figures.is_form
        and figures.row_role = 'total'
        and figures.disclosure_key not in (select listed.disclosure_key from listed)
    qualify
        row_number() over (
            partition by figures.table_key
            order by
                {{ has_word('figures.line_label', 'money_of_whole_project') }} asc,
                {{ has_word('figures.line_label', 'money_beside_year') }} asc,
                figures.basis desc,
                figures.row_no asc,
                figures.col_no asc
        ) = 1

),

together as (

    select * from by_fund

    union all

    select * from from_forms

)

select
    amount_key,
    disclosure_key,
    fiscal_year,
    basis,
    unit_code,
    line_label as project_name,
    project_code,
    function_code,
    fund_source,
    nature,
    amount_yuan,
    statement_code,
    {{ money_scope('null', 'fund_source') }} as money_scope,
    is_main_scope
from together
