"""Writes a document as .xls: one sheet for each table, titles above in merged cells, amounts as numbers."""

from __future__ import annotations

from pathlib import Path

import xlwt

from forms.sheets import Written, sheets_of
from pipelines.readers.document import Document

_ALIGNMENTS = {None: 0, "left": 1, "centre": 2, "right": 3}
_THIN = 1


def write(document: Document, path: Path) -> None:
    """Write the lines and tables of a document."""
    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[tuple[object, ...], xlwt.XFStyle] = {}

    def style_of(cell: Written) -> xlwt.XFStyle:
        key = (cell.number_format, cell.alignment, cell.indent, cell.framed)
        if key not in styles:
            style = styles[key] = xlwt.XFStyle()
            style.num_format_str = cell.number_format
            style.alignment.horz = _ALIGNMENTS[cell.alignment]
            style.alignment.inde = cell.indent
            for side in ("left", "right", "top", "bottom") if cell.framed else ():
                setattr(style.borders, side, _THIN)
        return styles[key]

    sheets = list(sheets_of(document))
    for written in sheets:
        sheet = book.add_sheet(written.name, cell_overwrite_ok=True)
        for cell in written.cells:
            label = cell.text if cell.number is None else cell.number
            sheet.write_merge(cell.row, cell.last_row, cell.col, cell.last_col, label, style_of(cell))
    if not sheets:
        book.add_sheet("1")
    book.save(str(path))
