{#
    What the leaves of an analysts' fact add up to, for each column of money, and each year where its rows are years.
    Projects in forms and lists of targets are added up over their columns (`sum_key` of `int_leaf_cells`). No column
    of a single form prints the total of such a sum (`is_of_forms`).
#}
with

leaf_cells as (

    select * from {{ ref('int_leaf_cells') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

placements as (

    select * from {{ ref('int_number_cells') }}

),

refusals as (

    select * from {{ ref('int_cell_placements') }}
    where placement = 'unplaced'

),

verifications as (

    select * from {{ ref('int_amount_verifications') }}

),

refused_columns as (

    select
        placements.meaning_column_key as column_key,
        count(*) as refused_count
    from refusals
    inner join placements
        on refusals.cell_key = placements.cell_key
    where placements.row_class = 'data'
    group by placements.meaning_column_key

),

leaf_columns as (

    select
        leaf_cells.fact,
        leaf_cells.sum_key,
        leaf_cells.column_key,
        figures.measure,
        figures.basis,
        figures.fiscal_year,
        case when count(distinct leaf_cells.money_scope) = 1 then min(leaf_cells.money_scope) end as money_scope,
        any_value(refused_columns.refused_count) as refused_count
    from leaf_cells
    inner join figures
        on leaf_cells.amount_key = figures.amount_key
    left join refused_columns
        on leaf_cells.column_key = refused_columns.column_key
    group by
        leaf_cells.fact, leaf_cells.sum_key, leaf_cells.column_key,
        figures.measure, figures.basis, figures.fiscal_year

),

refused_sums as (

    select
        fact,
        sum_key,
        measure,
        basis,
        fiscal_year,
        cast(sum(refused_count) as bigint) as refused_count
    from leaf_columns
    group by fact, sum_key, measure, basis, fiscal_year

),

leaf_figures as (

    select
        figures.*,
        leaf_columns.fact,
        leaf_columns.sum_key,
        leaf_columns.money_scope,
        coalesce(verifications.has_open_unit, false) as has_open_unit,
        coalesce(verifications.verification = 'contradicted', false) as is_contradicted,
        figures.recognition_score is not null
        and coalesce(verifications.verification, 'unverified') <> 'verified' as is_unproved_recognition
    from figures
    inner join leaf_columns
        on
            figures.column_key = leaf_columns.column_key
            and figures.measure = leaf_columns.measure
            and figures.basis = leaf_columns.basis
            and figures.fiscal_year = leaf_columns.fiscal_year
    left join verifications
        on figures.amount_key = verifications.amount_key
    where (leaf_columns.fact, figures.line_key) in (select (leaf_cells.fact, leaf_cells.line_key) from leaf_cells)

),

leaf_sums as (

    select
        fact,
        sum_key as column_key,
        any_value(disclosure_key) as disclosure_key,
        arg_min(table_key, table_no) as table_key,
        min(table_no) as table_no,
        any_value(statement_code) as statement_code,
        arg_min(column_label, table_no) as column_label,
        arg_min(meaning_col_no, table_no) as col_no,
        -- The lines of a balance may have sources of their own.
        case when count(distinct fund_source) = 1 then min(fund_source) end as fund_source,
        case when count(distinct nature) = 1 then min(nature) end as nature,
        case when count(distinct money_scope) = 1 then min(money_scope) end as money_scope,
        measure,
        basis,
        fiscal_year,
        count(*) as leaf_count,
        sum(exact_value) as leaves_yuan,
        sum(rounding_step) as steps_sum,
        -- A wrong unit adds up as well as a right one.
        bool_or(has_open_unit) as has_open_unit,
        bool_or(is_contradicted) as has_contradiction,
        bool_or(is_unproved_recognition) as has_unproved_recognition,
        fact <> 'project' and count(*) = 1 and bool_and(row_role = 'total') as is_single_line,
        fact = 'project' and (bool_or(layout = 'form') or count(distinct column_key) > 1) as is_of_forms
    from leaf_figures
    group by fact, sum_key, measure, basis, fiscal_year

)

select
    leaf_sums.*,
    coalesce(refused_sums.refused_count, 0) as refused_count
from leaf_sums
inner join refused_sums
    on
        leaf_sums.fact = refused_sums.fact
        and leaf_sums.column_key = refused_sums.sum_key
        and leaf_sums.measure = refused_sums.measure
        and leaf_sums.basis = refused_sums.basis
        and leaf_sums.fiscal_year = refused_sums.fiscal_year
