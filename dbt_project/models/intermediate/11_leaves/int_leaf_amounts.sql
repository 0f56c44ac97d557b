{#
    One row for each figure that an analysts' fact uses: how it is proved, and whether the leaves in its
    column add up to the printed total. Its statement's completeness alone says so.
#}
with

leaf_cells as (

    select * from {{ ref('int_leaf_cells') }}

),

figures as (

    select * from {{ ref('int_figures') }}

),

completeness as (

    select * from {{ ref('int_statement_completeness') }}

),

verifications as (

    select * from {{ ref('int_amount_verifications') }}

)

select
    leaf_cells.fact,
    figures.amount_key,
    figures.unit_name,
    coalesce(verifications.verification, 'unverified') as verification,
    completeness.column_key is not null and completeness.cause is null as is_complete,
    leaf_cells.money_scope,
    leaf_cells.is_main_scope
from leaf_cells
inner join figures
    on leaf_cells.amount_key = figures.amount_key
left join completeness
    on
        leaf_cells.fact = completeness.fact
        and leaf_cells.sum_key = completeness.column_key
        and figures.measure = completeness.measure
        and figures.basis = completeness.basis
        and figures.fiscal_year = completeness.fiscal_year
left join verifications
    on figures.amount_key = verifications.amount_key
