"""Reads one page: print in, lines and pieces of tables out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pypdfium2 as pdfium

from pipelines.readers.pdf.cells.diagonals import divide_by_diagonals
from pipelines.readers.pdf.cells.filling import FilledGrids, fill
from pipelines.readers.pdf.cells.missing_rulings import divide_by_columns
from pipelines.readers.pdf.cells.open_rows import divide_open_rows
from pipelines.readers.pdf.cells.pieces import OpenTableView, PageReading
from pipelines.readers.pdf.cells.reading import reading_of
from pipelines.readers.pdf.cells.unfilled import refuse_unfilled
from pipelines.readers.pdf.ink.plumber import PlumberFile
from pipelines.readers.pdf.ink.printed import PrintedPage, printed_page
from pipelines.readers.pdf.ruled.frames import frames_of, rulings_outside
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.refused import RefusedGrid
from pipelines.readers.pdf.ruled.rulings import Ruling, rulings_of
from pipelines.readers.pdf.ruled.tables import ruled_grids
from pipelines.readers.pdf.unruled.tables import unruled_grids

# Takes the ruled tables of a page, the rulings outside them, and the column edges of a table without rulings
# at the end of the page before; returns more grids, and adds those that it refuses.
UnruledFinder = Callable[
    [FilledGrids, Sequence[Ruling], Sequence[float] | None, list[RefusedGrid]], list[Grid]
]


def by_lines_of_words(
    tables: FilledGrids,
    rulings: Sequence[Ruling],
    open_edges: Sequence[float] | None,
    refused: list[RefusedGrid],
) -> list[Grid]:
    """The tables that lines of words make, with gaps between them and horizontal rulings."""
    return unruled_grids(tables.lines_outside, rulings, open_edges, refused)


def read_page(
    document: pdfium.PdfDocument,
    index: int,
    open_table: OpenTableView,
    plumber: PlumberFile | None = None,
    any_layers: bool = False,
) -> PageReading:
    """Read the page at ``index`` (from 0).

    ``open_table`` is the table at the end of the page before. ``plumber`` reads the characters that pdfium
    leaves out. ``any_layers`` says that the file has layers, which may be off. Raises ``pdfium.PdfiumError``
    where pdfium cannot load the page, :class:`~.plumber.PlumberError` where it leaves out characters that
    cannot be read otherwise, and :class:`~.ruled.grid_from_frame.TooManyRulingsError` where its
    rulings are too fine for a table.
    """
    with printed_page(document, index, plumber, any_layers) as printed:
        return read_print(printed, open_table)


def read_print(
    printed: PrintedPage, open_table: OpenTableView, unruled: UnruledFinder = by_lines_of_words
) -> PageReading:
    """Read what is printed on a page, wherever its print comes from.

    ``open_table`` is the table at the end of the page before. ``unruled`` finds the tables without vertical
    rulings. Raises
    :class:`~.ruled.grid_from_frame.TooManyRulingsError` where its rulings are too fine for a table.
    """
    refused: list[RefusedGrid] = []
    rulings = rulings_of(printed.drawn, refused)
    frames = frames_of(rulings, refused)
    tables = fill(printed, ruled_grids(frames, printed, open_table.stands_beside, refused))
    tables = refuse_unfilled(tables, open_table, refused)
    tables = divide_by_columns(divide_open_rows(tables))
    open_edges = None if tables.grids else open_table.unruled_edges()
    free_rulings = rulings_outside(frames, rulings)
    tables = tables.with_more(unruled(tables, free_rulings, open_edges, refused))
    return reading_of(divide_by_diagonals(tables), refused)
