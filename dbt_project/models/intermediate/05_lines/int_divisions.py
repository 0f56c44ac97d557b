"""Which lines of a block are the sum of which, and which columns, found by search over the exact numbers.

Words and paper give hints (codes, numbers, where the text begins, totals, units), sums decide:
pipelines/structure says how.
"""

import pyarrow as pa

from pipelines.structure.rows import division_rows

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

    # The figures of one year add up, those of several do not: each period of a block is searched by itself.
    periods = session.sql("""
        select distinct block_key, concat_ws('|', block_key, period_text) as list_key
        from labels
    """)
    # Where the items of the three public expenses are rows, their names divide them.
    tables_of_items = session.sql("""
        select distinct table_key
        from labels
        where item_code in ('abroad', 'vehicles', 'vehicle_purchase', 'vehicle_operation', 'reception')
    """)
    # Prices and rates do not add up.
    money_columns = session.sql("""
        select
            periods.list_key as block_key,
            columns.column_key,
            columns.col_no,
            columns.header_path,
            columns.is_total
        from columns
        inner join periods
            on columns.block_key = periods.block_key
        inner join tables
            on columns.table_key = tables.table_key
        left join tables_of_items
            on columns.table_key = tables_of_items.table_key
        where
            tables.layout in ('matrix', 'balance', 'summary_form')
            and tables_of_items.table_key is null
            and columns.is_amount
            and coalesce(columns.measure, 'amount') = 'amount'
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
        inner join (select distinct column_key from money_columns) as money_columns
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
    lines = session.sql("""
        select
            concat_ws('|', labels.block_key, labels.period_text) as block_key,
            labels.line_key,
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
        left join cells
            on
                labels.named_line_key = cells.line_key
                and cells.column_role in ('label', 'item_label', 'unit_label', 'unknown_words')
        group by labels.block_key, labels.period_text, labels.line_key, labels.row_no
        order by block_key, labels.row_no
    """)
    rows = division_rows(
        lines.to_arrow_table().to_pylist(),
        header_ids(money_columns.order("block_key, col_no").to_arrow_table().to_pylist()),
        exact_figures(figures.to_arrow_table().to_pylist()),
    )
    return pa.Table.from_pylist([row | keys_of_list(row["block_key"]) for row in rows], SCHEMA)


def keys_of_list(list_key):
    """The key of a list, and of the block whose lines of one period it holds."""
    return {"list_key": list_key, "block_key": list_key.partition("|")[0]}


def header_ids(columns):
    """The columns with a number for each text of their header paths in place of the text."""
    ids = {}
    for column in columns:
        path = column.pop("header_path") or []
        column["header"] = [ids.setdefault(tuple(path[: n + 1]), len(ids)) for n in range(len(path))]
    return columns


def exact_figures(figures):
    """The figures in millionths, each with the step to which it is rounded."""
    return [
        {
            "line_key": figure["line_key"],
            "column_key": figure["column_key"],
            "value": int(figure["value"]) if figure["is_read"] else None,
            "step": 10 ** max(0, 6 - (figure["decimals"] or 0)),
        }
        for figure in figures
    ]
