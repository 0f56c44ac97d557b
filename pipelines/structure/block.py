"""One block of a table as numbers and hints, and how to make many of them from rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from pipelines.structure.evidence import Figures


@dataclass(frozen=True, slots=True)
class Line:
    """The hints of a line; every one may be missing, every one may be wrong.

    ``text_x0``: where its text begins, in points. ``numbering_depth``: 1 for the top level, 0 without
    numbering; ``heading_depth`` likewise where words head other lines. ``code``: digits; a longer code that
    begins with it is below it, else see ``parent_code``. ``is_partial``: some of the line above it, not all.
    ``ends_list``: a total, or a unit with its code. ``is_plain``: nothing but its name and its figures say
    where it belongs.
    """

    text_x0: float | None = None
    numbering_depth: int = 0
    heading_depth: int = 0
    code: str = ""
    parent_code: str = ""
    is_total: bool = False
    is_unit: bool = False
    is_partial: bool = False
    ends_list: bool = False
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The hints of a column. ``header``: an id for each level of its header, outermost first.

    ``family``: columns of different families do not add up. ``kinds``: for each
    classification the ids of the column's kind, below the wider ones that it belongs to.
    """

    header: tuple[int, ...] = ()
    family: int = 0
    kinds: tuple[tuple[int, ...], ...] = ()
    is_total: bool = False
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines and columns in printed order, and the figures where they meet.

    ``values[line][column]`` is an exact integer in the smallest unit used, None for a blank; ``steps``
    likewise the rounding step of that very cell in the same unit. ``unknown`` holds (line, column) of cells
    where there is a number that could not be read: no sum through them is tried. ``totals_below``: each total
    includes the one before it, as in a balance.
    """

    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    values: Sequence[Sequence[int | None]]
    steps: Sequence[Sequence[int]] | int = 1
    unknown: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    totals_below: bool = False

    def __post_init__(self) -> None:
        if len(self.values) != len(self.lines) or any(len(row) != len(self.columns) for row in self.values):
            raise ValueError("a block has a value, or None, for each line and column")

    def figures(self) -> Figures:
        """The figures as sums of lines, once in every column."""
        return Figures(self.values, self.steps, self.unknown)


Row = Mapping[str, Any]


def blocks_from_rows(
    lines: Iterable[Row], columns: Iterable[Row], figures: Iterable[Row]
) -> Iterator[tuple[str, list[str], list[str], Block]]:
    """(block key, line keys, column keys, block) for each block, from rows of many tables at once.

    ``lines`` and ``columns`` have block_key, line_key or column_key and the hints under the names of
    ``Line`` and ``Column``, in printed order; ``lines`` also have totals_below. ``figures`` have line_key,
    column_key, value (None: there is a number, but it is unknown) and step. `pyarrow.Table.to_pylist()`
    makes such rows.
    """
    line_rows, column_rows = by_block(lines), by_block(columns)
    of_line: dict[str, list[Row]] = defaultdict(list)
    for figure in figures:
        of_line[figure["line_key"]].append(figure)
    for block_key, rows in line_rows.items():
        heads = column_rows.get(block_key, [])
        column_no = {row["column_key"]: k for k, row in enumerate(heads)}
        values: list[list[int | None]] = [[None] * len(heads) for _ in rows]
        steps = [[1] * len(heads) for _ in rows]
        unknown = set()
        for line_no, row in enumerate(rows):
            for figure in of_line[row["line_key"]]:
                k = column_no[figure["column_key"]]
                values[line_no][k] = figure["value"]
                steps[line_no][k] = figure.get("step") or 1
                if figure["value"] is None:
                    unknown.add((line_no, k))
        block = Block(
            tuple(Line(**hints(Line, row)) for row in rows),
            tuple(Column(**hints(Column, row)) for row in heads),
            values,
            steps,
            frozenset(unknown),
            totals_below=any(row.get("totals_below") for row in rows),
        )
        yield block_key, [row["line_key"] for row in rows], list(column_no), block


def by_block(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each block, in order."""
    blocks: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        blocks[row["block_key"]].append(row)
    return blocks


def hints(kind: type[Line] | type[Column], row: Row) -> dict[str, Any]:
    """The hints that a row has; a null is not one."""
    known = {f.name: row[f.name] for f in fields(kind) if row.get(f.name) is not None}
    if "header" in known:
        known["header"] = tuple(known["header"])
    if "kinds" in known:
        known["kinds"] = tuple(map(tuple, known["kinds"]))
    return known
