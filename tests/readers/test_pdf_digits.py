"""No digit is lost: every one that is visible on a page is in a cell or in a line."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_drawing import HEADER, ROWS, Paper

from pipelines.readers.pdf.cells.overrun import texts_of
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.printed import printed_page
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher
from pipelines.readers.pdf.words.lines import lines_of

SHARED = Path(os.environ.get("YUSUAN_DISCLOSURES", Path(__file__).parents[3] / "shared" / "disclosures"))
DRAWN = sorted((SHARED / "drawn").glob("[!j]*.pdf"))  # those with junk around them are opened elsewhere


def digits(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if char.isdigit())


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
