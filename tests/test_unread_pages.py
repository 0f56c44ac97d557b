"""Statements that stand, or may stand, on pages that nobody could read are neither empty nor absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from readers.pdf_drawing import Paper
from reportlab.lib.utils import ImageReader
from running import BuiltWarehouse, yusuan_here

XS = [50.0, 120.0, 300.0, 370.0, 440.0, 510.0]
PICTURE = ImageReader(Image.new("RGB", (60, 20), "grey"))
STATEMENT = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", "1,234.56", "1,000.00", "234.56"],
    ["201", "一般公共服务支出", "1,234.56", "1,000.00", "234.56"],
    ["20101", "人大事务", "1,234.56", "1,000.00", "234.56"],
    ["2010101", "行政运行", "1,000.00", "1,000.00", ""],
    ["2010102", "一般行政管理事务", "234.56", "", "234.56"],
]
LABELS = [STATEMENT[0], *([*row[:2], "", "", ""] for row in STATEMENT[1:])]


def begin(path: Path, name: str) -> Paper:
    paper = Paper(path)
    paper.text(297, 200, name, 22, "centre")
    paper.text(297, 250, "2024年部门预算", 22, "centre")
    paper.next_page()
    return paper


def title(paper: Paper) -> None:
    paper.text(297, 50, "一般公共预算支出表", 16, "centre")
    paper.text(500, 80, "单位：万元", align="right")


def pictures(path: Path) -> None:
    paper = begin(path, "甲县财政局")
    title(paper)
    paper.table(XS, 100, LABELS)
    for row in range(1, 6):
        for x in XS[2:5]:
            paper.canvas.drawImage(PICTURE, x + 15, 842 - 100 - 20 * row - 16, 50, 12)
    paper.save()


def fields(path: Path) -> None:
    paper = begin(path, "乙县教育局")
    title(paper)
    paper.table(XS, 100, LABELS)
    for number, row in enumerate(STATEMENT[1:]):
        for x, amount in zip(XS[2:5], row[2:], strict=True):
            if amount:
                paper.canvas.acroForm.textfield(
                    name=f"f{number}{x}", value=amount, x=int(x) + 2,
                    y=842 - 120 - 20 * number - 18, width=66,
                    height=16, fontSize=9, borderWidth=0,
                )  # fmt: skip
    paper.save()


def scan(path: Path) -> None:
    paper = begin(path, "丙县民政局")
    title(paper)
    paper.table(XS, 100, STATEMENT)
    paper.text(50, 400, "本部门2024年没有使用政府性基金预算拨款安排的支出。")
    paper.next_page()
    paper.canvas.drawImage(PICTURE, 20, 20, 555, 800)
    paper.save()


LONG = [*STATEMENT[:5], *([f"20102{n:02d}", f"某项支出{n}", "10.00", "10.00", ""] for n in range(1, 28))]


def goes_on(path: Path, behind: str, lines: int = 32) -> None:
    """A statement that fills its page, and a page behind it that nobody can read, or a picture."""
    paper = begin(path, f"{behind}局")
    title(paper)
    paper.table(XS, 100, LONG[:lines])
    paper.text(297, 810, "- 2 -", 9, "centre")
    paper.next_page()
    if behind == "picture":
        paper.text(297, 30, "某县预算公开", 9, "centre")
        paper.canvas.drawImage(PICTURE, 50, 300, 480, 400)
    else:
        paper.canvas.drawImage(PICTURE, 20, 20, 555, 800)
    if behind == "between":
        paper.next_page()
        paper.table(XS, 60, [STATEMENT[0], *STATEMENT[4:]])
    paper.save()


def goes_on_scan(path: Path) -> None:
    goes_on(path, "scan")


def goes_on_picture(path: Path) -> None:
    goes_on(path, "picture")


def goes_on_between(path: Path) -> None:
    goes_on(path, "between")


def closes_with_a_note(path: Path) -> None:
    paper = begin(path, "己县农业局")
    title(paper)
    paper.table(XS, 100, LONG)
    paper.text(50, 770, "注：本表按功能分类科目填列。")
    paper.next_page()
    paper.canvas.drawImage(PICTURE, 20, 20, 555, 800)
    paper.save()


def closes_early(path: Path) -> None:
    goes_on(path, "scan", lines=12)


def picture_of_table(path: Path) -> None:
    paper = begin(path, "丁县审计局")
    title(paper)
    paper.canvas.drawImage(PICTURE, 50, 300, 480, 400)
    paper.save()


def blank(path: Path) -> None:
    paper = begin(path, "戊县水利局")
    title(paper)
    paper.table(XS, 100, LABELS)
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    drawings = (
        pictures, fields, scan, picture_of_table, blank,
        goes_on_scan, goes_on_picture, goes_on_between, closes_with_a_note, closes_early,
    )  # fmt: skip
    for draw in drawings:
        draw(folder / f"{draw.__name__}.pdf")


def coverage(written: BuiltWarehouse, name: str) -> dict[str, tuple[str, str | None]]:
    found = written.rows(
        "select statement_code, status, unread_reason from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) where source_file = ? and is_statutory",
        [f"{name}.pdf"],
    )
    return {code: (status, reason) for code, status, reason in found}


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("pictures", ("unreadable", "figures_as_pictures")),
        ("picture_of_table", ("unreadable", "large_pictures")),
        ("fields", ("present", None)),
        ("scan", ("present", None)),
        ("blank", ("empty", None)),
        ("goes_on_scan", ("present", "scanned_pages")),
        ("goes_on_picture", ("present", "large_pictures")),
        ("goes_on_between", ("present", "scanned_pages")),
        ("closes_with_a_note", ("present", None)),
        ("closes_early", ("present", None)),
    ],
)
def test_a_statement_on_such_a_page_is_unreadable(
    written: BuiltWarehouse, name: str, status: tuple[str, str | None]
) -> None:
    assert coverage(written, name)["general_expenditure"] == status


def test_any_other_statement_may_stand_on_a_scanned_page(written: BuiltWarehouse) -> None:
    found = coverage(written, "scan")
    assert found.pop("govfund_expenditure") == ("absent", None), "the text says that there is none"
    del found["general_expenditure"]
    assert set(found.values()) == {("unreadable", "scanned_pages")}
    for name in ("pictures", "fields", "blank"):
        others = {status for code, status in coverage(written, name).items() if code != "general_expenditure"}
        assert others == {("absent", None)}, name


def test_values_of_form_fields_are_published(written: BuiltWarehouse) -> None:
    ((count, total),) = written.rows(
        "select count(*), max(published_value) from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = 'fields.pdf'"
    )
    assert (count, float(total)) == (13, 1234.56)


def test_what_the_reader_says_is_in_a_mart_and_is_shown(written: BuiltWarehouse) -> None:
    found = written.rows(
        "select source_file, reason, page_nos, fct_reader_notices.page_count from fct_reader_notices "
        "join dim_disclosures using (disclosure_key) "
        "where source_file not like 'goes_on%' and source_file not like 'closes%' order by source_file"
    )
    assert found == [
        ("fields.pdf", "form_fields", [2], 1),
        ("picture_of_table.pdf", "large_pictures", [2], 1),
        ("pictures.pdf", "figures_as_pictures", [2], 1),
        ("scan.pdf", "scanned_pages", [3], 1),
    ]
    assert written.scalar("select sum(notice_count) from fct_extraction_outcomes") == 9
    assert "5 with scanned_pages" in written.output
    arguments = ("check", "scan", "--format", "markdown", "--lang", "en")
    shown = yusuan_here(*arguments, "--warehouse-dir", written.settings.warehouse_dir).stdout
    assert "A picture of text" in shown


@pytest.mark.parametrize(
    ("output_format", "words"),
    [
        ("markdown", "partly unreadable"),
    ],
)
def test_a_report_says_that_a_part_is_unreadable(
    written: BuiltWarehouse, output_format: str, words: str
) -> None:
    shown = {
        name: yusuan_here(
            "check", name, "--format", output_format, "--warehouse-dir", written.settings.warehouse_dir
        ).stdout
        for name in ("goes_on_scan", "closes_early")
    }
    assert words in shown["goes_on_scan"]
    assert words not in shown["closes_early"]
