"""No digit is lost: every one that is visible on a page is in a cell or in a line, and no hidden one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from lost_digits import digits, lost_digits
from pdf_drawing import HEADER, ROWS, Paper
from running import PUBLISHED

from pipelines.readers.figures import holds_figure, squeezed
from pipelines.readers.pdf import reader
from pipelines.readers.pdf.cells.overrun import texts_of
from pipelines.readers.pdf.cells.pieces import PageReading
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.printed import printed_page
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher
from pipelines.readers.pdf.words.lines import lines_of

MORE = sorted((PUBLISHED / "more").glob("*.pdf"))
DRAWN = sorted((PUBLISHED / "drawn").glob("[!j]*.pdf"))  # those with junk around them are opened elsewhere


# Few and short: pages that print their header again, merged cells that go on over pages, clipped rows.
REAL = [
    "pdf/guangzhou-2026-kexuejishuju-budget",
    "pdf/shanghaiputuo-2025-wanlijiedao-budget",
    "more/shenzhen-525d393267",
    "more/changsha-5c96c5f19d",
    "more/beijing-b3b5fa27b6",
]


def assert_no_digit_is_lost(path: Path) -> None:
    """Digits printed on each page, bold print counted once, against those of its cells and lines."""
    document = pdfium.PdfDocument(path)
    try:
        for index in range(len(document)):
            reading = read_page(document, index, Stitcher())
            with printed_page(document, index, None) as printed:
                glyphs = [glyph for run in printed.runs for glyph in run] + list(printed.overlays)
                visible = digits(glyph.char for line in lines_of(glyphs) for glyph in line)
            found = digits(line.text for line in reading.lines)
            found += digits(cell.text for piece in reading.pieces for cell in piece.cells)
            assert not visible - found, f"{path.name}, page {index + 1}"
    finally:
        document.close()


@pytest.mark.skipif(not DRAWN, reason="the drawn disclosures are not here")
@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_no_digit_of_a_drawn_disclosure_is_lost(path: Path) -> None:
    assert_no_digit_is_lost(path)


@pytest.mark.parametrize("name", REAL)
def test_every_digit_of_a_real_page_is_in_one_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pdfium reports of a page is in its cells, its lines and its hidden texts, each digit once.

    Of the cells of its pages, a document leaves out only what a page prints again, and no figure.
    """
    path = PUBLISHED / f"{name}.pdf"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    cells_of: list[list[str]] = []
    outside_of: list[list[str]] = []
    read_page = reader.read_page

    def read(*arguments: Any) -> PageReading:
        reading = read_page(*arguments)
        cells_of.append([cell.text for piece in reading.pieces for cell in piece.cells])
        outside_of.append([*(line.text for line in reading.lines), *(text.text for text in reading.hidden)])
        return reading

    monkeypatch.setattr(reader, "read_page", read)
    document = reader.read_pdf(path)
    pdf = pdfium.PdfDocument(path)
    assert len(cells_of) == len(pdf) and sum(map(len, cells_of)) > 100
    for index, (cells, outside) in enumerate(zip(cells_of, outside_of, strict=True)):
        printed = digits([pdf[index].get_textpage().get_text_range()])
        assert digits(cells) + digits(outside) == printed, f"page {index + 1}"
    pdf.close()

    kept = print_lines(cell.text for table in document.tables for cell in table.cells)
    assert digits(line.text for line in document.lines) + digits(
        text.text for text in document.hidden_texts
    ) == digits(text for outside in outside_of for text in outside)
    left_out = print_lines(text for cells in cells_of for text in cells) - kept
    assert set(left_out) <= set(kept)
    assert not any(map(holds_figure, left_out))


@pytest.mark.skipif(not MORE, reason="the published disclosures are not here")
@pytest.mark.parametrize("path", MORE, ids=lambda path: path.stem)
def test_no_digit_inside_the_tables_of_a_real_page_is_lost(path: Path) -> None:
    """A sample of pages, since there are thousands; ``lost_digits.py`` looks at all of them."""
    assert not {page_no: lost for page_no, lost in lost_digits(path, 3) if lost}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_digit_that_the_reader_loses_inside_a_table_is_found(
    tmp_path: Path, rotation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "whole.pdf"
    paper = Paper(path, rotation=rotation)
    turn = {90: (0, 1, -1, 0, 842, 0), 180: (-1, 0, 0, -1, 595, 842), 270: (0, -1, 1, 0, 0, 595)}
    if rotation:
        paper.canvas.transform(*turn[rotation])
    paper.text(297, 40, "2024", 14, "centre")
    paper.table([50, 120, 300, 400, 500], 60, [HEADER, *ROWS])
    paper.save()
    assert list(lost_digits(path)) == [(1, Counter())]

    def losing(*arguments: Any, **options: Any) -> PageReading:
        reading = read_page(*arguments, **options)
        (cell,) = [cell for cell in reading.pieces[0].cells if cell.text == "10,441.41"]
        cell.text = "10,441"
        return reading

    monkeypatch.setattr("lost_digits.read_page", losing)
    assert list(lost_digits(path)) == [(1, Counter({"4": 1, "1": 1}))]


def print_lines(texts: Iterable[str]) -> Counter[str]:
    """The printed lines of cells that hold digits, without white space."""
    lines = (squeezed(line) for text in texts for line in text.split("\n"))
    return Counter(line for line in lines if digits([line]))


def test_no_digit_in_or_around_a_table_is_lost(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "around.pdf")
    paper.text(297, 40, "2024年支出表3", 14, "centre")
    paper.table([50, 120, 300, 400, 500], 60, [HEADER, *ROWS, ["2.1.3", "1O0", "12 34.56", "①100.00*"]])
    paper.text(505, 70, "123.45", 9)
    paper.text(295, 250, "6,789.01", 9)
    assert_no_digit_is_lost(paper.save())


@pytest.mark.parametrize("amount", ["1839311.66", "0.00", "12,345.6"])
@pytest.mark.parametrize("over", [1.0, 5.0, 14.0])
def test_a_label_over_its_ruling_does_not_take_the_amount_of_the_next_cell(
    tmp_path: Path, amount: str, over: float
) -> None:
    label = "对事业单位经常性补助"
    paper = Paper(tmp_path / "label.pdf")
    xs = [50.0, 150.0, 220.0]
    paper.table(xs, 60, [["项目", "预算数"], ["支出", "1.00"], ["", ""]])
    paper.text(xs[1] + over - 9 * len(label), 110, label, 9)
    paper.text(xs[1] + 2, 110, amount, 9)
    document = pdfium.PdfDocument(paper.save())
    (piece,) = read_page(document, 0, Stitcher()).pieces
    assert [cell.text for cell in piece.cells if cell.row == 2] == [label, amount]
    document.close()


def glyphs_at(text: str, starts: Iterable[float], width: float) -> list[Glyph]:
    return [Glyph(x, 0, x + width, 9, char, n) for n, (char, x) in enumerate(zip(text, starts, strict=True))]


def test_boxes_wider_than_their_steps_do_not_cut_numbers() -> None:
    """Fonts that declare one width for all glyphs: each box covers the next, within and between amounts."""
    text = "895.02192.79"
    run = glyphs_at(text, (50 + 4.6 * number for number in range(len(text))), 9.2)

    def together(one: Glyph, other: Glyph) -> bool:
        return (one.number < 6) == (other.number < 6)

    assert texts_of(run, together) == [run]
    assert texts_of(run, lambda one, other: False) == [run]


def test_a_text_that_covers_the_end_of_another_is_a_text_of_its_own() -> None:
    label = glyphs_at("服务对象满意度", (50 + 9 * number for number in range(7)), 9)
    next_label = glyphs_at("平台", (106, 115), 9)
    assert texts_of([*label, *next_label], lambda one, other: False) == [label, next_label]
