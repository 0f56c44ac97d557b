"""A document as Arrow tables, one per content table of the raw schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipelines.readers.document import Box, Cell, Document, Line, Page, Table
from pipelines.reading.content import CONTENT_TABLES

# The values of a row, without the key of its document.
Row = tuple[Any, ...]

_ARROW_TYPES = {
    "varchar": pa.string(),
    "varchar[]": pa.list_(pa.string()),
    "integer": pa.int32(),
    "integer[]": pa.list_(pa.int32()),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"),
}


def arrow_table(columns: Mapping[str, str], rows: Iterable[Row]) -> pa.Table:
    """Rows in the order of ``columns`` (name -> DuckDB type) as one Arrow table."""
    schema = pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in columns.items()])
    values = list(zip(*rows, strict=True)) or [() for _ in columns]
    arrays = [pa.array(column, type=field.type) for column, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def content_tables(disclosure_key: str, document: Document) -> dict[str, pa.Table]:
    """The rows of one document, by content table."""
    rows: dict[str, Iterable[Row]] = {
        "pages": map(_page_row, document.pages),
        "lines": map(_line_row, document.lines),
        "tables": map(_table_row, document.tables),
        "cells": ((table.table_no, *_cell_row(cell)) for table in document.tables for cell in table.cells),
        "refused_tables": (
            (table.page_no, table.finder, table.reason, *_edges(table.box))
            for table in document.refused_tables
        ),
        "notices": (
            (notice.reason, list(notice.pages), _storable(notice.message)) for notice in document.warnings
        ),
        "hidden_texts": (
            (number, text.page_no, *_edges(text.box), _storable(text.text), text.reason)
            for number, text in enumerate(document.hidden_texts, 1)
        ),
    }
    return {
        name: arrow_table(columns, ((disclosure_key, *row) for row in rows[name]))
        for name, columns in CONTENT_TABLES.items()
    }


def _page_row(page: Page) -> Row:
    return (
        page.page_no,
        page.width,
        page.height,
        page.rotation,
        page.character_count,
        page.image_only,
        page.ocr_layer,
        None if page.name is None else _storable(page.name),
        page.recognised,
        page.recognition_seconds,
        page.recognition_score,
    )


def _line_row(line: Line) -> Row:
    return (
        line.line_no,
        line.page_no,
        _storable(line.text),
        *_edges(line.box),
        line.source_line,
        line.recognition_score,
    )


def _table_row(table: Table) -> Row:
    return (
        table.table_no,
        table.after_line_no,
        table.page_first,
        table.page_last,
        table.row_count,
        table.column_count,
        table.header_row_count,
        table.finder,
    )


def _cell_row(cell: Cell) -> Row:
    return (
        cell.row_no,
        cell.col_no,
        cell.row_span,
        cell.col_span,
        cell.page_no,
        *_edges(cell.box),
        cell.source_line,
        _storable(cell.text),
        cell.printed_again,
        cell.column_by_place,
        cell.text_x0,
        cell.alignment,
        cell.known_by_shape,
        cell.reference,
        cell.recognition_score,
        cell.stored_value,
        cell.lines_end_early,
    )


def _edges(box: Box | None) -> tuple[float | None, float | None, float | None, float | None]:
    return (None, None, None, None) if box is None else (box.x0, box.top, box.x1, box.bottom)


def _storable(text: str) -> str:
    """Text that UTF-8 can hold: a broken font may yield half a surrogate pair or a null character."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
