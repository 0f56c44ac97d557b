{#
    SQL: the label that is merged over a line with amounts from a row above it: one project beside the amounts of
    several units, one in each row, also over a page end. Of several the nearest one, and a label before a code with its
    name. A label that reaches from the block at the left up to the amount of a line is that line's (公用经费合计 across
    two groups of accounts). Takes the relation of the cells of data rows. A macro, as a model of its own would push
    every published amount one step further from the paper.
#}
{% macro merged_labels(cells) -%}
    with

    merged_cells as (

        select
            *,
            column_role in ('label', 'item_label') as is_label
        from {{ cells }}
        where
            (row_span > 1 or col_span > 1)
            and regexp_matches(compact_text, '\p{Han}')
            and (
                column_role in ('label', 'item_label', 'project_code', 'procurement_code')
                or starts_with(column_role, 'code')
            )

    ),

    valued_lines as (

        select
            line_key,
            row_key,
            block_key,
            any_value(row_no) as row_no,
            min(col_no) as first_amount_col_no
        from {{ cells }}
        where is_amount_column and amount_value is not null
        group by line_key, row_key, block_key

    ),

    labelled_lines as (

        select
            merged_cells.* replace (valued_lines.line_key as line_key)
        from valued_lines
        inner join merged_cells
            on
                valued_lines.block_key = merged_cells.block_key
                and valued_lines.row_no > merged_cells.row_no
                and valued_lines.row_no < merged_cells.row_no + merged_cells.row_span

        union all

        select
            merged_cells.* replace (valued_lines.line_key as line_key)
        from valued_lines
        inner join merged_cells
            on
                valued_lines.row_key = merged_cells.row_key
                and valued_lines.block_key <> merged_cells.block_key
                and valued_lines.first_amount_col_no = merged_cells.col_no + merged_cells.col_span

    )

    select
        line_key,
        arg_max(compact_text, (row_no, is_label, -col_no)) as label_text
    from labelled_lines
    group by line_key
{%- endmacro %}
