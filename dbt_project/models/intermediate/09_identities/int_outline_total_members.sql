{#
    The figures of the totals of uncoded statements, column by column (outline_total). In a balance a total = the top
    lines since the last total, plus that total; a total printed first = the top lines below it up to the next total.
    In a plain list it = all top lines, except a line that repeats the total (the department above its units).
#}
with

links as (

    select * from {{ ref('int_outline_links') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where adds_up_down

),

segments as (

    select
        *,
        min(row_no) filter (where is_valued and not is_total) over (partition by block_key) as first_row_no,
        coalesce(
            min(doubt) filter (where doubt = 'outline_unclear' and is_valued) over same_segment,
            case
                when
                    bool_or(is_valued and parent_line_key is null and class_code is not null) over same_segment
                    and bool_or(
                        is_valued and parent_line_key is null and label_nature in ('basic', 'project')
                    ) over same_segment
                    then 'two_classifications'
            end
        ) as segment_doubt
    from links
    window same_segment as (partition by block_key, segment_no)

),

lines as (

    select
        *,
        min(row_no) filter (where is_total and row_no > first_row_no) over (partition by block_key)
            as later_total_row_no
    from segments

),

line_figures as (

    select
        figures.*,
        lines.is_total,
        lines.parent_line_key,
        lines.is_numbered,
        lines.segment_doubt,
        lines.first_row_no,
        lines.later_total_row_no
    from figures
    inner join lines
        on figures.line_key = lines.line_key

),

parts as (

    select * from line_figures
    where not is_total and parent_line_key is null

),

totals as (

    select
        *,
        'outline_total' as rule_code,
        row_no < first_row_no as is_on_top,
        lag(row_no) over same_column as previous_total_row_no,
        lag(amount_key) over same_column as previous_total_key,
        count(distinct published_value) over (partition by column_key) as value_count
    from line_figures
    where is_total
    window same_column as (partition by column_key order by row_no)

),

-- In which rows the parts of a total are: above it, or below where it is on top.
balance_totals as (

    select
        *,
        case
            when is_on_top then row_no
            when previous_total_row_no > first_row_no then previous_total_row_no
            else 0
        end as after_row_no,
        case when is_on_top then later_total_row_no else row_no end as before_row_no
    from totals
    where layout = 'balance' and first_row_no is not null

),

list_parts as (

    select
        totals.*,
        parts.amount_key as part_key,
        parts.segment_doubt as part_doubt,
        parts.is_numbered as part_is_numbered,
        parts.exact_value = totals.exact_value as repeats_total,
        sum(parts.exact_value) over same_total as whole_sum,
        sum(parts.exact_value) filter (where parts.exact_value <> totals.exact_value) over same_total as other_sum
    from totals
    inner join parts
        on totals.column_key = parts.column_key
    where totals.layout <> 'balance'
    window same_total as (partition by totals.amount_key)

),

-- 本年支出 alone equals 支出总计, and lines beside it that are its parts are at its level: the structure is open.
balance_parts as (

    select
        balance_totals.*,
        parts.amount_key as member_key,
        parts.is_numbered as is_fixed,
        'right' as side,
        case
            when
                bool_or(parts.exact_value = balance_totals.exact_value) over same_total
                and count(nullif(parts.exact_value, 0)) over same_total > 2
                then 'outline_unclear'
            else parts.segment_doubt
        end as doubt
    from balance_totals
    inner join parts
        on
            balance_totals.column_key = parts.column_key
            and parts.row_no > balance_totals.after_row_no
            and (balance_totals.before_row_no is null or parts.row_no < balance_totals.before_row_no)
    window same_total as (partition by balance_totals.amount_key)

),

members as (

    select
        *,
        'left' as side,
        amount_key as member_key,
        null as doubt
    from totals
    -- Of several unlabelled rows it is unknown which is a total.
    where squashed_label <> '' or value_count <= 2

    union all by name

    select * from balance_parts

    union all by name

    select
        *,
        'right' as side,
        previous_total_key as member_key,
        null as doubt,
        true as is_fixed
    from balance_totals
    where after_row_no = previous_total_row_no and not is_on_top

    union all by name

    select
        *,
        'right' as side,
        part_key as member_key,
        case when value_count > 2 then 'several_totals' else part_doubt end as doubt,
        part_is_numbered as is_fixed
    from list_parts
    where not repeats_total or other_sum is null or abs(whole_sum - exact_value) <= abs(other_sum - exact_value)

)

select
    {{ reconciliation_key('members', cell_instance('members')) }} as reconciliation_key,
    rule_code,
    table_no,
    side,
    'part' as role,
    member_key as amount_key,
    case when side = 'left' then coalesce(nullif(line_label, ''), '合计') || ' · ' || column_label end as subject,
    doubt,
    is_fixed
from members
