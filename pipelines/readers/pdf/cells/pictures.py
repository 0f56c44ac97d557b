"""What is on a page as a picture where text should be: nothing is read from it, and that is said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from pipelines.readers.document import Notice
from pipelines.readers.pdf.cells.filling import FilledGrids
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.fields import ShownValues
from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ink.printed import PrintedPage
from pipelines.readers.pdf.ruled.grid import Grid

# A page is a picture when pictures cover this share of it and no text is there but a header and a number,
# set small; a page without any text already when pictures cover the smaller share.
SCAN_SHARE, PICTURE_SHARE = 0.5, 0.3
MOST_MARGIN_GLYPHS, LARGEST_MARGIN_GLYPH = 60, 14.0
# ... or when so many shapes are drawn on it that could be letters.
FEWEST_OUTLINES = 40
# Another picture is large from this share of the page on, unless this many glyphs are printed over it.
LARGE_SHARE, GLYPHS_OVER_BACKGROUND = 0.1, 5
# A picture may stand out of its cell by so many points.
OVERHANG = 3.0

IN_CELLS = (
    "There are pictures in table cells where text should be; what they show was not read. Compare the page."
)
LARGE = "There is a large picture on the page; what it shows was not read. Check whether it shows figures."
FIELDS_READ = "Values of form fields were read as they are shown. Compare the page."
FIELDS_LOST = "Values of form fields could not be read. Print the form to a PDF and put that in its place."
NOTES_READ = "Texts typed over the page as notes were read as they are shown. Compare the page."
NOTES_LOST = "Texts typed over the page as notes could not be read. Compare the page."


def is_scanned(printed: PrintedPage) -> bool:
    """Whether the page is a picture of text, or its text is drawn as shapes."""
    drawn, glyphs = printed.drawn, printed.glyphs
    share = sum(_share(box, printed) for box in drawn.pictures)
    if not glyphs:
        return share >= PICTURE_SHARE or len(drawn.outlines) >= FEWEST_OUTLINES
    return (
        share >= SCAN_SHARE
        and len(glyphs) <= MOST_MARGIN_GLYPHS
        and all(glyph.bottom - glyph.top <= LARGEST_MARGIN_GLYPH for glyph in glyphs)
    )


def picture_notices(filled: FilledGrids) -> Iterator[Notice]:
    """Pictures in cells without text, and large pictures on a page that is none itself."""
    printed = filled.printed
    pages = (printed.page_no,)
    if _stand_in_empty_cells(filled):
        yield Notice("figures_as_pictures", pages, IN_CELLS)
    if not is_scanned(printed) and any(_is_large(box, printed) for box in printed.drawn.pictures):
        yield Notice("large_pictures", pages, LARGE)


def value_notices(page_no: int, shown: ShownValues) -> Iterator[Notice]:
    """Form fields and typed notes that the page shows."""
    if shown.fields:
        yield Notice("form_fields", (page_no,), FIELDS_READ if shown.are_print else FIELDS_LOST)
    if shown.notes:
        yield Notice("typed_notes", (page_no,), NOTES_READ if shown.are_print else NOTES_LOST)


def _stand_in_empty_cells(filled: FilledGrids) -> bool:
    drawn = filled.printed.drawn
    return any(
        _in_empty_cell(box, number, grid, filled)
        for box in (*drawn.pictures, *drawn.outlines)
        for number, grid in enumerate(filled.grids)
    )


def _in_empty_cell(box: Rectangle, number: int, grid: Grid, filled: FilledGrids) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if not (grid.xs[0] < x < grid.xs[-1] and grid.ys[0] < y < grid.ys[-1]):
        return False
    cell = grid.owner[bisect_right(grid.ys, y) - 1][bisect_right(grid.xs, x) - 1]
    if (number, cell) in filled.placed:
        return False
    x0, top, x1, bottom = grid.box_of(grid.cells[cell])
    return (
        x0 - OVERHANG <= box[0]
        and top - OVERHANG <= box[1]
        and box[2] <= x1 + OVERHANG
        and box[3] <= bottom + OVERHANG
    )


def _is_large(box: Rectangle, printed: PrintedPage) -> bool:
    return _share(box, printed) >= LARGE_SHARE and _glyphs_in(box, printed.glyphs) < GLYPHS_OVER_BACKGROUND


def _share(box: Rectangle, printed: PrintedPage) -> float:
    """The part of the page that a box covers."""
    width, height = printed.upright.width, printed.upright.height
    wide = min(box[2], width) - max(box[0], 0)
    high = min(box[3], height) - max(box[1], 0)
    return max(0, wide) * max(0, high) / (width * height or 1)


def _glyphs_in(box: Rectangle, glyphs: Sequence[Glyph]) -> int:
    return sum(
        box[0] <= (glyph.x0 + glyph.x1) / 2 <= box[2] and box[1] <= (glyph.top + glyph.bottom) / 2 <= box[3]
        for glyph in glyphs
    )
