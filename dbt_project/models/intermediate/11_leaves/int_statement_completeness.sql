{#
    Whether the leaves of a statement that an analysts' fact takes add up to the printed total, for each of its columns
    of money, and each year where its rows are years.

    - Of several totals in one column the largest counts: it includes what was carried over. Where a list prints no
      total, another statement may print it.
    - Projects in forms and lists of targets may be some of many: what the disclosure prints as all project expenditure
      counts before a total of their own, and a form's total is none for the others.
    - A column is complete only if no cell in its data rows was refused, no identity contradicts a leaf, each leaf that
      was recognised in a picture is verified, and no other column that divides the same money prints a total without
      its parts.
#}
with

leaf_sums as (

    select * from {{ ref('int_leaf_sums') }}

),

totals as (

    select * from {{ ref('int_column_totals') }}

),

project_totals as (

    select * from {{ ref('int_project_totals') }}

),

statements as (

    select * from {{ ref('statements') }}

),

unlisted_columns as (

    select * from {{ ref('int_unlisted_columns') }}

),

with_totals as (

    select
        leaf_sums.*,
        case when not leaf_sums.is_of_forms then totals.total_yuan end as own_total_yuan,
        case
            when leaf_sums.is_of_forms then null
            when
                leaf_sums.is_single_line
                or leaf_sums.leaves_yuan in (totals.subtotal_yuan, totals.units_yuan, totals.outer_total_yuan)
                then leaf_sums.leaves_yuan
            else coalesce(totals.subtotal_yuan, totals.outer_total_yuan)
        end as other_total_yuan,
        totals.total_step as own_step,
        totals.total_amount_key as own_total_key,
        project_totals.total_yuan as project_total_yuan,
        project_totals.total_step as project_step,
        project_totals.total_amount_key as project_total_key,
        project_totals.total_yuan is not null
        and (statements.is_project_form or leaf_sums.is_of_forms or totals.total_yuan is null) as has_project_total
    from leaf_sums
    left join statements
        on leaf_sums.statement_code = statements.statement_code
    left join totals
        on
            leaf_sums.column_key = totals.column_key
            and leaf_sums.measure = totals.measure
            and leaf_sums.basis = totals.basis
            and leaf_sums.fiscal_year = totals.fiscal_year
    left join project_totals
        on
            leaf_sums.fact = 'project'
            and leaf_sums.disclosure_key = project_totals.disclosure_key
            and leaf_sums.money_scope = project_totals.money_scope
            and leaf_sums.basis = project_totals.basis
            and leaf_sums.fiscal_year = project_totals.fiscal_year

),

compared as (

    select
        *,
        case
            when has_project_total then project_total_yuan
            else coalesce(own_total_yuan, other_total_yuan)
        end as total_yuan,
        case when has_project_total then project_total_key else own_total_key end as total_amount_key,
        (steps_sum + coalesce(case when has_project_total then project_step else own_step end, 0)) / 2 as tolerance_yuan
    from with_totals

),

judged as (

    select
        * exclude (
            own_total_yuan, other_total_yuan, own_step, own_total_key, project_total_yuan, project_step,
            project_total_key, has_project_total, steps_sum, tolerance_yuan
        ),
        case
            when has_open_unit then 'unit_open'
            when refused_count > 0 then 'cells_refused'
            when total_yuan - leaves_yuan > tolerance_yuan then 'rows_missing'
            when leaves_yuan - total_yuan > tolerance_yuan then 'structure_open'
            when has_contradiction then 'figures_contradicted'
            when has_unproved_recognition then 'recognised_text'
            when total_yuan is null then 'no_total'
        end as own_cause
    from compared

    union all by name

    select
        *,
        0 as leaf_count,
        0 as leaves_yuan,
        0 as refused_count,
        'rows_missing' as own_cause
    from unlisted_columns

),

-- Parts without a total of their own that add up to the complete column of all of them miss nothing. Nor do columns
-- side by side that continue one list and print its total once (公用经费合计 below the last of them).
divided as (

    select
        *,
        case
            when
                own_cause = 'no_total'
                and sum(leaves_yuan) filter (where nature <> 'total') over same_money
                = max(leaves_yuan) filter (where nature = 'total' and own_cause is null) over same_money
                then null
            when
                own_cause in ('rows_missing', 'no_total')
                and count(*) over same_list > 1
                and count(total_yuan) over same_list = 1
                and bool_and(own_cause in ('rows_missing', 'no_total')) over same_list
                and sum(leaves_yuan) over same_list = max(total_yuan) over same_list
                then null
            else own_cause
        end as column_cause
    from judged
    window
        same_money as (partition by fact, table_key, fund_source, basis, fiscal_year),
        same_list as (partition by fact, table_key, fund_source, nature, measure, basis, fiscal_year)

)

select
    fact,
    column_key,
    disclosure_key,
    table_key,
    statement_code,
    table_no,
    col_no,
    column_label,
    fund_source,
    nature,
    measure,
    basis,
    fiscal_year,
    leaf_count,
    total_yuan,
    leaves_yuan,
    total_yuan - leaves_yuan as difference_yuan,
    refused_count,
    total_amount_key,
    coalesce(
        column_cause,
        case when bool_or(leaf_count = 0) over same_money then 'other_rows_missing' end
    ) as cause
from divided
window same_money as (partition by fact, table_key, fund_source, measure, basis, fiscal_year)
