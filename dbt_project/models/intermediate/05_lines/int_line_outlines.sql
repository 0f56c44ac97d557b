{#
    The depth of each line in the outline of its block, and what the lines above it that it belongs to say about fund
    source and nature. Depth comes from the numbering, from 其中, from the names of the classification, and after the
    total of the current year from the carry-over. A line belongs to the nearest line above with less depth. Totals
    divide a block into segments; lines of different segments do not belong together.
#}
with

labels as (

    select * from {{ ref('int_line_labels') }}

),

kinds as (

    select * from {{ ref('int_line_kinds') }}

),

function_names as (

    select * from {{ ref('int_function_name_matches') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

unnumbered_labels as (

    select distinct
        block_key,
        squashed_label
    from labels
    where numbering_depth = 0

),

named as (

    select
        labels.line_key,
        labels.block_key,
        labels.row_no,
        labels.layout,
        labels.numbering_depth,
        labels.label_fund_source,
        labels.label_nature,
        kinds.is_total,
        kinds.is_heading and kinds.amount_count > 0 as is_valued_heading,
        kinds.amount_count > 0 as is_valued,
        fund_sources.parent_code = 'fiscal' and labels.numbering_depth between 1 and 8 as names_budget,
        unnumbered_labels.squashed_label is not null as is_below_unnumbered,
        function_names.class_code,
        case when labels.numbering_depth = 0 then function_names.code_length end as name_depth,
        last_value(case when labels.numbering_depth between 1 and 8 then labels.numbering_depth end ignore nulls)
            over lines_so_far as numbered_depth_above,
        count(*) filter (where kinds.is_total) over lines_so_far - kinds.is_total::integer as segment_no
    from labels
    inner join kinds
        on labels.line_key = kinds.line_key
    left join fund_sources
        on labels.label_fund_source = fund_sources.code
    left join function_names
        on labels.layout = 'balance' and labels.squashed_label = function_names.squashed_label
    left join unnumbered_labels
        on labels.block_key = unnumbered_labels.block_key and labels.parent_hint = unnumbered_labels.squashed_label
    window lines_so_far as (partition by labels.block_key order by labels.row_no)

),

outlined as (

    select
        *,
        block_key || '-' || segment_no as segment_key,
        case
            when is_total then 0
            -- 货物 above units above items: a heading of headings, or of items.
            when is_valued_heading
                then case
                    when lead(is_valued_heading) over (partition by block_key, is_valued order by row_no) then 1
                    else 2
                end
            when numbering_depth between 1 and 8 then numbering_depth * 10
            when numbered_depth_above is not null and is_below_unnumbered then numbered_depth_above * 10 + 6
            when numbered_depth_above is not null then numbered_depth_above * 10 + 5
            else 5
        end as outline_depth
    from named

),

surrounded as (

    select
        *,
        last_value(case when numbering_depth <> 9 and not is_total then outline_depth end ignore nulls)
            over above_lines as depth_above,
        last_value(case when class_code is not null then outline_depth end ignore nulls) over above_lines
            as class_depth_above,
        last_value(
            case when label_fund_source = 'carryover' and numbering_depth <> 9 then outline_depth end ignore nulls
        ) over above_lines as carryover_depth_above
    from outlined
    window above_lines as (
        partition by segment_key order by row_no rows between unbounded preceding and 1 preceding
    )

),

deep as (

    select
        *,
        case
            when numbering_depth = 9 then coalesce(depth_above, 0) + 5
            when
                layout = 'balance'
                and segment_no > 0
                and carryover_depth_above is not null
                and label_fund_source not in ('total', 'carryover')
                then carryover_depth_above + 5
            when name_depth is not null and class_depth_above is not null then class_depth_above + name_depth
            else outline_depth
        end as depth
    from surrounded

),

-- The lines above that a line belongs to: each has less depth than all lines between the two.
ancestors as (

    select
        lines.line_key,
        above.line_key as ancestor_line_key,
        above.row_no,
        above.label_fund_source,
        above.label_nature,
        above.names_budget
    from deep as lines
    inner join deep as above
        on lines.segment_key = above.segment_key and lines.row_no > above.row_no and lines.depth > above.depth
    where not lines.is_total and not above.is_total
    qualify
        above.depth < coalesce(
            min(above.depth) over (
                partition by lines.line_key order by above.row_no desc
                rows between unbounded preceding and 1 preceding
            ),
            lines.depth
        )

),

-- What the nearest of them says; a carry-over stays one however deep its parts are.
inherited as (

    select
        line_key,
        max(row_no) as parent_row_no,
        arg_max(ancestor_line_key, row_no) as parent_line_key,
        bool_or(label_fund_source = 'carryover') as is_below_carryover,
        arg_max(label_fund_source, row_no) filter (where label_fund_source <> 'total') as fund_source_above,
        arg_max(label_fund_source, row_no) filter (where names_budget) as budget_above,
        arg_max(label_nature, row_no) filter (where label_nature <> 'total') as nature_above
    from ancestors
    group by line_key

)

select
    deep.line_key,
    deep.class_code,
    deep.segment_no,
    deep.outline_depth,
    deep.depth,
    inherited.parent_row_no,
    inherited.parent_line_key,
    coalesce(inherited.is_below_carryover, false) as is_below_carryover,
    inherited.fund_source_above,
    -- 5.其他收入 inside 一、一般公共预算拨款 is of that budget, whatever its own words mean elsewhere.
    case when deep.numbering_depth between 1 and 8 then inherited.budget_above end as budget_above,
    inherited.nature_above
from deep
left join inherited
    on deep.line_key = inherited.line_key
