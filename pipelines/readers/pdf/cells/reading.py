"""The finished reading of one page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipelines.readers.document import Box, HiddenText, Notice, Page, RefusedTable
from pipelines.readers.pdf.cells.alignment import alignment_of, lines_end_early
from pipelines.readers.pdf.cells.filling import FilledGrids
from pipelines.readers.pdf.cells.pictures import is_scanned, picture_notices, value_notices
from pipelines.readers.pdf.cells.pieces import PageLine, PageReading, Piece, PieceCell
from pipelines.readers.pdf.cells.sheets import gutter_of, without_gutter
from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER, Glyph, Reason, runs_of
from pipelines.readers.pdf.ink.overlays import overlay_lines
from pipelines.readers.pdf.ink.printed import PrintedPage
from pipelines.readers.pdf.ruled.refused import RefusedGrid
from pipelines.readers.pdf.words.lines import cell_text, line_text, lines_of

# Text on one line further apart than this (font sizes) is separated by two spaces.
SET_APART = 3.0


def reading_of(filled: FilledGrids, refused: Iterable[RefusedGrid]) -> PageReading:
    """The page as lines and pieces of tables, with its warnings."""
    printed = filled.printed
    gutter = gutter_of(filled.grids, filled.lines_outside) if len(filled.grids) > 1 else None
    outside = without_gutter(filled.lines_outside, gutter)
    lines = [
        replace(
            PageLine.around(line, line_text(line, SET_APART)),
            recognition_score=_least_score(line, printed.scores),
        )
        for line in outside
    ]
    overlays = overlay_lines(printed.overlays)
    lines += [PageLine.around(line, "".join(glyph.char for glyph in line)) for line in overlays]
    return PageReading(
        Page(
            page_no=printed.page_no,
            width=round(printed.upright.width, 2),
            height=round(printed.upright.height, 2),
            rotation=printed.upright.turn,
            character_count=len(printed.glyphs),
            image_only=is_scanned(printed),
            ocr_layer=not printed.glyphs and any(h.reason is Reason.OCR_LAYER for h in printed.hidden),
        ),
        lines=sorted(lines, key=lambda line: line.box[1] + line.box[3]),
        pieces=[_piece(filled, number) for number in range(len(filled.grids))],
        refused=[refused_table(printed.page_no, grid) for grid in refused],
        warnings=[
            *_warnings(printed),
            *picture_notices(filled),
            *value_notices(printed.page_no, printed.shown_values),
        ],
        gutter=gutter,
        hidden=_hidden_texts(printed),
    )


def _hidden_texts(printed: PrintedPage) -> list[HiddenText]:
    """The hidden characters as texts: what is drawn together for the same reason."""
    texts: list[HiddenText] = []
    for reason, glyphs in itertools.groupby(printed.hidden, key=lambda hidden: hidden.reason):
        for run in runs_of([hidden.glyph for hidden in glyphs]):
            line = PageLine.around(run, line_text(run))
            texts.append(HiddenText(printed.page_no, Box(*line.box), line.text, reason.value))
    return texts


def refused_table(page_no: int, grid: RefusedGrid) -> RefusedTable:
    """A refused grid with its page, its box rounded as those of cells are."""
    box = Box(*(round(value, 2) for value in grid.box))
    return RefusedTable(page_no, box, grid.finder, grid.reason.value)


def _piece(filled: FilledGrids, number: int) -> Piece:
    grid, page_no = filled.grids[number], filled.printed.page_no
    repaired, scores = filled.printed.repaired, filled.printed.scores
    cells: list[PieceCell] = []
    for index, cell in enumerate(grid.cells):
        glyphs, box = filled.placed.get((number, index), ()), grid.box_of(cell)
        lines = lines_of(glyphs)
        cells.append(
            PieceCell(
                cell.row, cell.col, cell.row_span, cell.col_span, cell_text(glyphs, lines), page_no,
                box, grid.is_open_below(cell), grid.is_open_above(cell), glyphs,
                column_by_place=cell.column_by_place,
                text_x0=round(lines[0][0].x0, 2) if lines else None,
                alignment=alignment_of(lines, box),
                known_by_shape=bool(repaired) and not repaired.isdisjoint(glyph.number for glyph in glyphs),
                recognition_score=_least_score(glyphs, scores),
                lines_end_early=lines_end_early(lines, box),
            )
        )  # fmt: skip
    return Piece(page_no, grid.box, grid.xs, len(grid.ys) - 1, cells, grid.finder, grid.ys)


def _least_score(glyphs: Iterable[Glyph], scores: Mapping[int, float]) -> float | None:
    """That of the least certain glyph, where text recognition read them.

    Between words brackets, commas and the like say nothing, and are mostly read with doubt.
    """
    if not scores:
        return None
    letters = [glyph for glyph in glyphs if glyph.char.isalnum() or glyph.char == UNKNOWN_CHARACTER]
    is_word = any(glyph.char.isalpha() for glyph in letters)
    return min((scores[glyph.number] for glyph in (letters if is_word else glyphs)), default=None)


def _warnings(printed: PrintedPage) -> list[Notice]:
    if UNKNOWN_CHARACTER not in [glyph.char for glyph in printed.glyphs]:
        return []
    message = (
        f"Characters have no Unicode value in the file and are shown as {UNKNOWN_CHARACTER}; compare the "
        "page by eye."
    )
    return [Notice("unknown_characters", (printed.page_no,), message)]
