{#
    Which lines of coded blocks are on which side of which sum: a code = the codes printed directly below it
    (code_parts), a unit = the lines directly under it (unit_parts), a total = the top lines of its block
    (total_parts). A code printed on several lines is their sum. Lines that share rule, block and `sum_name` belong to
    one sum. Where `is_fixed`, printed codes say that the line is a part.
#}
with

valued_lines as (

    {{ valued_lines() }}

),

code_lines as (

    select * from {{ ref('int_code_lines') }}

),

top_lines as (

    select * from {{ ref('int_top_lines') }}

),

lines as (

    select
        *,
        count(distinct block_key) over (partition by table_key) as block_count
    from valued_lines
    where is_coded_block and is_valued and layout <> 'balance'

),

totals as (

    select * from lines
    where is_total

),

sides as (

    select
        'code_parts' as rule_code,
        line_key,
        unit_scope || '-' || code_system || '-' || code as sum_name,
        'left' as side,
        code as subject_code,
        doubt,
        true as is_fixed
    from code_lines

    union all

    select
        'code_parts' as rule_code,
        line_key,
        unit_scope || '-' || code_system || '-' || parent_code as sum_name,
        'right' as side,
        null as subject_code,
        doubt,
        true as is_fixed
    from code_lines
    where parent_code is not null

    union all

    select
        'unit_parts' as rule_code,
        line_key,
        unit_code as sum_name,
        'left' as side,
        unit_code as subject_code,
        null as doubt,
        false as is_fixed
    from lines
    where is_unit_row and unit_code is not null

    union all

    select
        'unit_parts' as rule_code,
        line_key,
        parent_unit_code as sum_name,
        'right' as side,
        null as subject_code,
        -- Lines without codes may hold headings of their own: they can prove the unit, but never contradict it.
        coalesce(doubt, case when line_rank = 3 then 'mixed_rows' end) as doubt,
        false as is_fixed
    from top_lines
    where parent_unit_code <> ''

    union all

    select
        'total_parts' as rule_code,
        line_key,
        cast(row_no as varchar) as sum_name,
        'left' as side,
        null as subject_code,
        case
            when block_count > 1 then 'several_blocks'
            when squashed_label <> '' and not is_labelled_total then 'extent_of_subtotal'
        end as doubt,
        false as is_fixed
    from totals

    union all

    select
        'total_parts' as rule_code,
        top_lines.line_key,
        cast(totals.row_no as varchar) as sum_name,
        'right' as side,
        null as subject_code,
        top_lines.doubt,
        top_lines.line_rank = 2 as is_fixed
    from totals
    inner join top_lines
        on totals.block_key = top_lines.block_key
    where top_lines.parent_unit_code = ''

)

select
    sides.rule_code,
    sides.line_key,
    lines.block_no || '-' || sides.sum_name as sum_name,
    sides.side,
    case
        when sides.side = 'right' then null
        when sides.rule_code = 'total_parts' then coalesce(nullif(lines.line_label, ''), '合计')
        else sides.subject_code || ' ' || lines.line_label
    end as subject,
    lines.classification_code || ' ' || lines.line_label as code_and_label,
    sides.doubt,
    sides.is_fixed
from sides
inner join lines
    on sides.line_key = lines.line_key
