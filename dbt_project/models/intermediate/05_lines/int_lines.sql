{#
    The lines of every statement, block by block: who they are (codes, label), what they stand under, and
    whether they are a total, a subtotal or a detail.
#}
with

line_kinds as (

    select * from {{ ref('int_line_kinds') }}

),

line_outlines as (

    select * from {{ ref('int_line_outlines') }}

),

line_sums as (

    select * from {{ ref('int_line_sums') }}

),

lines as (

    select
        line_kinds.* exclude (is_unit_row, row_kind, leading_value),
        line_outlines.* exclude (disclosure_key, table_no, block_no, row_no, name_depth),
        line_sums.is_sum,
        -- A name that reads like a unit's heads no rows if no rows come to its amount.
        line_kinds.is_unit_row
        and (line_kinds.printed_unit_code is not null or coalesce(line_sums.is_sum or not line_sums.has_sums, true))
            as is_unit_row,
        line_kinds.row_kind,
        count(*) filter (where line_kinds.amount_count > 0) over whole_block
            as valued_line_count
    from line_kinds
    inner join line_outlines
        on
            line_kinds.disclosure_key = line_outlines.disclosure_key
            and line_kinds.table_no = line_outlines.table_no
            and line_kinds.block_no = line_outlines.block_no
            and line_kinds.row_no = line_outlines.row_no
    left join line_sums
        on
            line_kinds.disclosure_key = line_sums.disclosure_key
            and line_kinds.table_no = line_sums.table_no
            and line_kinds.block_no = line_sums.block_no
            and line_kinds.row_no = line_sums.row_no
    window whole_block as (partition by line_kinds.disclosure_key, line_kinds.table_no, line_kinds.block_no)

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
        min(
            case
                when
                    child.is_total
                    or (
                        child.is_unit_row
                        and not coalesce(child.printed_unit_code like parent.printed_unit_code || '_%', false)
                    )
                    then child.row_no
            end
        ) as next_unit_row_no,
        min(case when child.amount_count > 0 then child.row_no end) as next_valued_row_no,
        min(case when child.depth <= parent.depth then child.row_no end) as next_peer_row_no,
        min(
            case
                when
                    child.depth > parent.depth
                    and child.amount_count > 0
                    and (
                        parent.item_code is null
                        or child.item_code is null
                        or parent.item_code in (child.item_code, child.parent_item_code)
                    )
                    then child.row_no
            end
        ) as next_deeper_row_no
    from lines as parent
    inner join lines as child
        on
            parent.disclosure_key = child.disclosure_key
            and parent.table_no = child.table_no
            and parent.block_no = child.block_no
            and parent.row_no < child.row_no
            and (child.amount_count > 0 or parent.depth >= child.depth)
    where parent.amount_count > 0
    group by parent.disclosure_key, parent.table_no, parent.row_no, parent.block_no

)

select
    lines.* exclude (
        row_kind, is_sum, unit_code_above, printed_unit_code, item_code, parent_item_code, is_heading, names_unit_group
    ),
    case when lines.is_total then lines.printed_unit_code else lines.unit_code_above end as unit_code,
    case
        when lines.is_total or lines.valued_line_count = 1 then 'total'
        when lines.row_kind = 'subtotal' or lines.is_heading then 'subtotal'
        when lines.is_sum is not null then case when lines.is_sum then 'subtotal' else 'detail' end
        when lines.is_unit_row
            then case
                when related.next_valued_row_no < coalesce(related.next_unit_row_no, related.next_valued_row_no + 1)
                    then 'subtotal'
                else 'detail'
            end
        when lines.classification_code is not null
            then case when coalesce(related.has_deeper_code, false) then 'subtotal' else 'detail' end
        when
            related.next_deeper_row_no is not null
            and (related.next_peer_row_no is null or related.next_deeper_row_no < related.next_peer_row_no)
            then 'subtotal'
        else 'detail'
    end as row_role
from lines
left join related
    on
        lines.disclosure_key = related.disclosure_key
        and lines.table_no = related.table_no
        and lines.row_no = related.row_no
        and lines.block_no = related.block_no
