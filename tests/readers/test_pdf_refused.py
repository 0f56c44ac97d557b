"""What the PDF reader considers as a table but refuses, and the reason it gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_drawing import HEADER, ROWS, Paper

from pipelines.readers.document import Document
from pipelines.readers.pdf import read_pdf
from pipelines.readers.pdf.__main__ import main
from pipelines.readers.pdf.ruled.refused import Reason

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
ALL = [HEADER, *ROWS]


def refusals(document: Document) -> list[tuple[int, str, str]]:
    return [(refused.page_no, refused.finder, refused.reason) for refused in document.refused_tables]


def border_around_the_page(paper: Paper) -> None:
    paper.canvas.rect(20, 20, 555, 802)
    paper.table(XS, 100, ALL)


def box_around_prose(paper: Paper) -> None:
    paper.grid([60, 530], 100, 1, 200)
    paper.text(70, 120, "2024年收入总计 1,234.56 万元，支出 20.00 万元。")


def bars_of_a_chart(paper: Paper) -> None:
    paper.grid([60, 295, 530], 100, 4, 40)
    for number in range(4):
        paper.text(55, 100 + 40 * number, str(200 - 50 * number), align="right")
        paper.canvas.rect(100 + 105 * number, 842 - 260, 30, 40 + 10 * number, stroke=0, fill=1)


def empty_drawing(paper: Paper) -> None:
    paper.grid(XS, 100, 3)
    paper.text(50, 60, "办公区域平面图")


def one_text_in_a_grid(paper: Paper) -> None:
    paper.grid(XS, 100, 3)
    paper.text(55, 110, "附件")


def shaded_headings(paper: Paper) -> None:
    paper.canvas.setFillGray(0.8)
    for number in range(4):
        paper.canvas.rect(50, 700 - 60 * number, 300, 20, stroke=0, fill=1)
    paper.canvas.setFillGray(0)
    paper.text(55, 140, "一、部门概况")


def two_rows_of_amounts(paper: Paper) -> None:
    paper.cells(XS, 100, ALL[:3])


def amounts_among_prose(paper: Paper) -> None:
    rows = [["收入合计", "1,234.56"], ["支出合计", "本年数", "1,234.56", "1,000.00"]]
    paper.cells(XS, 100, [HEADER, *(rows[number in (0, 4, 8)] for number in range(9))])


def amounts_below_a_title(paper: Paper) -> None:
    paper.text(50, 70, "部门支出的总体情况如下")
    paper.cells(XS, 100, ROWS)


def rulings_below_the_first_row_only(paper: Paper) -> None:
    paper.cells(XS, 100, ROWS)
    for y in (120, 160):
        paper.line(XS[0], y, XS[-1], y)


def one_column_between_rulings(paper: Paper) -> None:
    for y, *words in (
        (110, (60, "支"), (80, "1.00")),
        (130, (62, "1,234.00"), (106, "支")),
        (150, (60, "支"), (90, "100.00")),
    ):
        for x, word in words:
            paper.text(x, y, word, 9)
    for y in (100, 160):
        paper.line(50, y, 200, y)


DRAWINGS: list[tuple[Callable[[Paper], None], str, str, int]] = [
    (border_around_the_page, "rulings", "outer_border", 1),
    (box_around_prose, "rulings", "one_column", 0),
    (bars_of_a_chart, "rulings", "chart", 0),
    (empty_drawing, "rulings", "no_text", 0),
    (one_text_in_a_grid, "rulings", "one_cell_with_text", 0),
    (shaded_headings, "rulings", "shaded_boxes_apart", 0),
    (two_rows_of_amounts, "gaps", "too_few_rows", 0),
    (amounts_among_prose, "gaps", "mostly_text", 0),
    (amounts_below_a_title, "gaps", "no_header", 0),
    (rulings_below_the_first_row_only, "three_line", "no_ruling_above", 0),
    (one_column_between_rulings, "three_line", "one_column", 0),
]


@pytest.mark.parametrize(("draw", "finder", "reason", "tables"), DRAWINGS, ids=lambda value: str(value)[:40])
def test_what_is_no_table_keeps_its_reason(
    tmp_path: Path, draw: Callable[[Paper], None], finder: str, reason: str, tables: int
) -> None:
    paper = Paper(tmp_path / "refused.pdf")
    draw(paper)
    document = read_pdf(paper.save())
    assert len(document.tables) == tables
    assert refusals(document) == [(1, finder, reason)]


def test_rows_with_other_columns_do_not_continue_the_table_of_the_page_before(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "other_columns.pdf")
    paper.cells(XS, 700, ALL)
    for y in (700, 720):
        paper.line(XS[0], y, XS[-1], y)
    paper.next_page()
    paper.cells([50, 300, 500], 60, [["其中：项目支出", "12.00"], ["其中：基本支出", "3.00"]])
    document = read_pdf(paper.save())
    assert len(document.tables) == 1
    assert refusals(document) == [(2, "gaps", "too_few_rows"), (2, "gaps", "other_columns")]


def test_rows_below_prose_do_not_continue_the_table_of_the_page_before(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "text_above.pdf")
    paper.cells(XS, 700, ALL)
    for y in (700, 720):
        paper.line(XS[0], y, XS[-1], y)
    paper.next_page()
    for number in range(3):
        paper.text(50, 60 + 20 * number, "二、部门预算安排情况的说明")
    paper.cells(XS, 130, ROWS[:2])
    document = read_pdf(paper.save())
    assert refusals(document) == [(2, "gaps", "too_few_rows"), (2, "gaps", "text_above")]


def test_a_drawing_too_fine_for_a_table_says_so_and_what_pdfplumber_refuses_on_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.readers.pdf.ruled.grid_from_frame.MOST_GRID_CELLS", 4)
    paper = Paper(tmp_path / "fine.pdf")
    paper.table(XS, 60, ALL)
    paper.grid([60, 530], 300, 2, 50)
    paper.text(70, 320, "注：以上数据未经审计。")
    document = read_pdf(paper.save())
    assert len(document.tables) == 1
    assert refusals(document) == [(1, "pdfplumber", "one_column"), (1, "rulings", "too_fine")]
    assert document.refused_tables[1].box.bottom == pytest.approx(140, abs=1)


def test_a_refused_candidate_is_where_it_was_drawn(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "place.pdf")
    box_around_prose(paper)
    (refused,) = read_pdf(paper.save()).refused_tables
    box = refused.box
    assert [box.x0, box.top, box.x1, box.bottom] == pytest.approx([60, 100, 530, 300], abs=1)


def test_reasons_have_a_stable_code_and_a_meaning() -> None:
    assert Reason("one_column") is Reason.ONE_COLUMN
    assert all(reason.value == reason.name.lower() and reason.meaning for reason in Reason)


def test_a_person_can_see_what_was_found_and_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = Paper(tmp_path / "two_pages.pdf")
    paper.table(XS, 100, ALL)
    paper.next_page()
    box_around_prose(paper)
    path = str(paper.save())
    assert main([path]) == 0
    first, table, second, refused = capsys.readouterr().out.splitlines()
    assert first == "page 1: 595 x 842 points, lines outside tables: 0"
    assert " ".join(table.split()) == ("table rulings (50, 100) - (500, 180) table 1: 4 rows x 4 columns")
    assert second == "page 2: 595 x 842 points, lines outside tables: 1"
    assert " ".join(refused.split()) == (
        f"refused rulings (60, 100) - (530, 300) one_column: {Reason.ONE_COLUMN.meaning}"
    )
    assert main([path, "--page", "2"]) == 0
    assert capsys.readouterr().out.splitlines() == [second, refused]


def test_a_file_or_page_that_cannot_be_shown_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = Paper(tmp_path / "one_page.pdf")
    paper.table(XS, 100, ALL)
    assert main([str(paper.save()), "--page", "2"]) == 1
    assert "the file has 1 pages" in capsys.readouterr().err
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert main([str(tmp_path / "empty.pdf")]) == 1
    assert "empty" in capsys.readouterr().err
