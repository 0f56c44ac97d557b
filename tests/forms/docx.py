"""Writes a document as docx, with python-docx."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document as WrittenDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph

from forms.flow import flow, rows
from pipelines.readers.document import Cell, Document, Line, Table

_PADDING = 3.0
_ALIGNMENTS = {"centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_WIDTH = Pt(480)


def write(document: Document, path: Path) -> None:
    """Paragraphs and tables, with merged cells, indents and alignment."""
    written = docx.Document()
    body = written.element.body
    for block in flow(document):
        if isinstance(block, Line):
            written.add_paragraph(block.text)
        else:
            body.insert_element_before(_table(block, written), "w:sectPr")
            # Between two tables stands a paragraph, or a word processor takes them for one.
            written.add_paragraph()
    written.save(str(path))


def _table(table: Table, parent: WrittenDocument) -> CT_Tbl:
    written = CT_Tbl.new_tbl(0, table.column_count, _WIDTH)
    written.tblStyle_val = "TableGrid"
    starts = {(cell.row_no, cell.col_no): cell for row in rows(table) for cell in row}
    owners: dict[tuple[int, int], Cell] = {}
    for (first_row, first_col), cell in starts.items():
        for row in range(first_row, first_row + cell.row_span):
            for col in range(first_col, first_col + cell.col_span):
                owners.setdefault((row, col), cell)
    for row in range(1, table.row_count + 1):
        written_row = OxmlElement("w:tr")
        written.append(written_row)
        col = 1
        while col <= table.column_count:
            owner = owners.get((row, col))
            span = 1
            while owner and owners.get((row, col + span)) is owner:
                span += 1
            width = Length(int(_WIDTH / table.column_count) * span)
            written_row.append(_cell(owner, owner is not None and owner.row_no == row, span, width, parent))
            col += span
    return written


def _cell(owner: Cell | None, begins: bool, span: int, width: Length, parent: WrittenDocument) -> CT_Tc:
    cell = CT_Tc.new()
    cell.width = width
    if span > 1:
        cell.grid_span = span
    if owner is not None and owner.row_span > 1:
        cell.vMerge = "restart" if begins else "continue"
    if owner is None or not begins:
        return cell
    for number, text in enumerate(owner.text.split("\n")):
        element = cell.p_lst[0] if number == 0 else cell.add_p()
        paragraph = Paragraph(element, parent)
        run = paragraph.add_run(text)
        run.font.size = Pt(9)
        if owner.alignment in _ALIGNMENTS:
            paragraph.alignment = _ALIGNMENTS[owner.alignment]
        if owner.box and owner.text_x0 and owner.text_x0 - owner.box.x0 > _PADDING:
            indent = owner.text_x0 - owner.box.x0 - _PADDING
            paragraph.paragraph_format.left_indent = Pt(round(indent, 1))
    return cell
