"""Files without figures, and files that cannot be read: one build gives the reasons, and loses no other file.

The files of ``controls/`` are published documents, not in the repository; without them, tests are skipped.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from readers.pdf_drawing import A4, Paper
from reportlab.pdfgen.canvas import Canvas
from running import NO_PUBLISHED, PUBLISHED, BuiltWarehouse

from pipelines.settings import OWN_FILES

CONTROLS = PUBLISHED / "controls"
pytestmark = pytest.mark.skipif(not CONTROLS.is_dir(), reason=NO_PUBLISHED)

IMAGE_ONLY = "beijing-2026-zhengwufuwuheshujuju-imageonly-budget.pdf"
NARRATIVE = "beijing-2026-jingjihexinxihuaju-narrative-budget.pdf"
NO_BUDGET = "changsha-2020-guoziwei-notbudget.pdf"
BLANK_FORMS = ("shanghaiputuo-2026-blankform-budget.xls", "shanghaiputuo-2026-blankform-budget.xlsx")
GOOD = "good.pdf"

# file: the reason, and words of the message that say what to do
REFUSED = {
    IMAGE_ONLY: ("image_only", "text recognition"),
    "encrypted.pdf": ("encrypted", "without a password"),
    "truncated.pdf": ("truncated", "Download it again"),
    "empty.pdf": ("empty_file", "Ask the publisher for it again"),
}
STATEMENT = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", "1,234.56", "1,000.00", "234.56"],
    ["201", "一般公共服务支出", "1,234.56", "1,000.00", "234.56"],
    ["20101", "人大事务", "1,234.56", "1,000.00", "234.56"],
    ["2010101", "行政运行", "1,000.00", "1,000.00", ""],
    ["2010102", "一般行政管理事务", "234.56", "", "234.56"],
]
FACTS_OF_CELLS = ("fct_published_amounts", "fct_performance_targets")


def draw_statement(path: Path) -> None:
    """A budget with a cover and one statement."""
    paper = Paper(path)
    paper.text(297, 200, "固原市工业和信息化局", 22, "centre")
    paper.text(297, 250, "2024年部门预算", 22, "centre")
    paper.next_page()
    paper.text(297, 50, "一般公共预算支出表", 16, "centre")
    paper.text(500, 80, "单位：万元", align="right")
    paper.table([50.0, 120.0, 300.0, 370.0, 440.0, 510.0], 100, STATEMENT)
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    """All control files, bad files and one good file."""
    if not CONTROLS.is_dir():
        return
    shutil.copytree(CONTROLS, folder, dirs_exist_ok=True)
    draw_statement(folder / GOOD)
    locked = Canvas(str(folder / "encrypted.pdf"), pagesize=A4, encrypt="secret")
    locked.drawString(100, 700, "2024")
    locked.save()
    whole = (folder / NO_BUDGET).read_bytes()
    (folder / "truncated.pdf").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.pdf").touch()


def count(written: BuiltWarehouse, table: str, source_file: str) -> int:
    """Rows of a fact that come from one file."""
    return written.scalar(
        f"select count(*) from {table} join dim_disclosures using (disclosure_key) where source_file = ?",
        [source_file],
    )


def test_the_build_says_by_its_exit_status_that_some_files_could_not_be_read(written: BuiltWarehouse) -> None:
    assert written.exit_status == 1, written.output
    files = sum(path.is_file() and path.name not in OWN_FILES for path in written.settings.raw_dir.iterdir())
    assert f"{files - len(REFUSED)} read, {len(REFUSED)} failed" in written.output


@pytest.mark.parametrize("source_file", REFUSED)
def test_a_file_that_cannot_be_read_has_its_outcome_with_reason_and_remedy(
    written: BuiltWarehouse, source_file: str
) -> None:
    rows = written.rows(
        "select step, status, reason, message from fct_extraction_outcomes where source_file = ?",
        [source_file],
    )
    ((step, status, reason, message),) = rows
    assert (step, status, reason) == ("read", "failed", REFUSED[source_file][0])
    assert REFUSED[source_file][1] in message
    assert source_file in written.output
    for table in FACTS_OF_CELLS:
        assert count(written, table, source_file) == 0


@pytest.mark.parametrize("source_file", REFUSED)
def test_no_statement_of_a_file_that_cannot_be_read_is_called_absent(
    written: BuiltWarehouse, source_file: str
) -> None:
    found = written.rows(
        "select distinct coverage.status, coverage.unread_reason from fct_statement_coverage as coverage "
        "join fct_extraction_outcomes using (disclosure_key) where source_file = ?",
        [source_file],
    )
    assert found == [("unreadable", REFUSED[source_file][0])]


def test_prose_without_tables_has_no_facts_and_does_not_prove_that_statements_are_absent(
    written: BuiltWarehouse,
) -> None:
    for table in FACTS_OF_CELLS:
        assert count(written, table, NARRATIVE) == 0
    coverage = written.rows(
        "select distinct status, unread_reason from fct_statement_coverage join dim_disclosures "
        "using (disclosure_key) where source_file = ? and explained_by is null",
        [NARRATIVE],
    )
    assert coverage == [("unreadable", "no_tables")]


def test_a_report_that_is_no_budget_yields_no_facts(written: BuiltWarehouse) -> None:
    for table in (*FACTS_OF_CELLS, "fct_reconciliations"):
        assert count(written, table, NO_BUDGET) == 0, table


@pytest.mark.parametrize("source_file", BLANK_FORMS)
def test_a_blank_form_as_a_workbook_is_read_and_has_no_facts(
    written: BuiltWarehouse, source_file: str
) -> None:
    (cells,) = written.rows(
        "select cell_count from fct_extraction_outcomes where source_file = ? and step = 'read'",
        [source_file],
    )
    assert cells[0] > 50
    for table in (*FACTS_OF_CELLS, "fct_reconciliations"):
        assert count(written, table, source_file) == 0, table


def test_the_good_file_among_them_is_built(written: BuiltWarehouse) -> None:
    amounts = written.rows(
        "select function_code, nature, published_value from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = ? and row_role = 'detail'",
        [GOOD],
    )
    assert {(code, nature): float(value) for code, nature, value in amounts} == {
        ("2010101", "total"): 1000,
        ("2010101", "basic"): 1000,
        ("2010102", "total"): 234.56,
        ("2010102", "project"): 234.56,
    }
