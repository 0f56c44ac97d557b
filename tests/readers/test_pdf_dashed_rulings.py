"""Rulings drawn as dashes and dots: whatever their rhythm, a row of them is one ruling."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from pdf_drawing import HEADER, ROWS, Paper

from pipelines.readers.document import Table
from pipelines.readers.pdf import read_pdf

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
ALL = [HEADER, *ROWS]
TOP, HEIGHT, PAGE = 100.0, 20.0, 842.0
Line = tuple[float, float, float, float]
RHYTHMS = {
    "short": [3, 3],
    "fine": [1, 1],
    "wide_gaps": [4, 8],
    "long": [12, 6],
    "very_long": [20, 10],
    "far_dots": [1, 5],
    "dash_dot": [8, 3, 1, 3],
    "dash_dot_wide": [10, 5, 2, 5],
    "dash_dot_dot": [10, 4, 1, 4, 1, 4],
    "uneven_gaps": [9, 3, 3, 5],
}


def lines_of_table(top: float = TOP) -> Iterator[Line]:
    bottom = top + HEIGHT * len(ALL)
    for row in range(len(ALL) + 1):
        yield XS[0], top + row * HEIGHT, XS[-1], top + row * HEIGHT
    for x in XS:
        yield x, top, x, bottom


def lines_of_cells() -> Iterator[Line]:
    """The four sides of every cell, as programs draw that know no neighbours."""
    for row in range(len(ALL)):
        top, bottom = TOP + row * HEIGHT, TOP + (row + 1) * HEIGHT
        for left, right in itertools.pairwise(XS):
            yield from ((left, top, right, top), (left, bottom, right, bottom))
            yield from ((left, top, left, bottom), (right, top, right, bottom))


def dashes(line: Line, rhythm: Sequence[float]) -> Iterator[Line]:
    x0, y0, x1, y1 = line
    length = max(x1 - x0, y1 - y0)
    ends = [0.0]
    for step in itertools.cycle(rhythm):
        if ends[-1] >= length:
            break
        ends.append(min(length, ends[-1] + step))
    for start, end in itertools.islice(itertools.pairwise(ends), 0, None, 2):
        if y0 == y1:
            yield x0 + start, y0, x0 + end, y0
        else:
            yield x0, y0 + start, x0, y0 + end


def as_lines(paper: Paper, pieces: Sequence[Line]) -> None:
    for piece in pieces:
        paper.line(*piece)


def as_boxes(paper: Paper, pieces: Sequence[Line]) -> None:
    for x0, y0, x1, y1 in pieces:
        wide = y0 == y1
        paper.canvas.rect(
            x0 - (0 if wide else 0.25), PAGE - y1 - (0.25 if wide else 0),
            x1 - x0 if wide else 0.5, 0.5 if wide else y1 - y0, stroke=0, fill=1,
        )  # fmt: skip


def as_one_path(paper: Paper, pieces: Sequence[Line]) -> None:
    path = paper.canvas.beginPath()
    for x0, y0, x1, y1 in pieces:
        path.moveTo(x0, PAGE - y0)
        path.lineTo(x1, PAGE - y1)
    paper.canvas.drawPath(path)


def assert_all_read(tables: Sequence[Table], finder: str = "rulings") -> None:
    assert [table.finder for table in tables] == [finder]
    rows = [[""] * len(HEADER) for _ in ALL]
    for cell in tables[0].cells:
        rows[cell.row_no - 1][cell.col_no - 1] = cell.text
    assert rows == ALL


@pytest.mark.parametrize("draw", [as_lines, as_boxes, as_one_path])
@pytest.mark.parametrize("rhythm", RHYTHMS.values(), ids=RHYTHMS)
def test_dashes_drawn_one_by_one_are_rulings(
    tmp_path: Path, rhythm: list[float], draw: Callable[[Paper, Sequence[Line]], None]
) -> None:
    paper = Paper(tmp_path / "dashes.pdf")
    draw(paper, [piece for line in lines_of_table() for piece in dashes(line, rhythm)])
    paper.cells(XS, TOP, ALL)
    assert_all_read(read_pdf(paper.save()).tables)


@pytest.mark.parametrize("rhythm", RHYTHMS.values(), ids=RHYTHMS)
def test_a_dash_pattern_is_a_ruling(tmp_path: Path, rhythm: list[float]) -> None:
    paper = Paper(tmp_path / "pattern.pdf")
    paper.canvas.setDash(rhythm)
    as_lines(paper, list(lines_of_table()))
    paper.cells(XS, TOP, ALL)
    assert_all_read(read_pdf(paper.save()).tables)


@pytest.mark.parametrize("name", ["short", "wide_gaps", "long", "dash_dot", "dash_dot_dot"])
def test_dashes_around_every_cell_are_rulings(tmp_path: Path, name: str) -> None:
    paper = Paper(tmp_path / "cells.pdf")
    as_lines(paper, [piece for line in lines_of_cells() for piece in dashes(line, RHYTHMS[name])])
    paper.cells(XS, TOP, ALL)
    assert_all_read(read_pdf(paper.save()).tables)


@pytest.mark.parametrize("name", ["long", "dash_dot", "wide_gaps"])
def test_dashes_inside_a_solid_border_are_rulings(tmp_path: Path, name: str) -> None:
    paper = Paper(tmp_path / "border.pdf")
    border = {XS[0], XS[-1], TOP, TOP + HEIGHT * len(ALL)}
    for line in lines_of_table():
        solid = (line[1] if line[1] == line[3] else line[0]) in border
        as_lines(paper, [line] if solid else list(dashes(line, RHYTHMS[name])))
    paper.cells(XS, TOP, ALL)
    assert_all_read(read_pdf(paper.save()).tables)


@pytest.mark.parametrize("step", [2, 4, 6])
@pytest.mark.parametrize("is_round", [False, True], ids=["square", "round"])
def test_dots_are_rulings(tmp_path: Path, step: float, is_round: bool) -> None:
    paper = Paper(tmp_path / "dots.pdf")
    for x0, y0, x1, y1 in lines_of_table():
        count = int(max(x1 - x0, y1 - y0) / step)
        for number in range(count + 1):
            x, y = x0 + (x1 - x0) * number / count, y0 + (y1 - y0) * number / count
            if is_round:
                paper.canvas.circle(x, PAGE - y, 0.5, stroke=0, fill=1)
            else:
                paper.canvas.rect(x - 0.4, PAGE - y - 0.4, 0.8, 0.8, stroke=0, fill=1)
    paper.cells(XS, TOP, ALL)
    assert_all_read(read_pdf(paper.save()).tables)


def test_tables_with_a_small_gap_between_them_stay_two_where_rulings_are_drawn_cell_by_cell(
    tmp_path: Path,
) -> None:
    paper = Paper(tmp_path / "two.pdf")
    for top in (TOP, TOP + HEIGHT * len(ALL) + 9):
        for line in lines_of_table(top):
            as_lines(paper, list(dashes(line, [HEIGHT, 0])))
        paper.cells(XS, top, ALL)
    tables = read_pdf(paper.save()).tables
    assert [table.row_count for table in tables] == [len(ALL), len(ALL)]
    assert all(cell.row_span == cell.col_span == 1 for table in tables for cell in table.cells)


def test_underlines_side_by_side_divide_no_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "underlines.pdf")
    paper.grid(XS, TOP, len(ALL))
    paper.cells(XS, TOP, ALL)
    for number in range(8):
        paper.line(60 + 30 * number, 300, 82 + 30 * number, 300)
    assert_all_read(read_pdf(paper.save()).tables)
