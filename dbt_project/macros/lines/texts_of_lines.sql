{#
    SQL: the texts of each line, by what their columns hold: one row for what a data row prints within one block. The
    words by which a line stands for a year of what is named above it are none of them. Takes the relations of the
    cells of data rows and of the periods of lines. A macro, as a model of its own would push every published amount
    one step further from the paper.
#}
{% macro texts_of_lines(cells, line_periods) -%}
    with

    line_cells as (

        select
            cells.*,
            regexp_full_match(cells.squashed_text, '[0-9]{2,}') as is_digits,
            -- A name that only classifies the line yields to the line's own name.
            case when cells.code_system is null then 0 else 10000 end + cells.col_no as label_rank,
            min(case when cells.column_role = 'label' then cells.col_no end) over (
                partition by cells.block_key
            ) as first_label_col_no
        from {{ cells }} as cells
        left join {{ line_periods }} as line_periods
            on cells.cell_key = line_periods.cell_key and line_periods.named_line_key is not null
        where
            line_periods.cell_key is null
            and (
                cells.is_key_column
                or cells.column_role in ('text', 'measure_unit', 'unknown_words')
                or (cells.is_amount_column and cells.amount_value is not null)
            )

    )

    select
        line_key,
        block_key,
        table_key,
        row_key,
        disclosure_key,
        table_no,
        row_no,
        block_no,
        coalesce(
            arg_min(compact_text, label_rank) filter (where column_role = 'item_label' and not is_digits),
            arg_min(compact_text, label_rank) filter (where column_role = 'label' and not is_digits),
            arg_min(compact_text, label_rank) filter (where column_role = 'unknown_words' and not is_digits),
            arg_min(compact_text, col_no) filter (where column_role = 'unit_label' and not is_digits)
        ) as label_text,
        -- Where no name is printed, 合计 is in the column of kinds of projects before the names.
        arg_min(compact_text, col_no) filter (
            where column_role = 'text' and col_no < first_label_col_no and not is_digits
        ) as leading_text,
        arg_min(compact_text, col_no) filter (
            where (column_role like 'code%' or column_role in ('project_code', 'procurement_code'))
            and regexp_matches(compact_text, '\p{Han}')
        ) as code_label_text,
        arg_min(compact_text, col_no) filter (where column_role = 'unit_label' and regexp_matches(compact_text, '\p{Han}'))
            as unit_text,
        arg_min(header_text, col_no) filter (where column_role = 'unit_label' and regexp_matches(compact_text, '\p{Han}'))
            as unit_header_text,
        -- Names of the procurement catalogue are beside its codes or in their columns, and in no list of ours.
        list(compact_text order by label_rank) filter (
            where (column_role = 'label' and code_system is not null and not is_digits)
            or (
                column_role in ('code', 'procurement_code')
                and code_system = 'procurement'
                and regexp_matches(compact_text, '\p{Han}')
            )
        ) as system_texts,
        arg_min(header_text, label_rank) filter (where column_role in ('label', 'unknown_words') and not is_digits)
            as label_header_text,
        arg_min(compact_text, (code_system = 'government', col_no)) filter (
            where
            column_role = 'label' and code_system in ('department', 'economic', 'government') and not is_digits
        ) as economic_label_text,
        arg_min(compact_text, col_no) filter (where column_role = 'measure_unit') as measure_unit_text,
        arg_min(compact_text, col_no) filter (where column_role = 'text' and not is_digits) as row_text,
        min(recognition_score) filter (where is_key_column or column_role = 'unknown_words') as line_recognition_score
    from line_cells
    group by line_key, block_key, table_key, row_key, disclosure_key, table_no, row_no, block_no
{%- endmacro %}
