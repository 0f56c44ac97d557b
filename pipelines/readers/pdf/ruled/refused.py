"""Grids that were considered and refused, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipelines.readers.pdf.ink.paths import Rectangle


class Reason(StrEnum):
    """Why the geometry of a page is not a table: a stable code, and ``meaning`` in words."""

    meaning: str

    def __new__(cls, code: str, meaning: str) -> Reason:
        """A member from its code and its meaning."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    # Rulings (finder ``rulings``, also ``pdfplumber`` where pdfium cannot read the page).
    SHADED_BOXES_APART = "shaded_boxes_apart", "shaded boxes without rulings that do not touch like cells"
    OUTER_BORDER = "outer_border", "a border around other frames that divides nothing"
    ONE_COLUMN = "one_column", "only one column, as in a box around text"
    CHART = "chart", "shaded bars that follow no column: a chart"
    TOO_FINE = "too_fine", "more grid cells than a person could read: a drawing"
    NO_TEXT = "no_text", "no cell has text"
    ONE_CELL_WITH_TEXT = "one_cell_with_text", "only one cell has text, as in a box around text"

    # Lines of words (finders ``three_line``, ``gaps`` and ``texts``).
    NO_RULING_ABOVE = "no_ruling_above", "no ruling above the first amount that could begin the table"
    TOO_FEW_ROWS = "too_few_rows", "fewer rows with several amounts than a table without rulings needs"
    MOSTLY_TEXT = "mostly_text", "fewer than half of the lines have several amounts: prose or a list"
    NO_HEADER = "no_header", "no line of column labels above the first amount"
    COLUMNS_OVERLAP = "columns_overlap", "the columns overlap each other"
    ROWS_OVERLAP = "rows_overlap", "the rows overlap each other"
    TEXT_ABOVE = "text_above", "too many lines above to continue the table of the page before"
    OTHER_COLUMNS = "other_columns", "other columns than the table of the page before"


@dataclass(frozen=True, slots=True)
class RefusedGrid:
    """A part of a page that a finder considered and refused; ``box`` is in points on the upright page."""

    box: Rectangle
    finder: str
    reason: Reason
