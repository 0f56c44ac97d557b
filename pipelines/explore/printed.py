"""Statements as they are printed: figures put back into their rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pipelines.explore.release import Record


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A cell of the header; ``is_label`` is above the labels of lines."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The label of a row, or of one half of a balance sheet's row."""

    label: str = ""
    codes: str = ""
    second_label: str = ""
    unit_name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """Columns that share their labels: a whole table, or one side of a balance sheet."""

    flow: str
    columns: tuple[Record, ...]


@dataclass(slots=True)
class PrintedTable:
    """One table. A row is, for each half, its line and its figures (None for a cell without one)."""

    table_no: int
    pages: tuple[int, int]
    unit: str
    edition: int
    header: list[list[HeaderCell]]
    rows: list[tuple[int, list[tuple[Line, list[Record | None]]]]] = field(default_factory=list)


def rebuild(columns: Iterable[Record], figures: Iterable[Record]) -> list[PrintedTable]:
    """Tables from the columns and figures of ``pages.disclosure``; tables without figures are left out."""
    halves = {
        table_no: _halves(list(group)) for table_no, group in groupby(columns, key=lambda c: c["table_no"])
    }
    return [
        _table(table_no, halves[table_no], list(group))
        for table_no, group in groupby(figures, key=lambda f: f["table_no"])
    ]


def _halves(columns: Sequence[Record]) -> list[Half]:
    return [Half(flow, tuple(group)) for flow, group in groupby(columns, key=lambda column: column["flow"])]


def _table(table_no: int, halves: Sequence[Half], figures: Sequence[Record]) -> PrintedTable:
    pages = [figure["page_no"] for figure in figures]
    units = [figure["published_unit"] for figure in figures if figure["published_unit"]]
    table = PrintedTable(
        table_no,
        (min(pages), max(pages)),
        max(sorted(set(units)), key=units.count) if units else "",
        max(figure["edition"] or 1 for figure in figures),
        _header(halves),
    )
    for row_no, group in groupby(figures, key=lambda figure: figure["row_no"]):
        by_column = {figure["col_no"]: figure for figure in group}
        cells = [[by_column.get(column["col_no"]) for column in half.columns] for half in halves]
        table.rows.append((row_no, [(_line(half), half) for half in cells]))
    return table


def _line(cells: Iterable[Record | None]) -> Line:
    for cell in cells:
        if cell is not None:
            label = cell["line_label"] or ""
            project = cell["project_name"] or ""
            second = cell["second_label"] or ""
            return Line(
                label or project,
                cell["codes"] or "",
                second if second != label else "",
                cell["unit_name"] or "",
                cell["row_role"] or "",
            )
    return Line()


def _header(halves: Sequence[Half]) -> list[list[HeaderCell]]:
    """Rows of the header: equal neighbours of a level become one cell, a short path reaches down."""
    depth = max((len(column["header_path"] or ()) for half in halves for column in half.columns), default=1)
    depth = max(depth, 1)
    rows: list[list[HeaderCell]] = [[] for _ in range(depth)]
    for half in halves:
        rows[0].append(HeaderCell("", rowspan=depth, is_label=True))
        paths = [tuple(column["header_path"] or ("",)) for column in half.columns]
        _add_level(rows, paths, 0, depth)
    return rows


def _add_level(
    rows: list[list[HeaderCell]], paths: Sequence[tuple[Any, ...]], level: int, depth: int
) -> None:
    for (text, ends), group in groupby(paths, key=lambda path: (path[level], len(path) == level + 1)):
        below = list(group)
        rows[level].append(HeaderCell(text, len(below), depth - level if ends else 1))
        if not ends:
            _add_level(rows, below, level + 1, depth)
