{#
    The figures of the sums along printed codes, units and totals, column by column. A line whose own figure is blank
    while its part columns are printed is represented by these parts.
#}
with

sides as (

    select * from {{ ref('int_code_sides') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where adds_up_down

),

column_parts as (

    select distinct
        divisions.part_key,
        columns_read.column_key as whole_key,
        columns_read.col_no as whole_col_no
    from {{ ref('int_divisions') }} as divisions
    inner join {{ ref('int_columns') }} as columns_read
        on divisions.whole_key = columns_read.column_key
    where divisions.axis = 'columns' and divisions.is_main and divisions.kind = 'full'

),

printed as (

    select
        sides.*,
        figures.amount_key,
        figures.disclosure_key,
        figures.table_no,
        figures.column_key,
        figures.meaning_col_no,
        figures.column_label,
        figures.published_value
    from sides
    inner join figures
        on sides.line_key = figures.line_key

),

parts_of_blank_wholes as (

    select
        printed.* exclude (column_key, meaning_col_no),
        column_parts.whole_key as column_key,
        column_parts.whole_col_no as meaning_col_no
    from printed
    inner join column_parts
        on printed.column_key = column_parts.part_key
    left join figures as wholes
        on
            printed.line_key = wholes.line_key
            and column_parts.whole_key = wholes.column_key
    where printed.side = 'right' and wholes.amount_key is null

),

members as (

    select * from printed
    union all by name
    select * from parts_of_blank_wholes

),

counted as (

    select
        *,
        count(distinct published_value) filter (where rule_code = 'total_parts' and side = 'left') over (
            partition by column_key
        ) as total_value_count,
        -- The same line with the same figure may be printed again where its parts go on, and count once.
        code_and_label is not null and published_value <> 0 and count(*) over (
            partition by rule_code, sum_name, side, column_key, code_and_label, published_value
        ) > 1 as may_be_printed_again
    from members

)

select
    {{ reconciliation_key('counted', "counted.sum_name || '-' || counted.meaning_col_no") }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    amount_key,
    subject || ' · ' || column_label as subject,
    coalesce(
        doubt,
        case
            when rule_code = 'total_parts' and total_value_count > 2 then 'several_totals'
            when may_be_printed_again then 'printed_again'
        end
    ) as doubt,
    is_fixed
from counted
