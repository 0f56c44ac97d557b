"""A figure too wide for its column, which the page end cuts between its two lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_drawing import Paper

from pipelines.readers.document import Cell
from pipelines.readers.pdf import read_pdf

HEADER = ["单位", "合计", "事业收入", "其他"]
ABOVE = [["甲单位", "9,100.00", "9,000.00", "100.00"], ["乙单位", "8,100.25", "8,000.00", "100.25"]]
BELOW = [["丙单位", "6,314.47", "6,099.52", "214.95"], ["丁单位", "614.79", "600.00", "14.79"]]
MIXED = [["丙单位", "6,314.5", "6,099.52", "215"], ["丁单位", "614.79", "600", "14.79"]]
# Where the page end cuts, and what stands in the same column on both sides of it.
PIECES = [("12,437.3", "6"), ("12,437.", "36"), ("12,437", ".36"), ("112,43", "7.36")]


def draw(
    path: Path,
    upper: str,
    lower: str,
    *,
    rulings: str = "all",
    label: tuple[str, str] = ("某某市", "服务中心"),
    header_again: bool = False,
    below: Sequence[list[str]] = BELOW,
    indent: float = 0,
) -> list[Cell]:
    """The cells of a table whose last row on the first page is cut; its third column is narrow."""
    xs = [50.0, 104.0, 170.0, 212.0 if rulings == "all" else 250.0, 340.0]
    paper = Paper(path)

    def rows(top: float, body: list[list[str]]) -> None:
        for number in range(len(body) + 1):
            if rulings != "none" and (rulings != "three" or number in (0, 1, len(body))):
                paper.line(xs[0], top + 20 * number, xs[-1], top + 20 * number)
        if rulings == "all":
            for x in xs:
                paper.line(x, top, x, top + 20 * len(body))
        paper.cells(xs, top, body)

    paper.text(175, 620, "收入总表", 14, "centre")
    paper.text(340, 650, "单位：万元", align="right")
    rows(660, [HEADER, *ABOVE, ["", "14,549.64", "", "2,112.28"]])
    paper.text(53 + indent, 730, label[0], 10)
    paper.text(xs[3] - 3, 730, upper, 9, "right")
    paper.next_page()
    rows(60, [*([HEADER] if header_again else []), ["", "", "", ""], *below])
    y = 90 if header_again else 70
    paper.text(53, y, label[1], 10)
    paper.text(xs[3] - 3, y, lower, 9, "right")
    (table,) = read_pdf(paper.save()).tables
    return list(table.cells)


def of_column(cells: Sequence[Cell], col_no: int) -> list[str]:
    return [cell.text for cell in cells if cell.col_no == col_no][3:]


@pytest.mark.parametrize(("upper", "lower"), PIECES)
@pytest.mark.parametrize("header_again", [False, True])
def test_the_rest_of_a_figure_joins_it(tmp_path: Path, upper: str, lower: str, header_again: bool) -> None:
    label = ("某某市机动", "服务中心")
    cells = draw(tmp_path / "cut.pdf", upper, lower, label=label, header_again=header_again)
    assert of_column(cells, 1) == ["某某市机动\n服务中心", "丙单位", "丁单位"]
    assert of_column(cells, 3) == [f"{upper}\n{lower}", "6,099.52", "600.00"]


@pytest.mark.parametrize("label", [("某某市", ""), ("市机动车", "服务中心")], ids=["short", "indented"])
def test_a_label_may_end_on_the_first_page_or_be_indented(tmp_path: Path, label: tuple[str, str]) -> None:
    cells = draw(tmp_path / "label.pdf", "12,437.3", "6", label=label, indent=10)
    assert of_column(cells, 1) == [label[0] + ("\n" + label[1] if label[1] else ""), "丙单位", "丁单位"]
    assert of_column(cells, 3) == ["12,437.3\n6", "6,099.52", "600.00"]


@pytest.mark.parametrize(("upper", "lower"), [("12,437.3", "6"), ("112,43", "7.36"), ("12,437.3", "612")])
@pytest.mark.parametrize("rulings", ["each row", "three", "none"])
def test_without_rulings_around_both_pieces_are_unknown(
    tmp_path: Path, upper: str, lower: str, rulings: str
) -> None:
    cells = draw(tmp_path / "unruled.pdf", upper, lower, rulings=rulings)
    assert of_column(cells, 3) == [f"{upper}\ufffd", f"\ufffd{lower}", "6,099.52", "600.00"]


def test_in_another_row_the_rest_is_unknown(tmp_path: Path) -> None:
    """The label of the first page had room for more, so the next one may be of another row."""
    cells = draw(tmp_path / "apart.pdf", "12,437.3", "6", label=("某", "服务中心"))
    assert of_column(cells, 1) == ["某", "服务中心", "丙单位", "丁单位"]
    assert of_column(cells, 3) == ["12,437.3\ufffd", "\ufffd6", "6,099.52", "600.00"]


def test_where_figures_have_any_number_of_decimals_both_pieces_are_unknown(tmp_path: Path) -> None:
    label = ("某某市机动", "服务中心")
    cells = draw(tmp_path / "mixed.pdf", "12,437.3", "6", label=label, below=MIXED)
    assert of_column(cells, 3) == ["12,437.3\ufffd", "\ufffd6", "6,099.52", "600"]


def test_where_another_row_plainly_begins_such_figures_stay_two(tmp_path: Path) -> None:
    cells = draw(tmp_path / "mixed.pdf", "12,437.3", "6", label=("某", "服务中心"), below=MIXED)
    assert of_column(cells, 3) == ["12,437.3", "6", "6,099.52", "600"]


@pytest.mark.parametrize("rulings", ["all", "each row", "none"])
@pytest.mark.parametrize(("upper", "lower"), [("2,437.36", "6.00"), ("2,437.36", "6"), ("0.30", "6.00")])
def test_whole_figures_of_two_rows_stay_two(tmp_path: Path, upper: str, lower: str, rulings: str) -> None:
    cells = draw(tmp_path / "whole.pdf", upper, lower, rulings=rulings)
    assert of_column(cells, 3) == [upper, lower, "6,099.52", "600.00"]


def test_codes_below_each_other_stay_codes(tmp_path: Path) -> None:
    cells = draw(tmp_path / "codes.pdf", "2080506", "2080507", label=("某某市机动", "服务中心"))
    assert of_column(cells, 3) == ["2080506", "2080507", "6,099.52", "600.00"]


@pytest.mark.parametrize(("upper", "lower"), PIECES)
@pytest.mark.parametrize("label", [("某某市", ""), ("某某市", "服务中心")], ids=["no label", "label"])
@pytest.mark.parametrize("header_again", [False, True])
@pytest.mark.parametrize("below", [BELOW, []], ids=["rows", "alone"])
@pytest.mark.parametrize("rulings", ["each row", "three", "none"])
def test_a_first_piece_is_no_figure_when_its_rest_stands_alone(
    tmp_path: Path,
    upper: str,
    lower: str,
    label: tuple[str, str],
    header_again: bool,
    below: Sequence[list[str]],
    rulings: str,
) -> None:
    """On its page the rest looks like a page number, a line of text or another table."""
    paper = two_pages(tmp_path / "alone.pdf", upper, label[0], rulings)
    top = 90 if header_again else 70
    body = [*([HEADER] if header_again else []), [label[1], "", "", ""], *below]
    horizontal_rulings(paper, 60, len(body), rulings)
    paper.cells(WIDE, 60, body)
    paper.text(WIDE[3] - 3, top, lower, 9, "right")
    paper.text(297, 810, "2", 9, "centre")
    texts = [cell.text for table in read_pdf(paper.save()).tables for cell in table.cells]
    assert f"{upper}\ufffd" in texts
    assert upper not in texts


@pytest.mark.parametrize("height", [30, 60, 800], ids=["head", "low head", "foot"])
@pytest.mark.parametrize("rulings", ["each row", "none"])
def test_a_page_number_is_no_rest(tmp_path: Path, height: int, rulings: str) -> None:
    """The number of each page stands below a figure that lacks a decimal."""
    paper = two_pages(tmp_path / "numbers.pdf", "12,437.3", "某某市", rulings, number=("6", height))
    paper.text(WIDE[3] - 3, height, "7", 9, "right")
    paper.text(50, 120, "本页说明收入情况。", 10)
    (table,) = read_pdf(paper.save()).tables
    assert "12,437.3" in [cell.text for cell in table.cells]


WIDE = [50.0, 150.0, 250.0, 350.0, 450.0]


def horizontal_rulings(paper: Paper, top: float, count: int, rulings: str) -> None:
    for number in range(count + 1):
        if rulings == "each row" or (rulings == "three" and number in (0, 1, count)):
            paper.line(WIDE[0], top + 20 * number, WIDE[-1], top + 20 * number)


def two_pages(
    path: Path, upper: str, label: str, rulings: str, number: tuple[str, float] = ("1", 810)
) -> Paper:
    """A table without vertical rulings at the end of the first page, and the second page still blank."""
    paper = Paper(path)
    paper.text(250, 600, "收入总表", 14, "centre")
    paper.text(450, 630, "单位：万元", align="right")
    rows = [HEADER, *ABOVE, [label, "14,549.64", "", "2,112.28"]]
    horizontal_rulings(paper, 660, len(rows), rulings)
    paper.cells(WIDE, 660, rows)
    paper.text(WIDE[3] - 3, 730, upper, 9, "right")
    paper.text(WIDE[3] - 3 if number[1] != 810 else 297, number[1], number[0], 9, "right")
    paper.next_page()
    return paper
