"""Pictures, form fields and scans: what stands there is read, or said with its pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_drawing import HEADER, ROWS, Paper
from PIL import Image
from reportlab.lib.utils import ImageReader

from pipelines.readers.document import Document, Notice, gathered, page_ranges
from pipelines.readers.pdf import read_pdf

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
LABELS = [HEADER, *([*row[:2], "", ""] for row in ROWS)]
PICTURE = ImageReader(Image.new("RGB", (60, 20), "grey"))


def reasons(document: Document) -> dict[str, tuple[int, ...]]:
    return {notice.reason: notice.pages for notice in document.warnings}


def labels_only(path: Path) -> Paper:
    """Page 1 with text, page 2 with a table that has no amounts."""
    paper = Paper(path)
    paper.text(50, 50, "一般公共预算支出表")
    paper.next_page()
    paper.table(XS, 100, LABELS)
    return paper


def boxes_of_amounts() -> list[tuple[float, float, str]]:
    """Left edge and top of the amount cells, with their amounts."""
    return [
        (XS[2 + column], 120 + 20.0 * row, ROWS[row][2 + column]) for row in range(3) for column in range(2)
    ]


def draw_picture(paper: Paper, x: float, top: float, wide: float, high: float) -> None:
    paper.canvas.drawImage(PICTURE, x, paper.size[1] - top - high, wide, high)


@pytest.mark.parametrize("count", [1, 6])
def test_pictures_in_the_cells_of_a_table_are_told_with_their_page(tmp_path: Path, count: int) -> None:
    paper = labels_only(tmp_path / "pictures.pdf")
    for x, top, _ in boxes_of_amounts()[:count]:
        draw_picture(paper, x + 20, top + 4, 50, 12)
    assert reasons(read_pdf(paper.save())) == {"figures_as_pictures": (2,)}


def test_amounts_drawn_as_shapes_are_told(tmp_path: Path) -> None:
    paper = labels_only(tmp_path / "shapes.pdf")
    for x, top, _ in boxes_of_amounts():
        path = paper.canvas.beginPath()
        y = paper.size[1] - top - 15
        path.moveTo(x + 30, y)
        for step in range(12):
            path.curveTo(x + 31 + step, y + 9, x + 32 + step, y + 9, x + 33 + step, y + step % 3)
        path.close()
        paper.canvas.drawPath(path, stroke=0, fill=1)
    assert reasons(read_pdf(paper.save())) == {"figures_as_pictures": (2,)}


def test_pictures_beside_text_or_across_cells_are_no_figures(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "stamp.pdf")
    paper.table(XS, 100, [HEADER, *ROWS])
    draw_picture(paper, 310, 124, 12, 12)
    draw_picture(paper, 250, 105, 120, 70)
    assert "figures_as_pictures" not in reasons(read_pdf(paper.save()))


def draw_fields(paper: Paper, flags: str = "print") -> None:
    for number, (x, top, amount) in enumerate(boxes_of_amounts()):
        paper.canvas.acroForm.textfield(
            name=f"amount{number}", value=amount, x=int(x) + 2,
            y=int(paper.size[1] - top) - 18, width=90, height=16,
            fontSize=9, borderWidth=0, annotationFlags=flags,
        )  # fmt: skip


def amounts(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [
        [cell.text for cell in table.cells if cell.row_no == row and cell.col_no > 2]
        for row in range(2, table.row_count + 1)
    ]


def test_values_of_form_fields_are_print_and_are_told(tmp_path: Path) -> None:
    paper = labels_only(tmp_path / "fields.pdf")
    draw_fields(paper)
    document = read_pdf(paper.save())
    assert amounts(document) == [row[2:] for row in ROWS]
    assert reasons(document) == {"form_fields": (2,)}


def test_values_without_an_appearance_in_the_file_are_shown_all_the_same(tmp_path: Path) -> None:
    paper = labels_only(tmp_path / "no_appearance.pdf")
    draw_fields(paper)
    path = paper.save()
    data = path.read_bytes()
    assert b"/AP" in data
    path.write_bytes(data.replace(b"/AP ", b"/Ap ").replace(b"/AcroForm", b"/AcroForm", 1))
    document = read_pdf(path)
    assert reasons(document) == {"form_fields": (2,)}
    read = amounts(document) == [row[2:] for row in ROWS]
    assert read or "could not be read" in document.warnings[0].message


def test_hidden_fields_and_boxes_to_tick_are_no_print(tmp_path: Path) -> None:
    paper = labels_only(tmp_path / "hidden.pdf")
    draw_fields(paper, "hidden")
    paper.canvas.acroForm.checkbox(name="tick", checked=True, x=400, y=700, size=12, buttonStyle="check")
    document = read_pdf(paper.save())
    assert amounts(document) == [[], [], []]
    assert reasons(document) == {}


def test_a_form_that_nobody_filled_is_told_by_nothing(tmp_path: Path) -> None:
    paper = labels_only(tmp_path / "blank.pdf")
    paper.canvas.acroForm.textfield(name="a", value="", x=310, y=700, width=80, height=16)
    assert reasons(read_pdf(paper.save())) == {}


def test_texts_typed_over_the_page_are_print_and_are_told(tmp_path: Path) -> None:
    paper = labels_only(tmp_path / "notes.pdf")
    paper.canvas.freeTextAnnotation("12.50", Rect=(310, 702, 390, 718), DA="/Helv 9 Tf 0 g")
    document = read_pdf(paper.save())
    assert reasons(document) == {"typed_notes": (2,)}
    read = amounts(document)[0] == ["12.50"]
    assert read or "could not be read" in document.warnings[0].message


@pytest.mark.parametrize("margin_text", ["", "某某局2024年部门预算", "— 3 —"])
def test_a_page_that_is_a_picture_is_told(tmp_path: Path, margin_text: str) -> None:
    paper = Paper(tmp_path / "scan.pdf")
    paper.table(XS, 100, [HEADER, *ROWS])
    paper.next_page()
    for part in range(4):
        draw_picture(paper, 20, 40 + 190 * part, 555, 190)
    if margin_text:
        paper.text(297, 20, margin_text, 9)
    document = read_pdf(paper.save())
    assert reasons(document) == {"scanned_pages": (2,)}
    assert [page.image_only for page in document.pages] == [False, True]


def test_a_page_whose_text_is_drawn_as_shapes_is_told(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "shapes.pdf")
    paper.table(XS, 100, [HEADER, *ROWS])
    paper.next_page()
    for number in range(100):
        x, y = 50 + 20 * (number % 20), 700 - 20 * (number // 20)
        path = paper.canvas.beginPath()
        path.moveTo(x, y)
        for step in range(8):
            path.curveTo(x + step, y + 9, x + 2 + step, y + 9, x + 3 + step, y)
        paper.canvas.drawPath(path, stroke=0, fill=1)
    assert reasons(read_pdf(paper.save())) == {"scanned_pages": (2,)}


def test_a_cover_over_a_picture_is_no_scan_and_a_logo_is_nothing(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "cover.pdf")
    draw_picture(paper, 0, 0, 595, 842)
    paper.text(297, 200, "某某局2024年部门预算", 26, "centre")
    paper.next_page()
    paper.table(XS, 100, [HEADER, *ROWS])
    draw_picture(paper, 20, 20, 40, 40)
    paper.next_page()
    draw_picture(paper, 20, 20, 40, 40)
    assert reasons(read_pdf(paper.save())) == {}


def test_a_large_picture_among_text_is_told(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "large.pdf")
    paper.text(50, 50, "部门收入总表")
    draw_picture(paper, 60, 100, 480, 300)
    assert reasons(read_pdf(paper.save())) == {"large_pictures": (1,)}


@given(
    st.lists(st.builds(Notice, st.sampled_from("ab"), st.tuples(st.integers(1, 9)), st.sampled_from("xyz")))
)
def test_each_reason_is_told_once_with_all_its_pages_and_messages(notices: list[Notice]) -> None:
    told = gathered(notices)
    assert [notice.reason for notice in told] == sorted({notice.reason for notice in notices})
    for notice in told:
        same = [each for each in notices if each.reason == notice.reason]
        assert set(notice.pages) == {page for each in same for page in each.pages}
        assert set(notice.message.split("\n")) == {each.message for each in same}


def test_pages_are_told_as_people_write_them() -> None:
    assert page_ranges([7, 1, 2, 3, 5]) == "1-3, 5, 7"
    assert str(Notice("x", (4,), "A scan.")) == "Page 4: A scan."
