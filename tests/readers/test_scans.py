"""Scanned pages: what text recognition reads, and what it says where it cannot be sure."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

import pytest
from forms import scan
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers import Document, UnreadableDocument, read_document
from pipelines.readers.scan.render import render_page
from pipelines.settings import Limits

RECOGNISED = Limits(recognise=True)
needs_recognition = pytest.mark.skipif(
    find_spec("rapidocr") is None or find_spec("onnxruntime") is None, reason="the extra ocr is not installed"
)
ROWS = [
    ["Code", "Budget", "Final"],
    ["2050101", "4,433,694.90", "1,114.00"],
    ["2050102", "", "40.70"],
    ["2080505", "7,080.93", "-56.10"],
]
FONT = ("Helvetica", 11)
XS, TOP, HEIGHT = (50, 130, 220, 300), 60, 22


def printed(
    path: Path,
    title: str = "Table 1 of the budget",
    title_font: tuple[str, int] = FONT,
    dash: Sequence[float] = (),
) -> Path:
    """A small page with one ruled table; one of its cells is blank. ``dash`` is as in PDF."""
    canvas = Canvas(str(path), pagesize=(340, 220))
    canvas.setFont(*title_font)
    canvas.drawString(50, 185, title)
    canvas.setFont(*FONT)
    canvas.setDash(list(dash), 0)
    bottom = 220 - TOP - HEIGHT * len(ROWS)
    for x in XS:
        canvas.line(x, bottom, x, 220 - TOP)
    for number, row in enumerate([*ROWS, []]):
        canvas.line(XS[0], 220 - TOP - HEIGHT * number, XS[-1], 220 - TOP - HEIGHT * number)
        for left, text in zip(XS, row, strict=False):
            canvas.drawString(left + 6, 220 - TOP - HEIGHT * number - 15, text)
    canvas.save()
    return path


def cells(document: Document) -> list[list[str]]:
    (table,) = document.tables
    found = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        found[cell.row_no - 1][cell.col_no - 1] = cell.text
    return found


@needs_recognition
def test_a_slanted_scan_is_read_as_it_was_printed_and_boxes_are_where_the_cells_lie(tmp_path: Path) -> None:
    path = tmp_path / "slanted.pdf"
    scan.write(printed(tmp_path / "printed.pdf"), path, dpi=150, angle=1.2)
    document = read_document(path, RECOGNISED)
    assert cells(document) == ROWS
    assert document.lines[0].text.replace(" ", "") == "Table1ofthebudget"
    assert 0.5 < (document.lines[0].recognition_score or 0) <= 1
    assert [notice.reason for notice in document.warnings] == ["recognised_pages"]
    (page,) = document.pages
    assert page.recognised and page.recognition_seconds and page.recognition_score
    (table,) = document.tables
    assert all(cell.recognition_score is not None and cell.recognition_score > 0.5 for cell in table.cells)
    # The first figure of the last row has sunk, as the paper lay turned to the left.
    boxes = {cell.text: cell.box for cell in table.cells}
    left, right = boxes["2080505"], boxes["-56.10"]
    assert left is not None and right is not None
    assert left.top - right.top == pytest.approx(170 * 0.0209, abs=1.0)


@needs_recognition
def test_a_page_that_lies_on_its_side_is_turned_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "turned.png"
    scan.write(printed(tmp_path / "printed.pdf"), path, dpi=150, quarter_turns=1)
    document = read_document(path, RECOGNISED)
    assert cells(document) == ROWS
    box = document.tables[0].cells[0].box
    assert box is not None and box.bottom - box.top > 70 > 30 > box.x1 - box.x0
    assert render_page(path, 1, 2.0).size == pytest.approx((440, 680), abs=2)


@needs_recognition
def test_a_page_of_lone_digits_is_turned_upright(tmp_path: Path) -> None:
    """Lone digits are higher than wide, as lines on a page that lies on its side."""
    canvas = Canvas(str(tmp_path / "printed.pdf"), pagesize=(340, 220))
    canvas.setFont(*FONT)
    canvas.drawString(50, 185, "Table of the budget")
    for number in range(24):
        canvas.drawString(40 + 40 * (number % 8), 140 - 30 * (number // 8), "157"[number % 3])
    canvas.save()
    scan.write(tmp_path / "printed.pdf", tmp_path / "scan.pdf", quarter_turns=2)
    document = read_document(tmp_path / "scan.pdf", RECOGNISED)
    assert document.lines[0].text.replace(" ", "") == "Tableofthebudget"


@needs_recognition
def test_strokes_of_a_large_title_are_no_rulings(tmp_path: Path) -> None:
    path = tmp_path / "title.png"
    scan.write(printed(tmp_path / "printed.pdf", "FEET 2024", ("Helvetica-Bold", 28)), path, dpi=150)
    document = read_document(path, RECOGNISED)
    assert [line.text for line in document.lines] == ["FEET 2024"]
    assert cells(document) == ROWS


@needs_recognition
@pytest.mark.parametrize("dash", [(3, 2), (0.5, 1.5), (6, 2, 1, 2)])
def test_dashed_and_dotted_rulings_make_cells_and_rows_of_points_do_not(
    tmp_path: Path, dash: tuple[float, ...]
) -> None:
    path = tmp_path / "dashed.png"
    title = "Contents .................... 7"
    scan.write(printed(tmp_path / "printed.pdf", title, dash=dash), path, dpi=150, angle=0.5)
    document = read_document(path, RECOGNISED)
    assert cells(document) == ROWS
    assert [table.finder for table in document.tables] == ["rulings"]
    assert document.lines[0].text.startswith("Contents")


@needs_recognition
def test_figures_below_a_stamp_are_unknown_and_no_other_ones(tmp_path: Path) -> None:
    path = tmp_path / "stamped.tiff"
    scan.write(printed(tmp_path / "printed.pdf"), path, dpi=150, stamp=(0.8, 0.5), pages=[1])
    found = cells(read_document(path, RECOGNISED))
    assert [row[:1] for row in found] == [row[:1] for row in ROWS]
    read = [text for row in found for text in row]
    assert all("\ufffd" in text or any(text in row for row in ROWS) for text in read)
    assert "\ufffd" in "".join(read)


def test_without_recognition_a_scan_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "two.tiff"
    source = printed(tmp_path / "printed.pdf")
    scan.write(source, path, dpi=75, pages=[1, 1])
    with pytest.raises(
        UnreadableDocument, match=r"2 pictures of text.*pip install 'yusuan\[ocr\]'"
    ) as refused:
        read_document(path)
    assert (refused.value.reason, refused.value.scanned_pages) == ("image_only", 2)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_cut_picture_is_damaged(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "cut"
    Image.effect_noise((200, 300), 60).save(path, kind)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadableDocument) as refused:
        render_page(path, 1)
    assert refused.value.reason == "damaged"


def test_a_picture_with_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", b""))
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))
        for kind, data in parts
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    with pytest.raises(UnreadableDocument, match="pixels") as refused:
        render_page(path, 1)
    assert refused.value.reason == "too_large"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_damaged_picture_is_shown_or_refused_and_nothing_is_said_at_the_terminal(
    tmp_path: Path, kind: str, recwarn: pytest.WarningsRecorder
) -> None:
    path = tmp_path / "damaged"
    Image.effect_noise((60, 90), 60).save(path, kind)
    whole, chance, reasons = path.read_bytes(), random.Random(kind), set[str]()
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(4):
            content[chance.randrange(8, 200)] = chance.randrange(256)
        path.write_bytes(content)
        try:
            render_page(path, 1)
        except UnreadableDocument as refused:
            reasons.add(refused.reason)
    assert "damaged" in reasons <= {"damaged", "too_large"}
    assert not recwarn.list
