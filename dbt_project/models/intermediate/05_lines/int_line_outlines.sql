{#
    Where each line stands in the outline of its block: its depth, by numbering, by 其中, by the names of the
    classification, or, behind the total of the current year, as a part of the carry-over; and the line above it
    that it belongs to. Totals divide a block into segments.
#}
with recursive

line_kinds as (

    select * from {{ ref('int_line_kinds') }}

),

functions as (

    select * from {{ ref('functions') }}

),

class_names as (

    select
        {{ class_name(squash('name_zh')) }} as class_name,
        min(code) as class_code
    from functions
    where level = 'class'
    group by {{ class_name(squash('name_zh')) }}
    having count(distinct code) = 1

),

deeper_names as (

    select
        {{ squash('name_zh') }} as squashed_name,
        min(length(code)) as code_length
    from functions
    where level <> 'class'
    group by {{ squash('name_zh') }}

),

unnumbered_labels as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        squashed_label
    from line_kinds
    where numbering_depth = 0

),

named as (

    select
        line_kinds.*,
        unnumbered_labels.squashed_label is not null as is_below_unnumbered,
        class_names.class_code,
        case
            when class_names.class_code is null and coalesce(line_kinds.numbering_depth, 0) = 0
                then deeper_names.code_length
        end as name_depth,
        last_value(
            case when line_kinds.numbering_depth between 1 and 8 then line_kinds.numbering_depth end ignore nulls
        ) over lines_so_far as numbered_depth_above,
        count(*) filter (where line_kinds.is_total) over lines_so_far
        - case when line_kinds.is_total then 1 else 0 end as segment_no
    from line_kinds
    left join unnumbered_labels
        on
            line_kinds.disclosure_key = unnumbered_labels.disclosure_key
            and line_kinds.table_no = unnumbered_labels.table_no
            and line_kinds.block_no = unnumbered_labels.block_no
            and line_kinds.parent_hint = unnumbered_labels.squashed_label
    left join class_names
        on
            line_kinds.layout = 'balance'
            and {{ class_name('line_kinds.squashed_label') }} = class_names.class_name
    left join deeper_names
        on line_kinds.layout = 'balance' and line_kinds.squashed_label = deeper_names.squashed_name
    window lines_so_far as (
        partition by line_kinds.disclosure_key, line_kinds.table_no, line_kinds.block_no order by line_kinds.row_no
    )

),

outlined as (

    select
        *,
        case
            when is_total then 0
            -- 货物 above units above items: a heading of headings, or of items.
            when is_heading and amount_count > 0
                then case
                    when
                        lead(is_heading) over (
                            partition by disclosure_key, table_no, block_no, amount_count > 0 order by row_no
                        )
                        then 1
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
        last_value(
            case when numbering_depth <> 9 and not is_total then outline_depth end ignore nulls
        ) over above_lines as depth_above,
        last_value(case when class_code is not null then outline_depth end ignore nulls) over above_lines
            as class_depth_above,
        last_value(
            case
                when label_fund_source = 'carryover' and numbering_depth <> 9 then outline_depth
            end ignore nulls
        ) over above_lines as carryover_depth_above
    from outlined
    window above_lines as (
        partition by disclosure_key, table_no, block_no, segment_no order by row_no
        rows between unbounded preceding and 1 preceding
    )

),

deep as (

    select
        *,
        label_fund_source in ('general_public', 'gov_fund', 'soe_capital')
        and numbering_depth between 1 and 8 as names_budget,
        case
            when numbering_depth = 9 then coalesce(depth_above, 0) + 5
            when
                layout = 'balance'
                and segment_no > 0
                and carryover_depth_above is not null
                and label_fund_source in (
                    'general_public', 'gov_fund', 'soe_capital', 'special_account', 'unit_fund', 'fiscal'
                )
                then carryover_depth_above + 5
            when name_depth is not null and class_depth_above is not null then class_depth_above + name_depth
            else outline_depth
        end as depth
    from surrounded

),

parents as (

    select
        lines.disclosure_key,
        lines.table_no,
        lines.block_no,
        lines.row_no,
        max(parent.row_no) as parent_row_no
    from deep as lines
    inner join deep as parent
        on
            lines.disclosure_key = parent.disclosure_key
            and lines.table_no = parent.table_no
            and lines.block_no = parent.block_no
            and lines.segment_no = parent.segment_no
            and lines.row_no > parent.row_no
            and lines.depth > parent.depth
    where not lines.is_total and not parent.is_total
    group by lines.disclosure_key, lines.table_no, lines.block_no, lines.row_no

),

ancestors as (

    select
        disclosure_key,
        table_no,
        block_no,
        row_no,
        parent_row_no as ancestor_row_no,
        1 as steps
    from parents

    union all

    select
        ancestors.disclosure_key,
        ancestors.table_no,
        ancestors.block_no,
        ancestors.row_no,
        parents.parent_row_no as ancestor_row_no,
        ancestors.steps + 1 as steps
    from ancestors
    inner join parents
        on
            ancestors.disclosure_key = parents.disclosure_key
            and ancestors.table_no = parents.table_no
            and ancestors.block_no = parents.block_no
            and ancestors.ancestor_row_no = parents.row_no

),

-- What the nearest line above says of fund source and nature; a carry-over stays one however deep its parts stand.
inherited as (

    select
        ancestors.disclosure_key,
        ancestors.table_no,
        ancestors.block_no,
        ancestors.row_no,
        min(ancestors.ancestor_row_no) filter (where ancestors.steps = 1) as parent_row_no,
        bool_or(deep.label_fund_source = 'carryover') as is_below_carryover,
        arg_min(deep.label_fund_source, ancestors.steps) filter (where deep.label_fund_source <> 'total')
            as fund_source_above,
        arg_min(deep.label_fund_source, ancestors.steps) filter (where deep.names_budget) as budget_above,
        arg_min(deep.label_nature, ancestors.steps) filter (where deep.label_nature <> 'total') as nature_above
    from ancestors
    inner join deep
        on
            ancestors.disclosure_key = deep.disclosure_key
            and ancestors.table_no = deep.table_no
            and ancestors.block_no = deep.block_no
            and ancestors.ancestor_row_no = deep.row_no
    group by ancestors.disclosure_key, ancestors.table_no, ancestors.block_no, ancestors.row_no

)

select
    deep.disclosure_key,
    deep.table_no,
    deep.block_no,
    deep.row_no,
    deep.class_code,
    deep.name_depth,
    deep.segment_no,
    deep.outline_depth,
    deep.depth,
    inherited.parent_row_no,
    coalesce(inherited.is_below_carryover, false) as is_below_carryover,
    inherited.fund_source_above,
    -- 5.其他收入 inside 一、一般公共预算拨款 is of that budget, whatever its own words mean elsewhere.
    case when deep.numbering_depth between 1 and 8 then inherited.budget_above end as budget_above,
    inherited.nature_above
from deep
left join inherited
    on
        deep.disclosure_key = inherited.disclosure_key
        and deep.table_no = inherited.table_no
        and deep.block_no = inherited.block_no
        and deep.row_no = inherited.row_no
