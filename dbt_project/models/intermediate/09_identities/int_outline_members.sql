{#
    Figures of the identities along the outline of an uncoded statement, column by column: a line = the lines
    directly under it; a total = the top lines since the last total, plus that total. In a plain list a row that
    repeats the total (the department above its units) is no part of it.
#}
with

links as (

    select * from {{ ref('int_outline_links') }}

),

figures as (

    select * from {{ ref('int_figures') }}
    where is_summable

),

line_figures as (

    select
        links.*,
        figures.column_no,
        figures.column_label,
        figures.amount_key,
        figures.exact_value,
        figures.published_value
    from links
    inner join figures
        on
            links.disclosure_key = figures.disclosure_key
            and links.table_no = figures.table_no
            and links.block_no = figures.block_no
            and links.row_no = figures.row_no

),

segment_doubts as (

    select
        disclosure_key,
        table_no,
        block_no,
        segment_no,
        coalesce(
            min(doubt) filter (where doubt = 'outline_unclear' and is_valued),
            case
                when
                    bool_or(is_valued and parent_row_no is null and class_code is not null)
                    and bool_or(is_valued and parent_row_no is null and label_nature in ('basic', 'project'))
                    then 'two_classifications'
            end
        ) as doubt
    from links
    group by disclosure_key, table_no, block_no, segment_no

),

totals as (

    select
        *,
        lag(row_no) over same_column as previous_total_row_no,
        lag(amount_key) over same_column as previous_total_key,
        count(*) over whole_column as total_count,
        count(distinct published_value) over (partition by disclosure_key, table_no, block_no, column_no)
            as total_value_count
    from line_figures
    where is_total
    window
        same_column as (partition by disclosure_key, table_no, block_no, column_no order by row_no),
        whole_column as (partition by disclosure_key, table_no, block_no, column_no)

),

first_lines as (

    select
        disclosure_key,
        table_no,
        block_no,
        min(row_no) as first_row_no
    from links
    where is_valued and not is_total
    group by disclosure_key, table_no, block_no

),

later_totals as (

    select
        links.disclosure_key,
        links.table_no,
        links.block_no,
        min(links.row_no) as row_no
    from links
    inner join first_lines
        on
            links.disclosure_key = first_lines.disclosure_key
            and links.table_no = first_lines.table_no
            and links.block_no = first_lines.block_no
            and links.row_no > first_lines.first_row_no
    where links.is_total
    group by links.disclosure_key, links.table_no, links.block_no

),

-- In which rows the parts of a total stand: above it, or below where it stands on top.
balance_totals as (

    select
        totals.*,
        totals.row_no < first_lines.first_row_no as is_on_top,
        case
            when totals.row_no < first_lines.first_row_no then totals.row_no
            when totals.previous_total_row_no > first_lines.first_row_no then totals.previous_total_row_no
            else 0
        end as after_row_no,
        case when totals.row_no < first_lines.first_row_no then later_totals.row_no else totals.row_no end
            as before_row_no
    from totals
    inner join first_lines
        on
            totals.disclosure_key = first_lines.disclosure_key
            and totals.table_no = first_lines.table_no
            and totals.block_no = first_lines.block_no
    left join later_totals
        on
            totals.disclosure_key = later_totals.disclosure_key
            and totals.table_no = later_totals.table_no
            and totals.block_no = later_totals.block_no
    where totals.layout = 'balance'

),

balance_parts as (

    select
        totals.disclosure_key,
        totals.table_no,
        totals.block_no,
        totals.row_no,
        totals.column_no,
        parts.amount_key,
        segment_doubts.doubt
    from balance_totals as totals
    inner join line_figures as parts
        on
            totals.disclosure_key = parts.disclosure_key
            and totals.table_no = parts.table_no
            and totals.block_no = parts.block_no
            and totals.column_no = parts.column_no
            and parts.row_no > totals.after_row_no
            and (totals.before_row_no is null or parts.row_no < totals.before_row_no)
    inner join segment_doubts
        on
            parts.disclosure_key = segment_doubts.disclosure_key
            and parts.table_no = segment_doubts.table_no
            and parts.block_no = segment_doubts.block_no
            and parts.segment_no = segment_doubts.segment_no
    where not parts.is_total and parts.parent_row_no is null

    union all

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        previous_total_key as amount_key,
        null as doubt
    from balance_totals
    where after_row_no = previous_total_row_no and not is_on_top

),

list_parts as (

    select
        totals.disclosure_key,
        totals.table_no,
        totals.block_no,
        totals.row_no,
        totals.column_no,
        totals.exact_value as total_value,
        totals.total_value_count,
        parts.amount_key,
        parts.exact_value,
        parts.exact_value = totals.exact_value as repeats_total,
        segment_doubts.doubt,
        sum(parts.exact_value) over same_sum as whole_sum,
        sum(parts.exact_value) filter (where parts.exact_value <> totals.exact_value) over same_sum as other_sum
    from totals
    inner join line_figures as parts
        on
            totals.disclosure_key = parts.disclosure_key
            and totals.table_no = parts.table_no
            and totals.block_no = parts.block_no
            and totals.column_no = parts.column_no
    inner join segment_doubts
        on
            parts.disclosure_key = segment_doubts.disclosure_key
            and parts.table_no = segment_doubts.table_no
            and parts.block_no = segment_doubts.block_no
            and parts.segment_no = segment_doubts.segment_no
    where totals.layout <> 'balance' and not parts.is_total and parts.parent_row_no is null
    window same_sum as (partition by totals.amount_key)

),

total_members as (

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        'right' as side,
        amount_key,
        doubt
    from balance_parts

    union all

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        'right' as side,
        amount_key,
        case when total_value_count > 2 then 'several_totals' else doubt end as doubt
    from list_parts
    where
        not repeats_total
        or other_sum is null
        or abs(whole_sum - total_value) <= abs(other_sum - total_value)

    union all

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        'left' as side,
        amount_key,
        null as doubt
    from totals
    -- Of several unlabelled rows nobody knows which is a total.
    where squashed_label <> '' or total_value_count <= 2

),

part_members as (

    select
        disclosure_key,
        table_no,
        block_no,
        parent_row_no as row_no,
        column_no,
        'right' as side,
        amount_key,
        doubt
    from line_figures
    where parent_row_no is not null

    union all

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        column_no,
        'left' as side,
        amount_key,
        null as doubt
    from line_figures
    where
        not is_total
        and (disclosure_key, table_no, block_no, row_no) in (
            select
                parts.disclosure_key,
                parts.table_no,
                parts.block_no,
                parts.parent_row_no
            from line_figures as parts
        )

),

members as (

    select
        'outline_total' as rule_code,
        *
    from total_members

    union all

    select
        'outline_parts' as rule_code,
        *
    from part_members

)

select
    members.rule_code,
    members.disclosure_key,
    members.table_no,
    members.block_no || '-' || members.row_no || '-' || members.column_no as instance,
    case
        when members.side = 'left'
            then coalesce(nullif(figures.line_label, ''), '合计') || ' · ' || figures.column_label
    end as subject,
    members.side,
    'part' as role,
    1 as coefficient,
    members.amount_key,
    members.doubt
from members
inner join figures
    on members.amount_key = figures.amount_key
