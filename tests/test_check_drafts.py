"""`yusuan check FILE…`: a text and a PDF that are in no warehouse, with an error and hostile labels."""

from __future__ import annotations

import base64
import html
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import duckdb
import openpyxl
import pytest
from drawn_statements import HEADER, XS, balance, page
from PIL import Image
from readers.pdf_drawing import Paper
from running import RAW_DIR, yusuan_here

from pipelines.command.check.drafts import drafts
from pipelines.command.check.looked import Looked
from pipelines.command.check.markdown import as_markdown
from pipelines.command.check.page import write_page
from pipelines.command.check.reports import DisclosureReport, make_reports
from pipelines.command.check.speech import Speech, one_line
from pipelines.command.check.spreadsheet import write_spreadsheet
from pipelines.command.check.terminal import print_reports
from pipelines.command.language import in_language, user_language
from pipelines.command.trace.picture import FRAME
from pipelines.settings import load_settings

TEXT = RAW_DIR / "xinzhou-2022-gongyehexinxihuaju-budget.txt"
ORGANIZATION = "某市口岸局"
HOSTILE = "\\[/bold][red]x|<script>alert(1)</script> [a](http://b.example) **c** :warning: =1+1 `d`"


def draw(path: Path) -> None:
    """部门收支总表 and 一般公共预算支出表, whose total is 10 too much; a label is hostile."""
    paper = Paper(path)
    page(paper, ORGANIZATION, "2024年部门预算")
    balance(paper, ORGANIZATION, 500.0)
    paper.text(297, 60, "一般公共预算支出表", 14, "centre")
    paper.text(530, 84, "单位：万元", 10, "right")
    rows = [
        ["合计", "", "530.00", "510.00", "20.00"],
        ["205", "教育支出", "520.00", "500.00", "20.00"],
        ["20501", "教育管理事务", "520.00", "500.00", "20.00"],
        ["2050103", "机关服务", "500.00", "500.00", ""],
        ["2050102", "一般行政管理事务", "20.00", "", "20.00"],
    ]
    paper.table(XS, 100, [HEADER, *rows])
    paper.save()


@dataclass
class Drafts:
    looked: Looked
    reports: list[DisclosureReport]
    kept: Path


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory):
    """One build for all: a text that is published with the project, and the drawn PDF."""
    folder = tmp_path_factory.mktemp("drafts")
    draw(folder / "draft.pdf")
    kept = folder / "kept.duckdb"
    with drafts([TEXT, folder / "draft.pdf"], load_settings(), kept) as looked:
        yield Drafts(looked, make_reports(looked.warehouse), kept)


def of_pdf(read: Drafts) -> DisclosureReport:
    (report,) = (each for each in read.reports if each.disclosure.source_file == "draft.pdf")
    return report


@pytest.fixture(scope="module", params=["en", "zh"])
def written(request: pytest.FixtureRequest, read: Drafts, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "report.html"
    write_page(read.looked, read.reports, file, Speech.of(read.looked.warehouse, request.param))
    return file.read_text(encoding="utf-8")


def test_the_planted_error_is_found_first_in_both_languages(read: Drafts) -> None:
    first = of_pdf(read).open_findings[0]
    assert (first.published_value, first.expected_value, first.difference_yuan) == (530, 520, 100_000)
    assert of_pdf(read).disclosure.organization_name == ORGANIZATION


def test_the_rows_of_every_model_are_kept_on_demand(read: Drafts) -> None:
    with duckdb.connect(str(read.kept), read_only=True) as connection:
        lines = connection.execute(
            "select line_label, is_total from intermediate.int_lines "
            "join staging.stg_documents using (disclosure_key) "
            "where source_file = 'draft.pdf' and function_code = '20501'"
        ).fetchall()
    assert lines == [("教育管理事务", False)]


def test_rows_of_models_are_kept_of_files_only(tmp_path: Path) -> None:
    done = yusuan_here("check", "--keep", tmp_path / "kept.duckdb", "--warehouse-dir", tmp_path)
    assert done.returncode == 2
    assert "--keep goes with files" in done.stderr


def test_the_page_loads_nothing_and_shows_the_place_in_a_red_frame(written: str) -> None:
    sources = re.findall(r' (?:src|href)="([^"]*)"', written)
    assert all(source.startswith(("data:image/png;base64,", "#")) for source in sources)
    assert not re.search(r"url\(|@import|srcset|<link", written)
    assert "http://" not in written
    assert "https://" not in written
    assert "<script" not in written
    pictures = re.findall(r'src="data:image/png;base64,([^"]+)"', written)
    assert pictures
    picture = Image.open(io.BytesIO(base64.b64decode(pictures[0]))).convert("RGB")
    reds = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if sum(abs(a - b) for a, b in zip(picture.getpixel((x, y)), FRAME, strict=True)) < 40  # type: ignore
    ]
    # The frame is around the cell of 530.00 in the third of five columns, and the whole table is shown.
    edge, width = 2 * 8, 2 * (XS[-1] - XS[0])
    assert picture.width == pytest.approx(width + 2 * edge, abs=6)
    assert min(x for x, _ in reds) == pytest.approx(edge + 2 * (XS[2] - XS[0]), abs=8)
    assert max(x for x, _ in reds) == pytest.approx(edge + 2 * (XS[3] - XS[0]), abs=8)


def test_the_page_tells_what_held_what_was_not_checked_and_the_statements(written: str) -> None:
    text = html.unescape(written)
    chinese = 'lang="zh-CN"' in text
    words = (
        ("未能检验", "一般公共预算支出表", "合计等于顶层各行之和", "日期")
        if chinese
        else (
            "Could not be checked",
            "General public budget expenditure by function",
            "The total equals the sum",
            "Date",
        )
    )
    assert all(word in text for word in words)
    assert ("待核对" in text) == chinese
    # Of the text, the line with the words or the figure is shown.
    assert "<mark>" in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 140])
def test_hostile_labels_show_as_they_are_and_do_nothing(
    read: Drafts,
    language: str,
    columns: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from dataclasses import replace

    label = HOSTILE + "\x1b]0;title\x07\x1b[31m\u202egnp\u200b\x9b2J\r\n| new | row |"
    before = of_pdf(read)
    findings = [replace(each, subject=label, unit="\x1b[2J元", explanation=label) for each in before.findings]
    disclosure = replace(before.disclosure, organization_name=label, title=label)
    coverage = [(code, status, page, label, label) for code, status, page, *_ in before.coverage]
    report = replace(before, findings=findings, disclosure=disclosure, coverage=coverage)
    speech = Speech.of(read.looked.warehouse, language)

    monkeypatch.setenv("COLUMNS", str(columns))
    print_reports([report], speech, None, [(label, label)])
    shown = capsys.readouterr().out
    assert "\\[/bold][red]x|<script>" in shown
    markdown = as_markdown([report], speech, [(label, label)])
    assert not re.search(r"<script|(?<!\\)\[a\]|[^\\]\*\*c|^\| new", markdown, re.M)
    assert "http://b" not in markdown
    file = tmp_path / "page.html"
    write_page(read.looked, [report], file, speech)
    page = file.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    for text in (shown, markdown, page):
        assert not [each for each in text if unicodedata.category(each) in ("Cc", "Cf") and each != "\n"]
    book = tmp_path / "findings.xlsx"
    write_spreadsheet([report], book, speech)
    cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(HOSTILE in str(cell.value) for cell in cells)


def test_a_draft_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nno more")
    done = yusuan_here("check", broken, "--html", tmp_path / "report.html")
    assert done.returncode == 2
    assert str(broken) in done.stderr
    assert "Traceback" not in done.stderr
    both = yusuan_here("check", broken, "nobody")
    assert (both.returncode, "nobody" in both.stderr) == (2, True)
    folder = yusuan_here("check", tmp_path)
    assert (folder.returncode, "is a folder" in folder.stderr) == (2, True)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_language_is_the_one_of_the_system(variables: dict[str, str], language: str) -> None:
    assert user_language(None, variables) == language
    assert user_language("zh", variables) == "zh"


def test_names_of_columns_do_not_end_the_english_part() -> None:
    both = "Printed: 0. Beside it: 预算数 / 运行费 32.2 万元. / 所印为 0。对照为 预算数 / 运行费 32.2 万元。"
    assert in_language(both, "en") == "Printed: 0. Beside it: 预算数 / 运行费 32.2 万元."
    assert in_language(both, "zh") == "所印为 0。对照为 预算数 / 运行费 32.2 万元。"


def test_nothing_of_a_label_moves_the_cursor() -> None:
    assert one_line("a\x1b[2Jb\tc\u202ed\ne") == "a\ufffd[2Jb c\ufffdd e"
