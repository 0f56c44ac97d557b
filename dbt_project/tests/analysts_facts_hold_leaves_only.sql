{#
    The analysts' facts can be summed: no printed figure counts twice in a money scope, and none is a subtotal or,
    where its line has a code, is above a finer line of the same statement. Of revenue a subtotal may count, in place
    of parts that do not add up to it; there the sum is tested.
#}
with

amounts as (

    select * from {{ ref('fct_published_amounts') }}

),

leaves as (

    select
        'fct_function_expenditures' as fact,
        amount_key,
        is_main_scope,
        nature,
        cast(function_code as varchar) as code
    from {{ ref('fct_function_expenditures') }}

    union all

    select
        'fct_economic_expenditures' as fact,
        amount_key,
        is_main_scope,
        nature,
        economic_code as code
    from {{ ref('fct_economic_expenditures') }}

    union all

    select
        'fct_revenues' as fact,
        amount_key,
        is_main_scope,
        '' as nature,
        null as code
    from {{ ref('fct_revenues') }}

    union all

    select
        'fct_three_public_expenses' as fact,
        amount_key,
        is_main_scope,
        '' as nature,
        null as code
    from {{ ref('fct_three_public_expenses') }}

    union all

    select
        'fct_projects' as fact,
        amount_key,
        is_main_scope,
        nature,
        null as code
    from {{ ref('fct_projects') }}

    union all

    select
        'fct_procurement_items' as fact,
        amount_key,
        is_main_scope,
        '' as nature,
        null as code
    from {{ ref('fct_procurement_items') }}

    union all

    select
        'fct_asset_holdings' as fact,
        amount_key,
        is_main_scope,
        '' as nature,
        null as code
    from {{ ref('fct_asset_holdings') }}

),

placed as (

    select
        leaves.*,
        amounts.disclosure_key,
        amounts.table_no,
        amounts.row_no,
        amounts.col_no,
        amounts.unit_code,
        amounts.row_role
    from leaves
    inner join amounts
        on leaves.amount_key = amounts.amount_key

),

twice as (

    select
        fact,
        amount_key,
        'counts twice' as what
    from placed
    group by fact, amount_key, nature, is_main_scope
    having count(*) > 1

),

subtotals as (

    select
        fact,
        amount_key,
        'is a subtotal' as what
    from placed
    -- Those two take a line whole where its parts do not add up to it.
    where row_role = 'subtotal' and fact not in ('fct_revenues', 'fct_three_public_expenses')

),

above_finer_lines as (

    select distinct
        placed.fact,
        placed.amount_key,
        'stands above ' || finer.code as what
    from placed
    inner join placed as finer
        on
            placed.fact = finer.fact
            and placed.disclosure_key = finer.disclosure_key
            and placed.table_no = finer.table_no
            and placed.col_no = finer.col_no
            and placed.unit_code is not distinct from finer.unit_code
            and placed.nature = finer.nature
            and placed.row_no < finer.row_no
            and length(finer.code) > length(placed.code)
            and starts_with(finer.code, placed.code)

)

select * from twice

union all

select * from subtotals

union all

select * from above_finer_lines
