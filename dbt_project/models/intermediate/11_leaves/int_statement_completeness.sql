{#
    Whether the leaves of a statement that an analysts' fact takes come to the printed total, for each of its columns of
    money, and each year where its rows are years. Of several totals in one column the largest counts: it includes what
    was carried over. Where a list prints no total, another statement may print it. A column is complete only if no cell
    in its data rows was refused.
#}
with

leaf_cells as (

    select * from {{ ref('int_leaf_cells') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

totals as (

    select * from {{ ref('int_column_totals') }}

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

leaf_columns as (

    select distinct
        leaf_cells.fact,
        leaf_cells.column_key,
        figures.measure,
        figures.basis,
        figures.fiscal_year
    from leaf_cells
    inner join figures
        on leaf_cells.amount_key = figures.amount_key

),

leaf_figures as (

    select
        figures.*,
        leaf_columns.fact,
        coalesce(verifications.has_open_unit, false) as has_open_unit
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
        column_key,
        any_value(disclosure_key) as disclosure_key,
        any_value(table_key) as table_key,
        any_value(table_no) as table_no,
        any_value(statement_code) as statement_code,
        any_value(column_label) as column_label,
        any_value(meaning_col_no) as col_no,
        -- The lines of a balance may have sources of their own.
        case when count(distinct fund_source) = 1 then min(fund_source) end as fund_source,
        case when count(distinct nature) = 1 then min(nature) end as nature,
        measure,
        basis,
        fiscal_year,
        count(*) as leaf_count,
        sum(exact_value) as leaves_yuan,
        sum(rounding_step) as steps_sum,
        -- A wrong unit adds up as well as a right one.
        bool_or(has_open_unit) as has_open_unit,
        count(*) = 1 and bool_and(row_role = 'total') as is_single_line
    from leaf_figures
    group by fact, column_key, measure, basis, fiscal_year

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

compared as (

    select
        leaf_sums.*,
        coalesce(
            totals.total_yuan,
            case
                when
                    leaf_sums.is_single_line
                    or leaf_sums.leaves_yuan in (totals.subtotal_yuan, totals.units_yuan, totals.outer_total_yuan)
                    then leaf_sums.leaves_yuan
            end,
            totals.subtotal_yuan,
            totals.outer_total_yuan
        ) as total_yuan,
        totals.total_amount_key,
        coalesce(refused_columns.refused_count, 0) as refused_count,
        (leaf_sums.steps_sum + coalesce(totals.total_step, 0)) / 2 as tolerance_yuan
    from leaf_sums
    left join totals
        on
            leaf_sums.column_key = totals.column_key
            and leaf_sums.measure = totals.measure
            and leaf_sums.basis = totals.basis
            and leaf_sums.fiscal_year = totals.fiscal_year
    left join refused_columns
        on leaf_sums.column_key = refused_columns.column_key

),

judged as (

    select
        *,
        case
            when has_open_unit then 'unit_open'
            when refused_count > 0 then 'cells_refused'
            when total_yuan is null then 'no_total'
            when abs(total_yuan - leaves_yuan) <= tolerance_yuan then null
            when leaves_yuan > total_yuan then 'structure_open'
            else 'rows_missing'
        end as own_cause
    from compared

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
    -- Parts without a total of their own that come to the complete column of all of them miss nothing.
    case
        when
            own_cause = 'no_total'
            and sum(leaves_yuan) filter (where nature <> 'total') over same_money
            = max(leaves_yuan) filter (where nature = 'total' and own_cause is null) over same_money
            then null
        else own_cause
    end as cause
from judged
window same_money as (partition by fact, table_key, fund_source, basis, fiscal_year)
