"""Reads one page: characters and rulings in, lines and table pieces out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.document import Page
from pipelines.readers.pdf.cells.filling import Place, fill
from pipelines.readers.pdf.cells.open_rows import split_open_rows
from pipelines.readers.pdf.cells.pieces import OpenTableView, PageLine, PageReading, Piece, PieceCell
from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER, Glyph, drawn_together, glyphs_of, runs_of
from pipelines.readers.pdf.ink.clipping import visible_runs
from pipelines.readers.pdf.ink.overlays import slanted_lines, split_overlays
from pipelines.readers.pdf.ink.paths import drawn_on
from pipelines.readers.pdf.ink.unembedded import UnembeddedText
from pipelines.readers.pdf.ink.upright import upright_of
from pipelines.readers.pdf.ruled.charts import is_chart
from pipelines.readers.pdf.ruled.grid import Grid, grid_of
from pipelines.readers.pdf.ruled.rulings import frames_of, rulings_of
from pipelines.readers.pdf.ruled.shading import add_edges_of_shaded_cells
from pipelines.readers.pdf.unruled.tables import unruled_grids
from pipelines.readers.pdf.words.lines import cell_text, line_text, lines_of

# On one line, text set apart by more than this many font sizes is kept apart by two spaces.
SET_APART = 3.0


def read_page(
    document: pdfium.PdfDocument,
    index: int,
    open_table: OpenTableView,
    unembedded: UnembeddedText | None = None,
) -> PageReading:
    """Read the page at ``index`` (from 0).

    ``open_table`` is what the page before left open, ``unembedded`` reads the characters that pdfium
    passes over.
    """
    page = document[index]
    text_page = page.get_textpage()
    try:
        count = max(0, raw.FPDFText_CountChars(text_page))
        upright = upright_of(page, text_page, count)
        glyphs = glyphs_of(text_page, count, upright)
        drawn = drawn_on(page, upright)
        if drawn.left_out and unembedded:
            glyphs += unembedded.glyphs(index, drawn.left_out, glyphs, upright)
        straight, overlays = split_overlays(text_page, glyphs, upright.slanted)
        runs = visible_runs(runs_of(straight), text_page, upright)
        add_edges_of_shaded_cells(drawn)
        horizontal, vertical = rulings_of(drawn)
        frames = frames_of(horizontal, vertical)
        grids = [grid_of(frame) for frame in frames]
        grids = [grid for grid in grids if len(grid.xs) > 2 and not is_chart(grid, drawn.shaded, runs)]
        together = partial(drawn_together, text_page)
        placed, outside, grids = _kept_tables(runs, grids, open_table, together)
        divided = [split_open_rows(grid, number, placed) for number, grid in enumerate(grids)]
        if any(divided):
            grids = [new or old for new, old in zip(divided, grids, strict=True)]
            placed, outside = fill(runs, grids, together)
        framed = {id(rule) for frame in frames for rule in frame.horizontal}
        rules = [rule for rule in horizontal if id(rule) not in framed]
        printed = lines_of(outside)
        loose = unruled_grids(printed, rules, None if grids else open_table.unruled_edges())
        if loose:
            grids = sorted([*grids, *loose], key=lambda grid: grid.ys[0])
            placed, outside = fill(runs, grids, together)
            printed = lines_of(outside)
    finally:
        text_page.close()
        page.close()
    lines = [PageLine.around(line, line_text(line, SET_APART)) for line in printed]
    lines += slanted_lines(overlays)
    reading = PageReading(
        Page(
            page_no=index + 1,
            width=round(upright.width, 2),
            height=round(upright.height, 2),
            rotation=upright.turn,
            character_count=len(glyphs),
            image_only=not glyphs and drawn.picture_count > 0,
        ),
        lines=sorted(lines, key=lambda line: line.box[1] + line.box[3]),
        pieces=[_piece(grid, number, placed, index + 1) for number, grid in enumerate(grids)],
    )
    unknown = sum(glyph.char == UNKNOWN_CHARACTER for glyph in glyphs)
    if unknown:
        reading.warnings.append(
            f"Page {index + 1}: {unknown} characters have no Unicode value in the file and are shown as "
            f"{UNKNOWN_CHARACTER}; compare the page by eye."
        )
    return reading


def _kept_tables(
    runs: Sequence[list[Glyph]],
    grids: list[Grid],
    open_table: OpenTableView,
    together: Callable[[Glyph, Glyph], bool],
) -> tuple[dict[Place, list[Glyph]], list[Glyph], list[Grid]]:
    """Fill the grids, and again without those that are no tables: boxes around prose, empty drawings."""
    placed, outside = fill(runs, grids, together)
    filled = [0] * len(grids)
    for number, _ in placed:
        filled[number] += 1
    kept = [
        grid
        for number, grid in enumerate(grids)
        if filled[number] >= 2 or (filled[number] == 1 and number == 0 and open_table.goes_on_with(grid.box))
    ]
    if len(kept) < len(grids):
        placed, outside = fill(runs, kept, together)
    return placed, outside, kept


def _piece(grid: Grid, number: int, placed: dict[Place, list[Glyph]], page_no: int) -> Piece:
    cells: list[PieceCell] = []
    for index, cell in enumerate(grid.cells):
        glyphs = placed.get((number, index), ())
        cells.append(
            PieceCell(
                cell.row, cell.col, cell.row_span, cell.col_span, cell_text(glyphs), page_no,
                grid.box_of(cell), grid.is_open_below(cell), grid.is_open_above(cell), glyphs,
            )
        )  # fmt: skip
    return Piece(page_no, grid.box, grid.xs, len(grid.ys) - 1, cells, grid.finder)
