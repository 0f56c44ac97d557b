"""Writes a document as .ods: one sheet for each table, titles above in merged cells, amounts as numbers."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from forms.sheets import Written, WrittenSheet, sheets_of
from pipelines.readers.document import Document

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("style", "style"),
        ("table", "table"),
        ("text", "text"),
        ("fo", "xsl-fo-compatible"),
    )
)
_ALIGNMENTS = {None: "", "left": "start", "centre": "center", "right": "end"}


def write(document: Document, path: Path) -> None:
    """Write the lines and tables of a document."""
    styles: dict[tuple[Any, ...], str] = {}
    tables = "".join(_table(sheet, styles) for sheet in sheets_of(document))
    write_content("".join(_style(name, *key) for key, name in styles.items()), tables, path)


def write_content(styles: str, tables: str, path: Path) -> None:
    """Write a workbook of these styles and tables, both in XML."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)


def _table(sheet: WrittenSheet, styles: dict[tuple[object, ...], str]) -> str:
    by_place = {(cell.row, cell.col): cell for cell in sheet.cells}
    covered = {
        (row, col)
        for cell in sheet.cells
        for row in range(cell.row, cell.last_row + 1)
        for col in range(cell.col, cell.last_col + 1)
    } - set(by_place)
    height = 1 + max((cell.last_row for cell in sheet.cells), default=0)
    width = 1 + max((cell.last_col for cell in sheet.cells), default=0)
    rows = ""
    for row in range(height):
        cells = ""
        for col in range(width):
            if (row, col) in by_place:
                cells += _cell(by_place[row, col], styles)
            else:
                cells += f"<table:{'covered-' if (row, col) in covered else ''}table-cell/>"
        rows += f"<table:table-row>{cells}</table:table-row>"
    return f"<table:table table:name={quoteattr(sheet.name)}>{rows}</table:table>"


def _cell(cell: Written, styles: dict[tuple[object, ...], str]) -> str:
    style = styles.setdefault((cell.alignment, cell.indent, cell.framed), f"ce{len(styles)}")
    value = ""
    if cell.number is not None:
        kind = "percentage" if cell.text.endswith("%") else "float"
        value = f' office:value-type="{kind}" office:value="{cell.number!r}"'
    spans = f' table:number-rows-spanned="{cell.row_span}" table:number-columns-spanned="{cell.col_span}"'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text.split("\n"))
    return f'<table:table-cell table:style-name="{style}"{value}{spans}>{text}</table:table-cell>'


def _style(name: str, alignment: str | None, indent: int, framed: bool) -> str:
    aligned = f'fo:text-align="{_ALIGNMENTS[alignment]}" ' if alignment else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:border="{"0.5pt solid #000000" if framed else "none"}"/>'
        f'<style:paragraph-properties {aligned}fo:margin-left="{9 * indent}pt"/></style:style>'
    )
