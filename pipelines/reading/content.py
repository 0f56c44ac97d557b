"""The tables that one document gives, with their columns and DuckDB types.

They are replaced as a whole whenever the document is read.
"""

from __future__ import annotations

CONTENT_TABLES = {
    "pages": {
        "disclosure_key": "varchar",
        "page_no": "integer",
        "width": "double",
        "height": "double",
        "rotation": "integer",
        "character_count": "integer",
        "image_only": "boolean",
        "ocr_layer": "boolean",
    },
    "lines": {
        "disclosure_key": "varchar",
        "line_no": "integer",
        "page_no": "integer",
        "text": "varchar",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
        "source_line": "integer",
    },
    "tables": {
        "disclosure_key": "varchar",
        "table_no": "integer",
        "after_line_no": "integer",
        "page_first": "integer",
        "page_last": "integer",
        "row_count": "integer",
        "column_count": "integer",
        "header_row_count": "integer",
        "finder": "varchar",
    },
    "cells": {
        "disclosure_key": "varchar",
        "table_no": "integer",
        "row_no": "integer",
        "col_no": "integer",
        "row_span": "integer",
        "col_span": "integer",
        "page_no": "integer",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
        "source_line": "integer",
        "text": "varchar",
        "printed_again": "boolean",
    },
    "refused_tables": {
        "disclosure_key": "varchar",
        "page_no": "integer",
        "finder": "varchar",
        "reason": "varchar",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
    },
    "hidden_texts": {
        "disclosure_key": "varchar",
        "text_no": "integer",
        "page_no": "integer",
        "x0": "double",
        "top": "double",
        "x1": "double",
        "bottom": "double",
        "text": "varchar",
        "reason": "varchar",
    },
}
