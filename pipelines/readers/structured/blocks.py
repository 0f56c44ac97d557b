"""What a reader of a structured form finds, in reading order: paragraphs, and grids of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, as it is shown; its line breaks begin new lines.

    ``page_no`` counts sheets, or the parts of another form, from 1.
    """

    text: str
    page_no: int = 1


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell with text: its row and column in the grid (from 0), and the rows and columns that it spans.

    ``text`` is what is shown, leading spaces and line breaks included. ``reference`` names the cell in the
    words of its form (``B7``). ``indent`` is how far its text is moved to the right, in points, beside what
    its leading spaces do. ``alignment`` is ``left``, ``centre`` or ``right``, None where the form leaves it
    open. ``stored_value`` is the number that the form stores where it shows another. ``framed`` says whether
    the form draws lines on both sides of the cell, None where it does not say.
    """

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    reference: str | None = None
    indent: float = 0.0
    alignment: str | None = None
    stored_value: str | None = None
    framed: bool | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One grid of cells as the form has it; empty cells are left out.

    ``widths`` are those of its columns in points, where the form states them. Rows and columns that a person
    cannot see are not in the grid. ``is_apart`` says that it is beside or within another one, so that it
    continues from no table above it.
    """

    cells: Sequence[GridCell]
    page_no: int = 1
    widths: Sequence[float] = ()
    is_apart: bool = False


Block = Paragraph | Grid
