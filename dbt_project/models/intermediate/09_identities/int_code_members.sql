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
        figures.table_key,
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

lines as (

    select
        rule_code,
        table_key,
        sum_name,
        side,
        line_key,
        code_and_label,
        list([meaning_col_no, published_value] order by meaning_col_no) filter (where published_value <> 0) as figures
    from members
    where code_and_label is not null
    group by all

),

-- A line with the same figures in all columns may be printed again where its parts continue, and count once.
with_lines_again as (

    select
        rule_code,
        table_key,
        sum_name,
        side
    from lines
    where figures is not null
    group by rule_code, table_key, sum_name, side
    having count(distinct [side, code_and_label, figures::varchar]) < count(*)

),

counted as (

    select
        members.*,
        count(distinct members.published_value) filter (
            where members.rule_code = 'total_parts' and members.side = 'left'
        ) over (partition by members.column_key) as total_value_count,
        -- Counted twice, a line makes its own side the greater one.
        with_lines_again.sum_name is not null
        and 2 * sum(members.published_value) over (sums_of_sides)
        > sum(members.published_value) over (sums) as may_have_lines_again
    from members
    left join with_lines_again
        on
            members.rule_code = with_lines_again.rule_code
            and members.table_key = with_lines_again.table_key
            and members.sum_name = with_lines_again.sum_name
            and members.side = with_lines_again.side
    window
        sums as (partition by members.rule_code, members.table_key, members.sum_name, members.meaning_col_no),
        sums_of_sides as (
            partition by
                members.rule_code, members.table_key, members.sum_name, members.meaning_col_no, members.side
        )

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
            when may_have_lines_again then 'printed_again'
        end
    ) as doubt,
    is_fixed
from counted
