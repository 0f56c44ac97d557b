"""Glyphs of numbers that the file gives no Unicode value: known by their shape, or unknown as before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_drawing import HEADER, ROWS, Paper
from reportlab.pdfbase import pdfmetrics, ttfonts

from pipelines.readers.document import Cell, Document
from pipelines.readers.pdf.reader import read_pdf

XS = [50.0, 130.0, 300.0, 420.0, 540.0]
RIGHT, MIDDLE, SIZE = 537.0, 170.0, 9.0
MARK = "§"
# One font twice, as in files put together from others: two subsets of one name. The second loses the Unicode
# values of all its glyphs but the mark.
NAME, NAME_WHILE_DRAWN = b"BitstreamVeraSans-Roman", b"BitstreamVeraSans-Other"
pdfmetrics.registerFont(ttfonts.TTFont("Known", "Vera.ttf"))
LOST = ttfonts.TTFont("Lost", "Vera.ttf")
LOST.face.name = NAME_WHILE_DRAWN
pdfmetrics.registerFont(LOST)
SAMPLES = "0123456789.,-"

# What the file says of a glyph: no character, a code for private use, or the character for unknown ones.
CODES = {"nothing": 0x0000, "private use": 0xE0A1, "replacement": 0xFFFD}


def lose_values(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Write ``code`` as the Unicode value of each glyph of the font that has the mark."""
    write = ttfonts.makeToUnicodeCMap

    def losing(name: str, subset: Sequence[int]) -> str:
        lost = ord(MARK) in subset
        return write(name, [code if lost and c != ord(MARK) else c for c in subset])

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", losing)


def read(path: Path, parts: Sequence[tuple[str, str]], samples: str = SAMPLES, rotation: int = 0) -> Document:
    """A table whose last cell holds texts of the two fonts; the samples stand above it."""
    paper = Paper(path, rotation=rotation)
    canvas = paper.canvas
    if rotation == 90:
        canvas.transform(0, 1, -1, 0, 842, 0)
    elif rotation == 180:
        canvas.transform(-1, 0, 0, -1, 595, 842)
    elif rotation == 270:
        canvas.transform(0, -1, 1, 0, 0, 595)
    canvas.setFont("Known", SIZE)
    canvas.drawString(50, paper.size[1] - 60, samples)
    canvas.setFont("Lost", SIZE)
    canvas.drawString(50, 30, MARK)
    x = RIGHT - sum(pdfmetrics.stringWidth(text, font, SIZE) for font, text in parts)
    for font, text in parts:
        canvas.setFont(font, SIZE)
        canvas.drawString(x, paper.size[1] - MIDDLE - 3, text)
        x += pdfmetrics.stringWidth(text, font, SIZE)
    paper.cells(XS, 100, [HEADER, *ROWS[:2], [*ROWS[2][:3], ""]])
    paper.grid(XS, 100, 4)
    paper.save()
    path.write_bytes(path.read_bytes().replace(NAME_WHILE_DRAWN, NAME))
    return read_pdf(path)


def last_cell(document: Document) -> Cell:
    (table,) = document.tables
    return next(c for c in table.cells if (c.row_no, c.col_no) == (4, 4))


def is_told(document: Document) -> bool:
    return any(notice.reason == "unknown_characters" for notice in document.warnings)


PLAIN = {
    "minus": ([("Lost", "-"), ("Known", "34.56")], "-34.56"),
    "mathematical minus": ([("Lost", "\u2212"), ("Known", "34.56")], "-34.56"),
    "point": ([("Known", "120"), ("Lost", "."), ("Known", "00")], "120.00"),
    "comma": ([("Known", "1"), ("Lost", ","), ("Known", "120.00")], "1,120.00"),
    "digit": ([("Known", "1"), ("Lost", "8"), ("Known", "0.00")], "180.00"),
    "similar digits": ([("Known", "1"), ("Lost", "369"), ("Known", ".00")], "1369.00"),
    "first digit": ([("Lost", "7"), ("Known", "0.50")], "70.50"),
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", PLAIN)
def test_a_glyph_of_a_number_is_known_by_its_shape_and_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, code: str
) -> None:
    parts, text = PLAIN[kind]
    lose_values(monkeypatch, CODES[code])
    document = read(tmp_path / "plain.pdf", parts)
    assert (last_cell(document).text, last_cell(document).known_by_shape) == (text, True)
    assert sum(cell.known_by_shape for cell in document.tables[0].cells) == 1
    assert not is_told(document)


@pytest.mark.parametrize("kind", ["minus", "point"])
def test_a_minus_and_a_point_are_known_without_samples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    parts, text = PLAIN[kind]
    lose_values(monkeypatch, 0xFFFD)
    assert last_cell(read(tmp_path / "bare.pdf", parts, samples="0")).text == text


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_shapes_are_known_on_turned_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rotation: int
) -> None:
    lose_values(monkeypatch, 0xFFFD)
    parts, text = PLAIN["similar digits"]
    assert last_cell(read(tmp_path / "turned.pdf", parts, rotation=rotation)).text == text


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lost", ["B", "O", "S", "l", "_", "=", "*", "·", "'", "+", "¯", "~", "/"])
def test_a_glyph_of_another_shape_stays_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str, code: str
) -> None:
    lose_values(monkeypatch, CODES[code])
    document = read(tmp_path / "letter.pdf", [("Known", "12"), ("Lost", lost), ("Known", "0.00")])
    unknown = "\ue0a1" if code == "private use" else "\ufffd"
    assert (last_cell(document).text, last_cell(document).known_by_shape) == (f"12{unknown}0.00", False)


def test_a_digit_without_a_known_one_to_compare_stays_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_values(monkeypatch, 0xFFFD)
    document = read(tmp_path / "unseen.pdf", [("Known", "12"), ("Lost", "7"), ("Known", "0.00")], "012345.")
    assert last_cell(document).text == "12\ufffd0.00"
    assert is_told(document)


def test_an_unknown_glyph_among_words_is_not_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lose_values(monkeypatch, 0xFFFD)
    document = read(tmp_path / "words.pdf", [("Known", "No"), ("Lost", "."), ("Known", "8")])
    assert last_cell(document).text == "No\ufffd8"


def test_a_soft_hyphen_before_digits_is_a_minus(tmp_path: Path) -> None:
    document = read(tmp_path / "soft.pdf", [("Known", "\u00ad34.56")])
    assert last_cell(document).text == "-34.56"


@pytest.mark.parametrize("hyphen", ["-", "\u00ad"])
def test_a_hyphen_at_the_end_of_a_line_is_kept(tmp_path: Path, hyphen: str) -> None:
    paper = Paper(tmp_path / "line_end.pdf")
    paper.cells(XS, 100, [HEADER, *ROWS])
    paper.grid(XS, 100, 5, 20)
    for line, text in enumerate([f"2025{hyphen}", "2026"]):
        paper.canvas.setFont("Known", 8)
        paper.canvas.drawString(133, paper.size[1] - 187 - 8 * line, text)
    (table,) = read_pdf(paper.save()).tables
    assert next(c.text for c in table.cells if (c.row_no, c.col_no) == (5, 2)) == "2025-\n2026"


def test_glyphs_that_stand_under_the_codes_of_white_space_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a Unicode value, pdfium reports the code of the glyph: 9 for a tab, 10 and 13 for line ends."""
    lose_values(monkeypatch, 0x0000)
    letters = "ABCDEFGHIJKLMNOP"
    document = read(tmp_path / "codes.pdf", [("Known", "1"), ("Lost", letters)])
    assert last_cell(document).text == "1" + "\ufffd" * len(letters)
