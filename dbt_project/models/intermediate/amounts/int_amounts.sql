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

placed as (

    select * exclude (header_path, deepest_text, meaning_col_no) from matrix_amounts
    where refusal is null

    union all by name

    select
        * exclude (label_role, report_kind),
        '' as flow,
        {{ squash('line_label') }} as squashed_label,
        row_role = 'total' as is_total_line,
        false as is_total_column,
        false as is_within_nature,
        0 as block_no
    from form_amounts
    where refusal is null

)

select
    {{ cell_key('placed') }} as amount_key,
    placed.* exclude (refusal),
    case
        when placed.measure in ('amount', 'change_amount', 'unit_price')
            then try_cast(round(placed.published_value * units.factor_to_yuan, 2) as decimal(24, 2))
    end as amount_yuan,
    case
        when strpos({{ squash('placed.raw_text') }}, '.') > 0
            then length(regexp_extract({{ squash('placed.raw_text') }}, '\.([0-9]+)', 1))
        else 0
    end as printed_decimals
from placed
left join units
    on placed.published_unit = units.unit
