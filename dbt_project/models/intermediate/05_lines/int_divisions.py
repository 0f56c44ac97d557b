"""Which lines of a block are the sum of which, and which columns, found by search over the exact numbers.

Words and paper give hints (codes, numbers, where the text begins, totals, units), sums decide:
pipelines/structure says how.
"""

import pyarrow as pa

from pipelines.structure.batch import divisions_of_batch

SCHEMA = pa.schema(
    [
        ("block_key", pa.string()),
        ("list_key", pa.string()),
        ("axis", pa.string()),
        ("division_no", pa.int32()),
        ("is_main", pa.bool_()),
        ("is_settled", pa.bool_()),
        ("whole_key", pa.string()),
        ("part_key", pa.string()),
        ("kind", pa.string()),
        ("hints", pa.list_(pa.string())),
        ("is_proven", pa.bool_()),
        ("is_open", pa.bool_()),
        ("exact_count", pa.int32()),
        ("failed_count", pa.int32()),
    ]
)


def model(dbt, session):
    """The table of divisions of this batch."""
    dbt.config(materialized="table")
    cells = dbt.ref("int_cells")
    columns = dbt.ref("int_columns")
    tables = dbt.ref("int_tables")
    labels = dbt.ref("int_line_labels")
    kinds = dbt.ref("int_line_kinds")
    ancestors = dbt.ref("int_code_ancestors")
    names = dbt.ref("int_function_name_matches")

    # What is bought from others is no part of expenditure beside it. Prices and rates do not add up.
    money_columns = session.sql("""
        with

        wider_kinds as (

            select
                tree,
                code,
                list(ancestor_code order by distance desc) as path
            from ancestors
            group by tree, code

        ),

        kinds_of_columns as (

            select
                columns.*,
                coalesce(natures.path, []) || [coalesce(columns.nature, 'total')] as nature_path,
                coalesce(sources.path, []) || [coalesce(columns.fund_source, 'total')] as source_path
            from columns
            left join wider_kinds as natures
                on natures.tree = 'nature' and columns.nature = natures.code
            left join wider_kinds as sources
                on sources.tree = 'fund_source' and columns.fund_source = sources.code

        )

        select
            block_key,
            column_key,
            header_path as header,
            is_total,
            nature_path[1] as family,
            [nature_path, source_path] as kinds
        from kinds_of_columns
        where
            table_key in (
                select tables.table_key from tables
                where tables.layout in ('matrix', 'balance', 'summary_form')
            )
            and is_amount
            and coalesce(measure, 'amount') = 'amount'
        order by block_key, col_no
    """)
    # A number that could not be read is known to be there. A whole number was rounded like its column.
    figures = session.sql("""
        select
            cells.line_key,
            cells.column_key,
            cells.amount_value is not null as is_read,
            cast(cast(coalesce(cells.amount_value, 0) * 1000000 as hugeint) as varchar) as value,
            length(regexp_extract(cells.squashed_text, '[.]([0-9]+)', 1)) as own_decimals,
            coalesce(nullif(own_decimals, 0), max(own_decimals) over (partition by cells.column_key))
            - cast(round(log10(cells.unit_ratio)) as integer) as decimals
        from cells
        inner join money_columns
            on cells.column_key = money_columns.column_key
        where
            cells.row_class = 'data'
            and cells.line_key is not null
            and (cells.amount_value is not null or cells.has_digits)
    """)
    # Among lines with codes, one without stands for a unit, or for all of them.
    coded = session.sql("""
        select distinct labels.block_key
        from labels
        inner join kinds
            on labels.line_key = kinds.line_key
        where kinds.classification_code is not null
    """)
    # 货物 above units above items: a heading heads headings, or items. In a balance a class heads its
    # sections, and after the total of the current year the carry-over the budgets that it comes from.
    headings = session.sql("""
        select
            kinds.line_key,
            case
                when bool_or(kinds.is_heading) over block
                    then case
                        when not kinds.is_heading then 3
                        when lead(kinds.is_heading) over lines_of_block then 1
                        else 2
                    end
                when labels.layout <> 'balance' then null
                when labels.label_fund_source <> 'total' and bool_or(kinds.is_total) over lines_of_block
                    then case when labels.label_fund_source = 'carryover' then 1 else 2 end
                when labels.numbering_depth = 0 then coalesce(names.code_length, length(names.class_code))
            end as depth
        from kinds
        inner join labels
            on kinds.line_key = labels.line_key
        left join names
            on labels.squashed_label = names.squashed_label
        where kinds.amount_count > 0
        window
            block as (partition by labels.block_key),
            lines_of_block as (partition by labels.block_key order by labels.row_no)
    """)
    lines = session.sql("""
        select
            labels.block_key,
            concat_ws('|', labels.block_key, labels.period_text) as list_key,
            labels.line_key,
            bool_or(
                labels.item_code
                in ('abroad', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception')
            ) over (partition by labels.table_key) as is_among_items,
            -- The words of an unknown column name the lines of a block where no known column does.
            case
                when
                    bool_or(bool_or(cells.column_role <> 'unknown_words'))
                    over (partition by labels.block_key)
                    then min(cells.text_x0) filter (where cells.column_role <> 'unknown_words')
                else min(cells.text_x0)
            end as text_x0,
            max(case when labels.numbering_depth between 1 and 8 then labels.numbering_depth else 0 end)
                as numbering_depth,
            any_value(headings.depth) as heading_depth,
            coalesce(any_value(kinds.classification_code), '') as code,
            any_value(kinds.is_total) as is_total,
            any_value(
                kinds.is_unit_row or (coded.block_key is not null and kinds.classification_code is null)
            ) as is_unit,
            any_value(labels.numbering_depth) = 9 as is_partial,
            any_value(kinds.is_total or (kinds.is_unit_row and kinds.printed_unit_code is not null))
                as ends_list,
            any_value(
                kinds.classification_code is null
                and labels.numbering_depth = 0
                and labels.squashed_label <> ''
                and labels.row_kind is null
            ) as is_plain,
            any_value(labels.layout) = 'balance' as totals_below
        from labels
        inner join kinds
            on labels.line_key = kinds.line_key
        left join coded
            on labels.block_key = coded.block_key
        left join headings
            on labels.line_key = headings.line_key
        left join cells
            on
                labels.named_line_key = cells.line_key
                and cells.column_role in ('label', 'item_label', 'unit_label', 'unknown_words')
        group by
            labels.table_key,
            labels.block_key,
            labels.period_text,
            labels.line_key,
            labels.row_no,
            labels.item_code
        order by labels.block_key, labels.row_no
    """)
    batch = [relation.to_arrow_table().to_pylist() for relation in (lines, money_columns, figures)]
    return pa.Table.from_pylist(list(divisions_of_batch(*batch)), SCHEMA)
