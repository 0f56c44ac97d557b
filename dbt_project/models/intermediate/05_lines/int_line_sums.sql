{#
    Which lines of a list without codes, numbers and indents stand above others, by arithmetic alone. A list is
    everything between a total, or the line of a unit, and the next. Where its lines add up to more than its total, some
    are the sums of lines printed below them: read from the last line up, each line may be the sum of the topmost lines
    that have no sum yet. A list is read only if exactly one such reading meets its total, or if exactly one of them
    takes for sums only lines with the names of units.
#}
with recursive

labels as (

    select * from {{ ref('int_line_labels') }}

),

kinds as (

    select * from {{ ref('int_line_kinds') }}

),

tables as (

    select * from {{ ref('int_tables') }}

),

valued as (

    select
        labels.line_key,
        labels.block_key,
        labels.row_no,
        labels.layout,
        kinds.leading_value,
        kinds.is_total,
        kinds.is_unit_row,
        kinds.is_total or (kinds.is_unit_row and kinds.printed_unit_code is not null) as is_head,
        kinds.classification_code is null
        and labels.numbering_depth = 0
        and labels.squashed_label <> ''
        and labels.row_kind is null
        and kinds.leading_value >= 0 as is_plain
    from labels
    inner join kinds
        on labels.line_key = kinds.line_key
    inner join tables
        on labels.table_key = tables.table_key
    where
        kinds.amount_count > 0
        and tables.layout in ('matrix', 'balance', 'summary_form')
        and not tables.lists_three_public_items

),

sectioned as (

    select
        *,
        block_key || '-' || count(*) filter (where is_head) over above_lines as list_key,
        count(*) filter (where is_head) over above_lines = 0 as is_first_list,
        lead(case when is_head and is_total then leading_value end) over above_lines as next_total_value,
        coalesce(last_value(case when is_total then leading_value end ignore nulls) over above_lines, 0)
            as total_above_value
    from valued
    window above_lines as (partition by block_key order by row_no)

),

-- A matrix prints the total above its lines, or below them; a balance below, from the second on with what is above.
lists as (

    select
        list_key,
        case
            when any_value(layout) = 'balance'
                then arg_max(next_total_value, row_no) - arg_max(total_above_value, row_no)
            when any_value(is_first_list) then arg_max(next_total_value, row_no)
            else max(leading_value) filter (where is_head)
        end as whole_value,
        sum(leading_value) filter (where not is_head) as lines_value,
        count(*) filter (where not is_head) as line_count,
        case
            when bool_and(leading_value = round(leading_value)) then 0
            when bool_and(leading_value = round(leading_value, 2)) then 0.01
            else 0
        end as step
    from sectioned
    group by list_key
    having
        count(*) filter (where not is_head) between 1 and 200
        and coalesce(bool_and(is_plain) filter (where not is_head), false)

),

-- The lines of a list from the last to the first; a line of zero is a sum of nothing.
upward_lines as (

    select
        lines.line_key,
        lines.list_key,
        lines.leading_value,
        lines.is_unit_row,
        lists.step,
        lists.lines_value - lists.whole_value as excess_value,
        lists.step * (lists.line_count + 1) / 2 as tolerance,
        row_number() over from_the_last as line_no,
        lists.lines_value - sum(lines.leading_value) over from_the_last as value_above
    from sectioned as lines
    inner join lists
        on lines.list_key = lists.list_key
    where not lines.is_head and lines.leading_value > 0
    window from_the_last as (partition by lines.list_key order by lines.row_no desc)

),

readings as (

    select
        list_key,
        0 as line_no,
        max(line_no) as last_line_no,
        max(excess_value) as excess_value,
        max(tolerance) as tolerance,
        cast([] as decimal(24, 6)[]) as open_values,
        cast([] as varchar[]) as sum_line_keys,
        true as sums_are_units,
        cast(0 as decimal(38, 6)) as sums_value,
        1 as reading_count
    from upward_lines
    where excess_value >= -tolerance
    group by list_key

    union all

    -- The next line up is the sum of the first few that are still open, or of none.
    select
        readings.list_key,
        lines.line_no,
        readings.last_line_no,
        readings.excess_value,
        readings.tolerance,
        list_prepend(lines.leading_value, readings.open_values[choices.part_count + 1:]) as open_values,
        case
            when choices.part_count > 0 then list_append(readings.sum_line_keys, lines.line_key)
            else readings.sum_line_keys
        end as sum_line_keys,
        readings.sums_are_units and (choices.part_count = 0 or lines.is_unit_row) as sums_are_units,
        readings.sums_value + case when choices.part_count > 0 then lines.leading_value else 0 end as sums_value,
        count(*) over (partition by readings.list_key) as reading_count
    from readings
    inner join upward_lines as lines
        on readings.list_key = lines.list_key and readings.line_no + 1 = lines.line_no
    cross join unnest(generate_series(0, len(readings.open_values))) as choices (part_count)
    where
        readings.reading_count <= 200
        -- Pursued only while the sums found so far and the lines above can still make up the excess.
        and readings.sums_value + case when choices.part_count > 0 then lines.leading_value else 0 end
        + lines.value_above >= readings.excess_value - readings.tolerance
        and (
            choices.part_count = 0
            or (
                readings.sums_value + lines.leading_value <= readings.excess_value + readings.tolerance
                and abs(list_sum(readings.open_values[1:choices.part_count]) - lines.leading_value)
                <= lines.step * (choices.part_count + 1) / 2
            )
        )

),

only_readings as (

    select
        list_key,
        arg_max(sum_line_keys, sums_are_units) as sum_line_keys
    from readings
    where line_no = last_line_no and abs(excess_value - sums_value) <= tolerance
    group by list_key
    having count(*) = 1 or count(*) filter (where sums_are_units) = 1

)

select
    lines.line_key,
    list_contains(only_readings.sum_line_keys, lines.line_key) as is_sum,
    len(only_readings.sum_line_keys) > 0 as has_sums
from upward_lines as lines
inner join only_readings
    on lines.list_key = only_readings.list_key
