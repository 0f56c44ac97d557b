"""Reads one page from its picture: rulings and recognised text become print, which is read as in a PDF."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PIL import Image

from pipelines.readers.pdf.cells.pieces import OpenTableView, PageReading
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.doubts import Doubts
from pipelines.readers.pdf.ink.fields import ShownValues
from pipelines.readers.pdf.ink.paths import Drawn, Rectangle
from pipelines.readers.pdf.ink.printed import PrintedPage
from pipelines.readers.pdf.ink.upright import Upright
from pipelines.readers.pdf.page import read_print
from pipelines.readers.pdf.ruled.frames import frames_of
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.ruled.grid_from_frame import TooManyRulingsError, grid_from_frame
from pipelines.readers.pdf.ruled.rulings import rulings_of
from pipelines.readers.scan.engine import Grey, PixelBox
from pipelines.readers.scan.glyphs import glyphs_of
from pipelines.readers.scan.lines import font_size, joined_along, lines_in, without_rulings
from pipelines.readers.scan.lone import Columns, with_lone_characters
from pipelines.readers.scan.reading import read_boxes
from pipelines.readers.scan.rulings import PictureRulings, rulings_in
from pipelines.readers.scan.straight import Laying, StraightPage, laid_straight


def recognise_page(
    picture: Image.Image, page_no: int, width: float, open_table: OpenTableView
) -> PageReading:
    """Read the picture of a page that is ``width`` points wide.

    ``open_table`` is the table at the end of the page before. Boxes are on the page as it was laid straight;
    ``back`` of the reading gives their places in the picture.
    """
    started = time.perf_counter()
    pixels = np.asarray(picture.convert("RGB"))
    point = pixels.shape[1] / width
    page = laid_straight(pixels, 72 * point)
    rulings = rulings_in(page.ink.with_faint, 72 * point)
    grey = without_rulings(page.ink.grey, rulings.ink, point)
    try:
        printed = _printed(page, grey, _drawn(rulings, point), page_no, point)
        reading = read_print(printed, open_table)
    except TooManyRulingsError:
        printed = _printed(page, grey, _drawn(None, point), page_no, point)
        reading = read_print(printed, open_table)
    scores = printed.scores.values()
    reading.page = replace(
        reading.page,
        width=round(width, 2),
        height=round(pixels.shape[0] / point, 2),
        recognised=True,
        recognition_seconds=round(time.perf_counter() - started, 2),
        recognition_score=round(sum(scores) / len(scores), 4) if scores else None,
    )
    # What is unknown here has another cause than in a file; the notice on recognised pages says so.
    reading.warnings = [notice for notice in reading.warnings if notice.reason != "unknown_characters"]
    reading.back = partial(_back, page.laying, point)
    return reading


def _back(laying: Laying, point: float, box: Rectangle) -> Rectangle:
    x0, top, x1, bottom = box
    return _in_points(laying.back((x0 * point, top * point, x1 * point, bottom * point)), point)


def _drawn(rulings: PictureRulings | None, point: float) -> Drawn:
    drawn = Drawn(Doubts(lambda _: None))
    if rulings is not None:
        drawn.horizontal = [_in_points(box, point) for box in rulings.across]
        drawn.vertical = [_in_points(box, point) for box in rulings.down]
    return drawn


def _in_points(box: Rectangle, point: float) -> Rectangle:
    x0, top, x1, bottom = (edge / point for edge in box)
    return x0, top, x1, bottom


def _printed(page: StraightPage, grey: Grey, drawn: Drawn, page_no: int, point: float) -> PrintedPage:
    """The print of the page: text is recognised cell by cell, since lines continue across thin rulings."""
    grids = [grid_from_frame(frame) for frame in frames_of(rulings_of(drawn, []), [])]
    outside = [box for box in page.lines if not any(_holds(grid.box, box, point) for grid in grids)]
    cells = [_in_pixels(grid.box_of(cell), grey, point) for grid in grids for cell in grid.cells]
    size = font_size(grey, cells or outside, point)
    found = [*_lines_in_cells(grids, grey, size, point), *_lines_outside(outside, grey, point)]
    boxes, columns = [box for box, _ in found], [own for _, own in found]
    runs: list[list[Glyph]] = []
    scores: dict[int, float] = {}
    for line in with_lone_characters(read_boxes(grey, page.ink.stained, boxes, size), columns):
        run = list(glyphs_of(line, grey, size, point, len(scores)))
        if run:
            runs.append(run)
            scores |= {len(scores) + number: score for number, score in enumerate(line.read.scores)}
    line_of = {glyph.number: number for number, run in enumerate(runs) for glyph in run}
    height, width = grey.shape
    return PrintedPage(
        page_no=page_no,
        upright=Upright(0, 0.0, 0.0, width / point, height / point),
        glyphs=[glyph for run in runs for glyph in run],
        runs=runs,
        overlays=[],
        drawn=drawn,
        drawn_together=lambda one, other: line_of[one.number] == line_of[other.number],
        shown_values=ShownValues(),
        hidden=[],
        repaired=frozenset(),
        scores=scores,
    )


def _lines_in_cells(
    grids: Sequence[Grid], grey: Grey, size: float, point: float
) -> Iterator[tuple[PixelBox, Columns | None]]:
    """The box of each line in tables, with the columns of its cell: see :mod:`~.lone`."""
    for number, grid in enumerate(grids):
        for cell in grid.cells:
            boxes = lines_in(grey, _in_pixels(grid.box_of(cell), grey, point), size, point)
            # The first column has labels, in which 一 is a number.
            is_alone = len(boxes) == 1 and cell.col > 0
            for box in boxes:
                yield box, (number, cell.col, cell.col_span) if is_alone else None


def _lines_outside(
    found: list[PixelBox], grey: Grey, point: float
) -> Iterator[tuple[PixelBox, Columns | None]]:
    for box in joined_along(found):
        for line in lines_in(grey, box, box[3] - box[1], point):
            yield line, None


def _in_pixels(box: Rectangle, grey: Grey, point: float) -> PixelBox:
    height, width = grey.shape
    x0, top, x1, bottom = (round(edge * point) for edge in box)
    return max(0, x0), max(0, top), min(width, x1), min(height, bottom)


def _holds(outer: Rectangle, box: PixelBox, point: float) -> bool:
    x, y = (box[0] + box[2]) / 2 / point, (box[1] + box[3]) / 2 / point
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
