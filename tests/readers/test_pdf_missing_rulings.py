"""Cells that lack a ruling, and labels that run over one: which column a number belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_drawing import Paper

from pipelines.readers.document import Cell
from pipelines.readers.pdf import read_pdf

XS = [50.0, 130.0, 280.0, 360.0, 440.0, 520.0]
HEADER = ["编码", "名称", "合计", "基本", "项目"]


def cells_of(
    path: Path, rows: Sequence[Sequence[str]], missing: Sequence[int], align: str = "right"
) -> list[Cell]:
    """The body cells of a table without the last inner ruling in the rows ``missing``; XS are its columns."""
    paper = Paper(path)
    height = 20.0
    for row in range(len(rows) + 2):
        paper.line(XS[0], 60 + row * height, XS[-1], 60 + row * height)
    for x in XS:
        for row in range(len(rows) + 1):
            if x != XS[4] or row not in missing:
                paper.line(x, 60 + row * height, x, 80 + row * height)
    paper.cells(XS, 60, [HEADER], height)
    for number, row in enumerate(rows):
        y = 90 + number * height
        paper.cells(XS[:3], 80 + number * height, [row[:2]], height)
        for left, right, text in zip(XS[2:], XS[3:], row[2:], strict=False):
            x = {"right": right - 3, "left": left + 3, "centre": (left + right) / 2}[align]
            paper.text(x, y, text, 9, align)
    (table,) = read_pdf(paper.save()).tables
    return [cell for cell in table.cells if cell.row_no > 1 and cell.col_no > 3]


BODY = [
    ["205", "教育支出", "1,234.56", "900.00", "334.56"],
    ["20501", "行政运行", "900.00", "900.00", ""],
    ["20502", "一般管理", "334.56", "", "334.56"],
    ["20503", "其他", "12.00", "5.00", "7.00"],
]


@pytest.mark.parametrize("missing", [[1, 2, 3, 4], [1, 3], [2, 3]], ids=["all", "some", "single"])
@pytest.mark.parametrize("align", ["right", "left", "centre"])
def test_numbers_are_in_the_column_under_whose_header_they_stand(
    tmp_path: Path, missing: list[int], align: str
) -> None:
    cells = cells_of(tmp_path / "missing.pdf", BODY, missing, align)
    assert [(c.row_no, c.col_no, c.col_span, c.text, c.column_by_place) for c in cells] == [
        (number + 2, col + 1, 1, row[col], number + 1 in missing)
        for number, row in enumerate(BODY)
        for col in (3, 4)
        if row[col]
    ]


def test_a_number_at_the_right_of_a_merged_cell_belongs_to_none_of_its_columns(tmp_path: Path) -> None:
    body = [["205", "教育支出", "334.56", "", "334.56"], ["20501", "行政运行", "9.00", "", "9.00"]]
    cells = cells_of(tmp_path / "right.pdf", body, [1, 2])
    assert [(c.col_no, c.col_span, c.column_by_place) for c in cells] == [(4, 2, False), (4, 2, False)]


def test_a_number_over_the_edge_of_its_columns_belongs_to_none(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "middle.pdf")
    paper.grid(XS, 60, 1)
    paper.grid([*XS[:4], XS[5]], 80, 2)
    paper.cells(XS, 60, [HEADER])
    for y, text in ((90, "1,234.56"), (110, "900.00")):
        paper.cells(XS, y - 10, [["205", "教育支出", text]])
        paper.text(440, y, text, 9, "centre")
    (table,) = read_pdf(paper.save()).tables
    assert [(c.col_span, c.column_by_place) for c in table.cells if c.col_no == 4 and c.row_no > 1] == [
        (2, False),
        (2, False),
    ]


def test_a_count_and_an_amount_without_a_ruling_between_are_two_cells(tmp_path: Path) -> None:
    body = [["A01", "计算机", "", "12", "345.60"], ["A02", "复印机", "", "3", "120.00"]]
    paper = Paper(tmp_path / "count.pdf")
    paper.grid(XS, 60, 1)
    paper.grid([*XS[:4], XS[5]], 80, 2)
    paper.cells(XS, 60, [["编码", "名称", "规格", "数量", "金额"]])
    for number, row in enumerate(body):
        paper.cells(XS[:4], 80 + 20 * number, [row[:3]])
        paper.text(400, 90 + 20 * number, row[3], 9, "centre")
        paper.text(517, 90 + 20 * number, row[4], 9, "right")
    (table,) = read_pdf(paper.save()).tables
    assert [c.text for c in table.cells if c.row_no > 1 and c.col_no >= 4] == ["12", "345.60", "3", "120.00"]


def test_words_over_several_columns_stay_one_cell(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "words.pdf")
    paper.grid(XS, 60, 2)
    paper.grid([*XS[:3], XS[5]], 100, 1)
    paper.cells(XS, 60, [HEADER, ["205", "教育支出", "1.00", "0.50", "0.50"]])
    paper.cells([*XS[:3], XS[5]], 100, [["说明", "依据", "财办发〔2024〕 12 号"]])
    (table,) = read_pdf(paper.save()).tables
    assert [(c.col_no, c.col_span) for c in table.cells if c.row_no == 3] == [(1, 1), (2, 1), (3, 3)]


def test_where_texts_begin_and_how_they_are_aligned(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "places.pdf")
    paper.grid([50, 250, 350], 60, 4, 30)
    for y, indent, name, amount in (
        (75, 3, "教育支出", "12.00"), (105, 21, "教育管理事务", "7.00"), (135, 39, "行政运行", "5.00"),
    ):  # fmt: skip
        paper.text(50 + indent, y, name, 9)
        paper.text(347, y, amount, 9, "right")
    paper.text(59, 158, "这个名称的第二行缩进更少因为", 9)
    paper.text(53, 172, "它折行", 9)
    paper.text(300, 165, "1.00", 9, "centre")
    (table,) = read_pdf(paper.save()).tables
    labels = [cell for cell in table.cells if cell.col_no == 1]
    assert [round(cell.text_x0 or 0) for cell in labels] == [53, 71, 89, 59]
    assert [cell.alignment for cell in labels] == ["left"] * 4
    assert [c.alignment for c in table.cells if c.col_no == 2] == ["right", "right", "right", "centre"]
