"""Header cells with labels that are turned, stand below each other, or are divided by a diagonal line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pdf_drawing import ROWS, Paper

from pipelines.readers.document import Table
from pipelines.readers.pdf import read_pdf

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
TOP, HIGH, PAGE, SIZE = 100.0, 80.0, 842.0, 9.0
BODY = [*ROWS, *ROWS]
UP, DOWN = 90, -90


def turned(paper: Paper, x: float, y: float, text: str, angle: float, font: str = "STSong-Light") -> None:
    """One line of text around a point, turned by an angle (anticlockwise)."""
    canvas = paper.canvas
    canvas.saveState()
    canvas.translate(x, PAGE - y)
    canvas.rotate(angle)
    canvas.setFont(font, SIZE)
    canvas.drawCentredString(0, -SIZE * 0.35, text)
    canvas.restoreState()


def below_each_other(paper: Paper, x: float, y: float, text: str, step: float) -> None:
    for number, char in enumerate(text):
        paper.text(x - SIZE / 2, y + (number - (len(text) - 1) / 2) * step, char, SIZE)


def header_of(
    path: Path, draw: Callable[[Paper, float, float, str], None], labels: Sequence[str]
) -> list[str]:
    """The header of a table as read, whose labels (line by line) ``draw`` puts around points."""
    paper = Paper(path)
    paper.grid(XS, TOP, 1, HIGH)
    paper.table(XS, TOP + HIGH, BODY)
    for column, label in enumerate(labels):
        draw(paper, (XS[column] + XS[column + 1]) / 2, TOP + HIGH / 2, label)
    (table,) = read_pdf(paper.save()).tables
    assert table.row_count == 1 + len(BODY)
    assert [cell.text for cell in table.cells if cell.row_no == 2] == BODY[0]
    return [cell.text for cell in table.cells if cell.row_no == 1]


TURNED_LABELS = {
    "one_line": ["科目编码", "科目名称", "本年支出合计", "基本支出"],
    "several_lines": ["科目\n编码", "科目名称", "2025年\n预算数\n（万元）", "其他"],
    "a_last_line_of_one": ["科目编码", "科目名称", "本年支\n出", "其他"],
    "digits_only": ["2023", "2024", "2025", "2026"],
}


@pytest.mark.parametrize("labels", TURNED_LABELS.values(), ids=TURNED_LABELS)
@pytest.mark.parametrize("angle", [UP, DOWN], ids=["up", "down"])
def test_a_turned_header_reads_in_its_own_direction(tmp_path: Path, angle: int, labels: list[str]) -> None:
    def draw(paper: Paper, x: float, y: float, label: str) -> None:
        lines = label.split("\n")
        for number, line in enumerate(lines):
            aside = (number - (len(lines) - 1) / 2) * 12
            turned(paper, x + (aside if angle == UP else -aside), y, line, angle)

    assert header_of(tmp_path / "turned.pdf", draw, labels) == labels


@pytest.mark.parametrize("angle", [UP, DOWN], ids=["up", "down"])
def test_one_turned_label_between_upright_ones_is_one_cell(tmp_path: Path, angle: int) -> None:
    labels = ["编码", "名称", "本年支出合计", "Total"]

    def draw(paper: Paper, x: float, y: float, label: str) -> None:
        if len(label) > 2:
            turned(paper, x, y, label, angle, "Helvetica" if label.isascii() else "STSong-Light")
        else:
            paper.text(x, y, label, SIZE, "centre")

    assert header_of(tmp_path / "one.pdf", draw, labels) == labels


@pytest.mark.parametrize("step", [9.2, 11.0, 13.0])
def test_characters_below_each_other_are_one_label(tmp_path: Path, step: float) -> None:
    labels = ["科目编码", "名称", "本年支出", "2025年"]

    def draw(paper: Paper, x: float, y: float, label: str) -> None:
        below_each_other(paper, x, y, label, step)

    assert header_of(tmp_path / "below.pdf", draw, labels) == labels


def test_a_turned_label_beside_rows_is_one_cell(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "side.pdf")
    xs = [50.0, 80.0, 200.0, 300.0]
    for x in xs:
        paper.line(x, 100, x, 180)
    for row in range(5):
        paper.line(xs[0] if row in (0, 4) else xs[1], 100 + 20 * row, xs[-1], 100 + 20 * row)
    paper.cells(xs[1:], 100, [[f"项目{row}", f"{row}.00"] for row in "一二三四"])
    turned(paper, 65, 140, "基本支出", UP)
    (table,) = read_pdf(paper.save()).tables
    assert [(cell.text, cell.row_span) for cell in table.cells if cell.col_no == 1] == [("基本支出", 4)]


def test_figures_of_one_digit_drawn_from_below_stay_apart(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "figures.pdf")
    paper.grid(XS, TOP, 2, 40)
    paper.cells(XS, TOP, [["编码", "名称", "合计", "基本支出"]], 40)
    for text, y in (("5", 168), ("—", 157), ("3", 146)):
        paper.text(350, y, text, SIZE)
    (table,) = read_pdf(paper.save()).tables
    assert table.cells[-1].text == "3\n—\n5"


Label = tuple[float, float, str, str]
LINES = {
    "corner_to_corner": [(0, 0, 1, 1)],
    "drawn_twice": [(0, 0, 1, 1), (0.004, 0, 1, 1)],
    "roughly": [(0.03, 0.02, 0.95, 0.97)],
    "from_below": [(1, 1, 0, 0)],
}
TWO: list[Label] = [(0.97, 0.25, "项目", "right"), (0.03, 0.75, "编码", "left")]


def with_diagonals(
    path: Path,
    lines: Sequence[tuple[float, float, float, float]],
    labels: Sequence[Label],
    height: float = 36,
    header_rows: int = 1,
) -> Table:
    """A table whose first header cell has lines and labels at shares of its width and height."""
    paper = Paper(path)
    xs = [50.0, 170.0, 280.0, 390.0, 500.0]
    total = height * header_rows
    paper.line(xs[0], TOP, xs[-1], TOP)
    for x in xs if header_rows == 1 else (xs[0], xs[1], xs[-1]):
        paper.line(x, TOP, x, TOP + total)
    if header_rows == 2:
        paper.line(xs[1], TOP + height, xs[-1], TOP + height)
        for x in xs[2:4]:
            paper.line(x, TOP + height, x, TOP + total)
        paper.text((xs[1] + xs[-1]) / 2, TOP + height / 2, "本年支出", SIZE, "centre")
    paper.cells(xs[1:], TOP + total - height, [["合计", "基本支出", "项目支出"]], height)
    paper.table(xs, TOP + total, [["201", "1.00", "2.00", "3.00"], ["202", "4.00", "5.00", "6.00"]])

    def place(x: float, y: float) -> tuple[float, float]:
        return xs[0] + x * (xs[1] - xs[0]), TOP + y * total

    for x0, y0, x1, y1 in lines:
        paper.line(*place(x0, y0), *place(x1, y1))
    for x, y, text, align in labels:
        paper.text(*place(x, y), text, SIZE, align)
    (table,) = read_pdf(paper.save()).tables
    assert [cell.text for cell in table.cells][-8:] == [
        "201",
        "1.00",
        "2.00",
        "3.00",
        "202",
        "4.00",
        "5.00",
        "6.00",
    ]
    return table


def first_column(table: Table) -> list[str]:
    return [cell.text for cell in table.cells if cell.col_no == 1]


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
@pytest.mark.parametrize("order", [1, -1], ids=["upper_first", "lower_first"])
def test_a_diagonal_header_cell_gives_two_labels_the_lower_one_last(
    tmp_path: Path, lines: list[tuple[float, float, float, float]], order: int
) -> None:
    table = with_diagonals(tmp_path / "diagonal.pdf", lines, TWO[::order])
    assert first_column(table) == ["项目", "编码", "201", "202"]
    assert table.header_row_count == 2
    assert {c.text: c.row_span for c in table.cells if c.row_no == 1} == {
        "项目": 1, "合计": 2, "基本支出": 2, "项目支出": 2,
    }  # fmt: skip


def test_labels_of_a_low_diagonal_cell_at_nearly_one_height_are_two(tmp_path: Path) -> None:
    labels = [(0.03, 0.6, "科目编码", "left"), (0.97, 0.4, "项目", "right")]
    table = with_diagonals(tmp_path / "low.pdf", [(0, 0, 1, 1)], labels, height=20)
    assert first_column(table) == ["项目", "科目编码", "201", "202"]


def test_each_label_of_a_diagonal_cell_may_have_two_lines(tmp_path: Path) -> None:
    labels = [
        (0.97, 0.14, "支出", "right"), (0.97, 0.42, "项目", "right"),
        (0.03, 0.58, "科目", "left"), (0.03, 0.86, "编码", "left"),
    ]  # fmt: skip
    table = with_diagonals(tmp_path / "lines.pdf", [(0, 0, 1, 1)], labels, height=40)
    assert first_column(table) == ["支出\n项目", "科目\n编码", "201", "202"]


def test_two_diagonals_give_three_labels(tmp_path: Path) -> None:
    labels = [*TWO, (0.6, 0.6, "金额", "left")]
    table = with_diagonals(tmp_path / "three.pdf", [(0, 0, 1, 0.5), (0, 0, 0.6, 1)], labels, height=50)
    assert first_column(table) == ["项目", "金额", "编码", "201", "202"]


def test_a_diagonal_cell_beside_two_header_rows_needs_no_further_row(tmp_path: Path) -> None:
    table = with_diagonals(tmp_path / "rows.pdf", [(0, 0, 1, 1)], TWO, height=20, header_rows=2)
    assert first_column(table) == ["项目", "编码", "201", "202"]
    assert table.row_count == 4
    assert [(c.text, c.row_no, c.col_span) for c in table.cells if c.text == "本年支出"] == [
        ("本年支出", 1, 3)
    ]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        ([(0, 0, 1, 1)], [(0.5, 0.5, "科目编码", "centre")]),
        ([(0, 0, 1, 1)], [(0.03, 0.75, "科目编码", "left")]),
        ([(0.2, 0.4, 0.8, 0.6)], TWO),
        ([(0, 1, 1, 0)], [(0.5, 0.5, "科目编码", "centre")]),
    ],
    ids=["struck_through", "one_label", "not_from_corner", "rising"],
)
def test_a_slanted_line_that_parts_no_labels_divides_no_cell(
    tmp_path: Path, lines: list[tuple[float, float, float, float]], labels: list[Label]
) -> None:
    table = with_diagonals(tmp_path / "other.pdf", lines, labels)
    assert table.row_count == 3
