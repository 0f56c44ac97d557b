"""Writes a document as .xlsx: one sheet for each table, titles above in merged cells, amounts as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from forms.sheets import Written, sheets_of
from pipelines.readers.document import Document


def write(document: Document, path: Path) -> None:
    """Write the lines and tables of a document."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    formats: dict[tuple[object, ...], Any] = {}

    def format_of(cell: Written) -> Any:
        key = (cell.number_format, cell.alignment, cell.indent, cell.framed)
        if key not in formats:
            properties: dict[str, object] = {"num_format": cell.number_format, "border": int(cell.framed)}
            if cell.alignment:
                properties["align"] = cell.alignment.replace("centre", "center")
            if cell.indent:
                properties["indent"] = cell.indent
            formats[key] = book.add_format(properties)
        return formats[key]

    for written in sheets_of(document):
        sheet = book.add_worksheet(written.name)
        for cell in written.cells:
            if cell.row_span > 1 or cell.col_span > 1:
                sheet.merge_range(cell.row, cell.col, cell.last_row, cell.last_col, "", format_of(cell))
            if cell.number is not None:
                sheet.write_number(cell.row, cell.col, cell.number, format_of(cell))
            else:
                sheet.write_string(cell.row, cell.col, cell.text, format_of(cell))
    if not book.worksheets():
        book.add_worksheet()
    book.close()
