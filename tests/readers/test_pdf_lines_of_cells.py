"""Which glyphs are one line of a cell, and which text belongs to which cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_drawing import HEADER, Paper
from reportlab.pdfbase import pdfmetrics, ttfonts

from pipelines.readers.document import Document
from pipelines.readers.pdf import read_pdf

XS = [50.0, 130.0, 300.0, 420.0, 540.0]
# A font whose file says nothing useful of its heights, so that every box is as high as its ink.
LOW = ttfonts.TTFont("Low", "Vera.ttf")
LOW.face.name = b"BitstreamVeraSans-Low"
LOW.face.ascent, LOW.face.descent = 220, -36
pdfmetrics.registerFont(LOW)


def row_of(document: Document, row_no: int) -> list[str]:
    (table,) = document.tables
    return [cell.text for cell in table.cells if cell.row_no == row_no]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [7.0, 9.0, 14.0])
def test_flat_signs_are_on_the_line_of_their_font(tmp_path: Path, rotation: int, size: float) -> None:
    paper = Paper(tmp_path / "flat.pdf", rotation=rotation)
    canvas = paper.canvas
    if rotation == 90:
        canvas.transform(0, 1, -1, 0, 842, 0)
    elif rotation == 180:
        canvas.transform(-1, 0, 0, -1, 595, 842)
    elif rotation == 270:
        canvas.transform(0, -1, 1, 0, 0, 595)
    paper.table(XS, 100, [HEADER, ["201", "A", "1.00", "2.00"], ["", "", "", ""]])
    canvas.setFont("Low", size)
    for right, text in zip(XS[1:], ["2,1.x", "A, - a.x", "-1,234.56", "(1.50)"], strict=True):
        canvas.drawRightString(right - 3, paper.size[1] - 154, text)
    assert row_of(read_pdf(paper.save()), 3) == ["2,1.x", "A, - a.x", "-1,234.56", "(1.50)"]


@pytest.mark.parametrize("shift", [-4.0, -3.0, 3.0, 4.0])
@pytest.mark.parametrize("sign", ["、", "）", "："])
@pytest.mark.parametrize("place", [1, 2])
def test_a_sign_lower_or_higher_than_its_line_is_on_it(
    tmp_path: Path, shift: float, sign: str, place: int
) -> None:
    """After the first character of the label, or at its end; a second line follows below."""
    label = "一公共预算拨款"
    paper = Paper(tmp_path / "sign.pdf")
    paper.table(XS, 100, [HEADER, ["201", "", "1.00", "2.00"]], height=34)
    parts = [label[:1], label[1:], ""] if place == 1 else [label, "", ""]
    paper.text(140, 144, parts[0], 9)
    x = 140 + 9 * len(parts[0])
    paper.text(x + 2, 144 + shift, sign, 6)
    paper.text(x + 9, 144, parts[1], 9)
    paper.text(140, 158, "支出", 9)
    assert row_of(read_pdf(paper.save()), 2)[1] == f"{parts[0]}{sign}{parts[1]}\n支出"


def test_a_sign_on_its_own_line_stays_there(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "wrapped.pdf")
    paper.table(XS, 100, [HEADER, ["201", "办公费（万元\n）", "1.00", "2.00"]], height=34)
    assert row_of(read_pdf(paper.save()), 2)[1] == "办公费（万元\n）"


def in_one(paper: Paper, x: float, y: float, text: str) -> None:
    paper.text(x, y, text, 9)


def one_by_one(paper: Paper, x: float, y: float, text: str) -> None:
    for number, char in enumerate(text):
        paper.text(x + number * (5.004 if char.isascii() else 9), y, char, 9)


@pytest.mark.parametrize("draw", [in_one, one_by_one])
@pytest.mark.parametrize("code", ["245001", "101", "2010301"])
@pytest.mark.parametrize("over", [-0.5, 0.7, 2.0, 6.0])
@pytest.mark.parametrize("gap", [0.2, 1.0, 2.5])
def test_a_code_over_its_ruling_stays_in_its_cell(
    tmp_path: Path, draw: Callable[..., None], code: str, over: float, gap: float
) -> None:
    """The code ends ``over`` points behind the ruling, and the name of the next cell is close behind."""
    paper = Paper(tmp_path / "code.pdf")
    paper.table(XS, 100, [HEADER, ["201", "支出", "1.00", "2.00"], ["", "", "1.00", "2.00"]])
    draw(paper, XS[1] + over - 5.004 * len(code), 150, code)
    draw(paper, XS[1] + over + gap, 150, "市医疗保障局")
    assert row_of(read_pdf(paper.save()), 3) == [code, "市医疗保障局", "1.00", "2.00"]


@pytest.mark.parametrize("text", ["2024年部门预算", "项目2024年支出", "13个单位"])
def test_words_after_a_number_of_their_own_stay_with_it(tmp_path: Path, text: str) -> None:
    """Digits and words are of two fonts and so drawn apart; the ruling is at the end of the digits."""
    paper = Paper(tmp_path / "words.pdf")
    paper.table(XS, 100, [HEADER, ["201", "支出", "1.00", "2.00"], ["", "", "1.00", "2.00"]])
    number = next(n for n, char in enumerate(text) if char.isdigit())
    end = next(n for n in range(number, len(text)) if not text[n].isdigit())
    begin = XS[1] + 1 - 5.004 * (end - number)
    paper.text(begin - 9 * number, 150, text[:number], 9)
    paper.text(begin, 150, text[number:end], 9)
    paper.text(XS[1] + 1, 150, text[end:], 9)
    assert text in row_of(read_pdf(paper.save()), 3)
