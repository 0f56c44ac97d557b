"""Shows what the reader takes for tables on each page, and what it refuses and why.

Usage: python -m pipelines.readers.pdf FILE [--page N]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.document import Box, Document, Page, Table, UnreadableDocument
from pipelines.readers.pdf.ink.paths import box_around
from pipelines.readers.pdf.reader import read_pdf
from pipelines.readers.pdf.ruled.refused import Reason


def explain(document: Document, page: Page) -> Iterator[str]:
    """The lines that explain one page: its tables, then its refused candidates."""
    lines = sum(line.page_no == page.page_no for line in document.lines)
    yield f"page {page.page_no}: {page.width:g} x {page.height:g} points, lines outside tables: {lines}"
    for table in document.tables:
        if table.page_first <= page.page_no <= table.page_last:
            yield _table_line(table, page.page_no)
    for refused in document.refused_tables:
        if refused.page_no == page.page_no:
            meaning = Reason(refused.reason).meaning
            yield f"  refused  {refused.finder:<10}  {_place(refused.box)}  {refused.reason}: {meaning}"


def _table_line(table: Table, page_no: int) -> str:
    boxes = [cell.box for cell in table.cells if cell.page_no == page_no and cell.box]
    around = Box(*box_around((b.x0, b.top, b.x1, b.bottom) for b in boxes)) if boxes else None
    pages = f", pages {table.page_first}-{table.page_last}" if table.page_first < table.page_last else ""
    return (
        f"  table    {table.finder:<10}  {_place(around)}  table {table.table_no}: "
        f"{table.row_count} rows x {table.column_count} columns{pages}"
    )


def _place(box: Box | None) -> str:
    """A box in whole points, in a column of constant width."""
    edges = f"({box.x0:.0f}, {box.top:.0f}) - ({box.x1:.0f}, {box.bottom:.0f})" if box else ""
    return f"{edges:<27}"


def main(arguments: list[str] | None = None) -> int:
    """Print the explanation; the exit status is 1 where the file or the page cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.readers.pdf", description=__doc__)
    parser.add_argument("file", type=Path, help="a PDF")
    parser.add_argument("--page", type=int, help="explain only this page (from 1)")
    options = parser.parse_args(arguments)
    try:
        document = read_pdf(options.file)
    except (UnreadableDocument, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    pages = [page for page in document.pages if options.page in (None, page.page_no)]
    if not pages:
        print(f"There is no page {options.page}: the file has {document.page_count} pages.", file=sys.stderr)
        return 1
    for page in pages:
        print("\n".join(explain(document, page)))
    for warning in document.warnings:
        print(f"warning: {warning}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
