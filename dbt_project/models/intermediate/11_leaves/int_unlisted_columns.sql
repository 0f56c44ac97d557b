{#
    Columns of money that print a total and not one of the figures that make it up, in blocks from which an analysts'
    fact takes other columns: the rows of 项目支出 were withheld, say, and those of 基本支出 were not. A total line that
    the fact takes itself, as where a statement is one line, stands for its parts.
#}
with

figures as (

    select * from {{ ref('int_figures') }} as figures
    where is_summable and measure = 'amount' and {{ is_of_disclosure('figures') }}

),

lines as (

    select * from {{ ref('int_lines') }}

),

leaf_cells as (

    select * from {{ ref('int_leaf_cells') }}

),

leaf_blocks as (

    select distinct
        leaf_cells.fact,
        figures.block_key,
        figures.basis,
        figures.fiscal_year
    from leaf_cells
    inner join figures
        on leaf_cells.amount_key = figures.amount_key

)

select
    leaf_blocks.fact,
    figures.column_key,
    any_value(figures.disclosure_key) as disclosure_key,
    any_value(figures.table_key) as table_key,
    any_value(figures.table_no) as table_no,
    any_value(figures.statement_code) as statement_code,
    any_value(figures.column_label) as column_label,
    any_value(figures.meaning_col_no) as col_no,
    case when count(distinct figures.fund_source) = 1 then min(figures.fund_source) end as fund_source,
    case when count(distinct figures.nature) = 1 then min(figures.nature) end as nature,
    figures.measure,
    figures.basis,
    figures.fiscal_year,
    max(figures.exact_value) filter (where lines.is_total) as total_yuan,
    arg_max(figures.amount_key, figures.exact_value) filter (where lines.is_total) as total_amount_key
from figures
inner join lines
    on figures.line_key = lines.line_key
inner join leaf_blocks
    on
        figures.block_key = leaf_blocks.block_key
        and figures.basis = leaf_blocks.basis
        and figures.fiscal_year = leaf_blocks.fiscal_year
-- Where the fact takes figures of the column, though all of them are zero, their sum is compared with the total.
where (leaf_blocks.fact, figures.column_key) not in (select (leaf_cells.fact, leaf_cells.column_key) from leaf_cells)
group by leaf_blocks.fact, figures.column_key, figures.measure, figures.basis, figures.fiscal_year
having
    bool_or(lines.is_total and figures.exact_value <> 0)
    and not bool_or(figures.row_role = 'detail' and figures.exact_value <> 0)
    and not bool_or(
        figures.exact_value <> 0
        and (leaf_blocks.fact, figures.line_key) in (select (leaf_cells.fact, leaf_cells.line_key) from leaf_cells)
    )
