"""What of a sheet a person sees, and what is there but hidden."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.marks import parted_by_colour
from pipelines.readers.spreadsheet.sheet import Region, Sheet, SheetCell

# Merged cells are beside each other; those of a damaged file may overlap without end.
_MOST_ROWS_OF_REGIONS = 5_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell that is seen, with the rows and columns that it covers and that are seen."""

    cell: SheetCell
    region: Region


def seen_on(sheet: Sheet) -> tuple[list[Seen], list[tuple[str, SheetCell]]]:
    """The cells with a text that a person sees; and the hidden ones, each with the reason.

    A merged cell is seen where any of its rows and of its columns is; the cells that it covers are not.
    """
    cells = list({(cell.row, cell.col): cell for cell in sheet.cells if cell.text.strip()}.values())
    regions, covered = _merged(sheet.regions, cells)
    seen: list[Seen] = []
    hidden: list[tuple[str, SheetCell]] = []
    for cell in cells:
        place = (cell.row, cell.col)
        whole = regions.get(place, Region(cell.row, cell.col, cell.row, cell.col))
        row = _first_seen(whole.row, whole.last_row, sheet.hidden_rows)
        col = _first_seen(whole.col, whole.last_col, sheet.hidden_cols)
        if sheet.hidden:
            hidden.append(("hidden_sheet", cell))
        elif row is None:
            hidden.append(("hidden_row", cell))
        elif col is None:
            hidden.append(("hidden_column", cell))
        elif place in covered:
            hidden.append(("covered", cell))
        elif cell.style.in_paper_colour:
            hidden.append(("colour_of_paper", cell))
        else:
            cell.text, unseen = parted_by_colour(cell.text, cell.style.on_white)
            if unseen.strip():
                hidden.append(("colour_of_paper", replace(cell, text=unseen)))
            if cell.text.strip():
                seen.append(Seen(cell, Region(row, col, whole.last_row, whole.last_col)))
    return seen, hidden


def _merged(
    regions: Sequence[Region], cells: Sequence[SheetCell]
) -> tuple[dict[tuple[int, int], Region], set[tuple[int, int]]]:
    """The merged cells by their first cell, and the places of the cells that they cover."""
    by_row: dict[int, list[int]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell.col)
    rows = sorted(by_row)
    for cols in by_row.values():
        cols.sort()
    first = {(region.row, region.col): region for region in regions}
    covered: set[tuple[int, int]] = set()
    steps = 0
    for region in first.values():
        for row in rows[bisect_left(rows, region.row) : bisect_right(rows, region.last_row)]:
            cols = by_row[row]
            inside = cols[bisect_left(cols, region.col) : bisect_right(cols, region.last_col)]
            covered.update((row, col) for col in inside)
            steps += 1 + len(inside)
            if steps > _MOST_ROWS_OF_REGIONS:
                raise UnreadableDocument(
                    "too_large", "The merged cells of a sheet overlap without end. Export the file again."
                )
        covered.discard((region.row, region.col))
    return first, covered


def _first_seen(first: int, last: int, hidden: Set[int]) -> int | None:
    return next((number for number in range(first, last + 1) if number not in hidden), None)


class Places:
    """Where rows (or columns) are when those without a text are left out.

    Between two of them that are seen with blank ones between, one blank place is kept.
    """

    def __init__(self, used: Iterable[int], hidden: Set[int]) -> None:
        self._used = sorted(set(used))
        self._at: list[int] = []
        for index, number in enumerate(self._used):
            before = self._used[index - 1] if index else number - 1
            blank = _first_seen(before + 1, number - 1, hidden) is not None
            self._at.append((self._at[-1] + 1 if index else 0) + blank)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Each number that is used, and its place."""
        return zip(self._used, self._at, strict=True)

    def of(self, first: int, last: int) -> tuple[int, int]:
        """The place of a number that is used, and how many places it and those up to ``last`` take."""
        begin, end = bisect_left(self._used, first), bisect_right(self._used, last) - 1
        return self._at[begin], self._at[end] - self._at[begin] + 1
