{#
    The lines of every statement, block by block: who they are (codes, label), what they stand under, and
    whether they are a total, a subtotal or a detail.
#}
with

line_codes as (

    select * from {{ ref('int_line_codes') }}

),

row_labels as (

    select * from {{ ref('int_row_labels') }}

),

three_public_items as (

    select * from {{ ref('three_public_items') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

column_blocks as (

    select * from {{ ref('int_column_blocks') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

amount_counts as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        column_blocks.block_no,
        count(*) as amount_count
    from cells
    inner join table_rows
        on
            cells.disclosure_key = table_rows.disclosure_key
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
            and table_rows.row_class = 'data'
    inner join column_blocks
        on
            cells.disclosure_key = column_blocks.disclosure_key
            and cells.table_no = column_blocks.table_no
            and cells.col_no = column_blocks.col_no
            and column_blocks.is_amount
    where cells.number_value is not null
    group by cells.disclosure_key, cells.table_no, cells.row_no, column_blocks.block_no

),

lines as (

    select
        coalesce(line_codes.disclosure_key, amount_counts.disclosure_key) as disclosure_key,
        coalesce(line_codes.table_no, amount_counts.table_no) as table_no,
        coalesce(line_codes.row_no, amount_counts.row_no) as row_no,
        coalesce(line_codes.block_no, amount_counts.block_no) as block_no,
        line_codes.* exclude (disclosure_key, table_no, row_no, block_no, unit_code),
        line_codes.unit_code as printed_unit_code,
        coalesce(amount_counts.amount_count, 0) as amount_count,
        row_labels.row_kind,
        row_labels.fund_source as label_fund_source,
        row_labels.nature as label_nature,
        row_labels.parent_hint,
        case
            when not coalesce(line_codes.is_heading, false)
                then coalesce(
                    line_codes.function_code, line_codes.department_economic_code,
                    line_codes.government_economic_code
                )
        end as classification_code
    from line_codes
    full outer join amount_counts
        on
            line_codes.disclosure_key = amount_counts.disclosure_key
            and line_codes.table_no = amount_counts.table_no
            and line_codes.row_no = amount_counts.row_no
            and line_codes.block_no = amount_counts.block_no
    left join row_labels
        on line_codes.squashed_label = row_labels.squashed_label

),

-- In the statement of the three public expenses the items themselves say what stands under what.
itemised_labels as (

    select
        labels.squashed_label,
        three_public_items.item_code,
        three_public_items.parent_item_code
    from (
        select distinct squashed_label from lines
        where statement_code = 'three_public' and squashed_label <> ''
    ) as labels
    inner join three_public_items
        on regexp_full_match(labels.squashed_label, three_public_items.pattern)
    qualify row_number() over (partition by labels.squashed_label order by three_public_items.priority) = 1

),

unnumbered_labels as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        squashed_label
    from lines
    where numbering_depth = 0

),

kinded as (

    select
        lines.*,
        unnumbered_labels.squashed_label is not null as is_below_unnumbered,
        itemised_labels.item_code,
        itemised_labels.parent_item_code,
        coalesce(row_kind = 'total', false)
        or (
            coalesce(lines.squashed_label, '') = ''
            and classification_code is null
            and printed_unit_code is null
            and project_code is null
            and amount_count > 0
        ) as is_total,
        classification_code is null
        and project_code is null
        and (
            printed_unit_code is not null
            -- A column headed 项目（单位） lists units among its projects.
            or (
                coalesce(regexp_matches(label_header_text, '单位'), false)
                and regexp_matches(
                    lines.squashed_label, '(?:局|委|会|室|厅|部|院|中心|校|馆|站|所|队|处|办)(?:[(](?:本级|机关)[)])?$'
                )
            )
        ) as is_unit_row,
        -- A group of units (全额) ends the unit above.
        nullif(
            last_value(coalesce(printed_unit_code, case when names_unit_group then '' end) ignore nulls) over (
                partition by lines.disclosure_key, lines.table_no, lines.block_no order by row_no
            ),
            ''
        ) as unit_code_above,
        count(*) filter (where amount_count > 0) over (
            partition by lines.disclosure_key, lines.table_no, lines.block_no
        ) as valued_line_count,
        last_value(case when numbering_depth between 1 and 8 then numbering_depth end ignore nulls) over (
            partition by lines.disclosure_key, lines.table_no, lines.block_no order by row_no
        ) as numbered_depth_above
    from lines
    left join unnumbered_labels
        on
            lines.disclosure_key = unnumbered_labels.disclosure_key
            and lines.table_no = unnumbered_labels.table_no
            and lines.block_no = unnumbered_labels.block_no
            and lines.parent_hint = unnumbered_labels.squashed_label
    left join itemised_labels
        on lines.squashed_label = itemised_labels.squashed_label and lines.statement_code = 'three_public'

),

deep as (

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
    from kinded

),

related as (

    select
        parent.disclosure_key,
        parent.table_no,
        parent.row_no,
        parent.block_no,
        bool_or(
            child.classification_code is not null
            and parent.classification_code is not null
            and length(child.classification_code) > length(parent.classification_code)
            and starts_with(child.classification_code, parent.classification_code)
        ) as has_deeper_code,
        bool_or(parent.is_unit_row and not child.is_total) as has_rows_of_unit,
        min(
            case
                when child.outline_depth <= parent.outline_depth then child.row_no
            end
        ) as next_peer_row_no,
        min(
            case
                when
                    child.outline_depth > parent.outline_depth
                    and child.amount_count > 0
                    and (
                        parent.item_code is null
                        or child.item_code is null
                        or parent.item_code in (child.item_code, child.parent_item_code)
                    )
                    then child.row_no
            end
        ) as next_deeper_row_no
    from deep as parent
    inner join deep as child
        on
            parent.disclosure_key = child.disclosure_key
            and parent.table_no = child.table_no
            and parent.block_no = child.block_no
            and parent.row_no < child.row_no
            and (child.amount_count > 0 or parent.outline_depth >= child.outline_depth)
    where parent.amount_count > 0
    group by parent.disclosure_key, parent.table_no, parent.row_no, parent.block_no

)

select
    deep.* exclude (
        row_kind, numbered_depth_above, unit_code_above, printed_unit_code, is_total, item_code, parent_item_code,
        label_header_text, is_heading, names_unit_group
    ),
    deep.is_total,
    case when deep.is_total then deep.printed_unit_code else deep.unit_code_above end as unit_code,
    case
        when deep.is_total or deep.valued_line_count = 1 then 'total'
        when deep.row_kind = 'subtotal' or deep.is_heading then 'subtotal'
        when deep.is_unit_row then case when coalesce(related.has_rows_of_unit, false) then 'subtotal' else 'detail' end
        when deep.classification_code is not null
            then case when coalesce(related.has_deeper_code, false) then 'subtotal' else 'detail' end
        when
            related.next_deeper_row_no is not null
            and (related.next_peer_row_no is null or related.next_deeper_row_no < related.next_peer_row_no)
            then 'subtotal'
        else 'detail'
    end as row_role
from deep
left join related
    on
        deep.disclosure_key = related.disclosure_key
        and deep.table_no = related.table_no
        and deep.row_no = related.row_no
        and deep.block_no = related.block_no
