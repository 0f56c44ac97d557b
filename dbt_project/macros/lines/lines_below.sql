{#
    SQL: what follows below each line with figures, in its block and of its period: whether the next part of the same
    sum, whether its only part (a sum with the same figure that is part of nothing else, or the line itself with its
    code), whether a longer code, and at which rows the next unit or total, the next figures, the next line as deep as
    this one, and the next deeper one. Takes the relation of the lines.
#}
{% macro lines_below(lines) -%}
    select
        lines.line_key,
        arg_min(below.proven_whole_key, below.row_no) filter (where below.is_valued) = any_value(lines.proven_whole_key)
            as is_before_sibling,
        any_value(lines.proven_whole_key) is not null
        and arg_min(
            below.is_sum and below.proven_whole_key is null and below.leading_value = lines.leading_value, below.row_no
        ) filter (where below.is_valued)
        or coalesce(
            -- A project by its name alone, and in the next row with its codes.
            any_value(lines.classification_code) is null
            and arg_min(
                below.squashed_label = lines.squashed_label
                and below.leading_value = lines.leading_value
                and below.classification_code is not null,
                below.row_no
            ) filter (where below.is_valued),
            false
        ) as has_one_part,
        bool_or(
            length(below.classification_code) > length(lines.classification_code)
            and starts_with(below.classification_code, lines.classification_code)
        ) as has_deeper_code,
        min(below.row_no) filter (
            where below.is_total
            or (
                below.is_unit_row
                and not coalesce(below.printed_unit_code like lines.printed_unit_code || '_%', false)
            )
        ) as next_unit_row_no,
        min(below.row_no) filter (where below.is_valued) as next_valued_row_no,
        min(below.row_no) filter (where below.depth <= lines.depth) as next_peer_row_no,
        min(below.row_no) filter (
            where below.depth > lines.depth
            and below.is_valued
            and (
                lines.item_code is null
                or below.item_code is null
                or lines.item_code in (below.item_code, below.parent_item_code)
            )
        ) as next_deeper_row_no
    from {{ lines }} as lines
    inner join {{ lines }} as below
        on
            lines.block_key = below.block_key
            and lines.period_text is not distinct from below.period_text
            and lines.row_no < below.row_no
            and (below.is_valued or lines.depth >= below.depth)
    where lines.is_valued
    group by lines.line_key
{%- endmacro %}
