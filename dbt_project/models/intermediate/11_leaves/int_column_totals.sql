{#
    What each column of money should add up to: the largest total printed in it, which includes what was carried over;
    what a list without a total prints in its place (人员经费合计, or units above their lines); and what another
    statement prints for the lines of the column together. A column whose rows are years has one row for each.
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

lines as (

    select * from {{ ref('int_lines') }}

),

printed as (

    select
        figures.column_key,
        figures.measure,
        figures.basis,
        figures.fiscal_year,
        max(figures.exact_value) filter (where lines.is_total) as total_yuan,
        max(figures.exact_value) filter (where not lines.is_total and not lines.is_unit_row) as subtotal_yuan,
        sum(figures.exact_value) filter (where lines.is_unit_row) as units_yuan,
        max(figures.rounding_step) as total_step,
        arg_max(figures.amount_key, figures.exact_value) filter (where lines.is_total) as total_amount_key
    from figures
    inner join lines
        on figures.line_key = lines.line_key
    where
        lines.is_total
        or (lines.row_role = 'subtotal' and lines.classification_code is null)
    group by figures.column_key, figures.measure, figures.basis, figures.fiscal_year

),

identities as (

    select
        reconciliation_key,
        left_value,
        unnest([left_amount_keys, right_amount_keys]) as amount_keys
    from {{ ref('int_identity_sums') }}
    where kind = 'cross_table' and operation = 'equals' and outcome = 'pass' and is_valued

),

sides as (

    select
        left_value,
        unnest(amount_keys) as amount_key,
        concat_ws('|', reconciliation_key, amount_keys[1]) as side_key
    from identities

),

-- What another statement prints for the lines of a column together.
outer_totals as (

    select
        min(figures.column_key) as column_key,
        min(figures.measure) as measure,
        min(figures.basis) as basis,
        min(figures.fiscal_year) as fiscal_year,
        min(sides.left_value) as total_yuan
    from sides
    inner join figures
        on sides.amount_key = figures.amount_key
    group by sides.side_key
    having count(distinct concat_ws('|', figures.column_key, figures.measure, figures.basis, figures.fiscal_year)) = 1

),

largest_outer_totals as (

    select
        column_key,
        measure,
        basis,
        fiscal_year,
        max(total_yuan) as total_yuan
    from outer_totals
    group by column_key, measure, basis, fiscal_year

)

select
    coalesce(printed.column_key, largest_outer_totals.column_key) as column_key,
    coalesce(printed.measure, largest_outer_totals.measure) as measure,
    coalesce(printed.basis, largest_outer_totals.basis) as basis,
    coalesce(printed.fiscal_year, largest_outer_totals.fiscal_year) as fiscal_year,
    printed.total_yuan,
    printed.subtotal_yuan,
    printed.units_yuan,
    printed.total_step,
    printed.total_amount_key,
    largest_outer_totals.total_yuan as outer_total_yuan
from printed
full outer join largest_outer_totals
    on
        printed.column_key = largest_outer_totals.column_key
        and printed.measure = largest_outer_totals.measure
        and printed.basis = largest_outer_totals.basis
        and printed.fiscal_year = largest_outer_totals.fiscal_year
