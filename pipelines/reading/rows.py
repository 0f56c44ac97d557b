"""A document as Arrow tables, one per content table of the raw schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipelines.readers.document import Box, Document
from pipelines.reading.content import CONTENT_TABLES

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


def arrow_table(columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Rows in the order of ``columns`` (name -> DuckDB type) as one Arrow table."""
    schema = pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in columns.items()])
    values = list(zip(*rows, strict=True)) or [() for _ in columns]
    arrays = [pa.array(column, type=field.type) for column, field in zip(values, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def content_tables(disclosure_key: str, document: Document) -> dict[str, pa.Table]:
    """The rows of one document, by content table."""
    rows: dict[str, list[tuple[Any, ...]]] = {
        "pages": [
            (
                disclosure_key,
                p.page_no,
                p.width,
                p.height,
                p.rotation,
                p.character_count,
                p.image_only,
                p.ocr_layer,
                None if p.name is None else _storable(p.name),
                p.recognised,
                p.recognition_seconds,
                p.recognition_score,
            )
            for p in document.pages
        ],
        "lines": [
            (
                disclosure_key,
                n.line_no,
                n.page_no,
                _storable(n.text),
                *_edges(n.box),
                n.source_line,
                n.recognition_score,
            )
            for n in document.lines
        ],
        "tables": [
            (
                disclosure_key,
                t.table_no,
                t.after_line_no,
                t.page_first,
                t.page_last,
                t.row_count,
                t.column_count,
                t.header_row_count,
                t.finder,
            )
            for t in document.tables
        ],
        "cells": [
            (
                disclosure_key,
                t.table_no,
                c.row_no,
                c.col_no,
                c.row_span,
                c.col_span,
                c.page_no,
                *_edges(c.box),
                c.source_line,
                _storable(c.text),
                c.printed_again,
                c.column_by_place,
                c.text_x0,
                c.alignment,
                c.known_by_shape,
                c.reference,
                c.recognition_score,
                c.stored_value,
                c.lines_end_early,
            )
            for t in document.tables
            for c in t.cells
        ],
        "refused_tables": [
            (disclosure_key, r.page_no, r.finder, r.reason, *_edges(r.box)) for r in document.refused_tables
        ],
        "notices": [
            (disclosure_key, n.reason, list(n.pages), _storable(n.message)) for n in document.warnings
        ],
        "hidden_texts": [
            (disclosure_key, number, h.page_no, *_edges(h.box), _storable(h.text), h.reason)
            for number, h in enumerate(document.hidden_texts, 1)
        ],
    }
    return {name: arrow_table(CONTENT_TABLES[name], rows[name]) for name in CONTENT_TABLES}


def _edges(box: Box | None) -> tuple[float | None, float | None, float | None, float | None]:
    return (None, None, None, None) if box is None else (box.x0, box.top, box.x1, box.bottom)


def _storable(text: str) -> str:
    """Text that UTF-8 can hold: a broken font may yield half a surrogate pair or a null character."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
