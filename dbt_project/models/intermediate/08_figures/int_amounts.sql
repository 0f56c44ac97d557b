{#
    Every placed amount with its key and its value in yuan, before verification.
#}
with

matrix_amounts as (

    select * from {{ ref('int_matrix_amounts') }}

),

form_amounts as (

    select * from {{ ref('int_form_amounts') }}

),

units as (

    select * from {{ ref('units') }}

),

-- What a form gives as a target or a weight is no amount, whatever stands over it.
target_cells as (

    select
        disclosure_key,
        table_no,
        row_no,
        unnest([target_col_no, weight_col_no]) as col_no
    from {{ ref('int_targets') }}

),

placed as (

    select * exclude (column_key, header_path, deepest_text) from matrix_amounts
    where refusal is null

    union all by name

    select
        * exclude (column_key, label_role, report_kind),
        row_key || '-b0' as line_key,
        table_key || '-b0' as block_key,
        '' as flow,
        {{ squash('line_label') }} as squashed_label,
        row_role = 'total' as is_total_line,
        false as is_total_column,
        false as is_within_nature,
        0 as block_no
    from form_amounts
    where refusal is null

),

amounts as (

    select placed.*
    from placed
    left join target_cells
        on
            placed.disclosure_key = target_cells.disclosure_key
            and placed.table_no = target_cells.table_no
            and placed.row_no = target_cells.row_no
            and placed.col_no = target_cells.col_no
    where target_cells.col_no is null

)

select
    amounts.cell_key as amount_key,
    amounts.* exclude (cell_key, refusal),
    case
        when amounts.measure in ('amount', 'change_amount', 'unit_price')
            then try_cast(round(amounts.published_value * units.factor_to_yuan, 2) as decimal(24, 2))
    end as amount_yuan,
    case
        when strpos({{ squash('amounts.raw_text') }}, '.') > 0
            then length(regexp_extract({{ squash('amounts.raw_text') }}, '\.([0-9]+)', 1))
        else 0
    end as printed_decimals
from amounts
left join units
    on amounts.published_unit = units.unit
