"""Several disclosures bound in one file, and statements that one disclosure prints twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse, run_yusuan

from pipelines.settings import load_settings

BALANCE_XS = [50.0, 190.0, 290.0, 430.0, 530.0]
XS = [50.0, 120.0, 290.0, 370.0, 450.0, 530.0]
HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def page(paper: Paper, *lines: str) -> None:
    """A page of lines in the middle of each other, such as a cover."""
    for number, line in enumerate(lines):
        paper.text(297, 200 + 60 * number, line, 22, "centre")
    paper.next_page()


def statement(paper: Paper, organization: str, basic: float, project: float = 20.0, lines: int = 1) -> None:
    """一般公共预算支出表 with basic and project expenditure; ``lines`` divide the basic expenditure."""
    paper.text(297, 60, "一般公共预算支出表", 14, "centre")
    paper.text(50, 84, f"部门名称：{organization}")
    paper.text(530, 84, "单位：万元", 10, "right")
    items = [
        [f"20501{number:02d}", f"某项支出{number}", f"{basic / lines:.2f}", f"{basic / lines:.2f}", ""]
        for number in range(3, 3 + lines)
    ]
    total = f"{basic + project:.2f}"
    rows = [
        ["合计", "", total, f"{basic:.2f}", f"{project:.2f}"],
        ["205", "教育支出", total, f"{basic:.2f}", f"{project:.2f}"],
        ["20501", "教育管理事务", total, f"{basic:.2f}", f"{project:.2f}"],
        *items,
        ["2050102", "一般行政管理事务", f"{project:.2f}", "", f"{project:.2f}"],
    ]
    for first in range(0, len(rows), 30):
        if first:
            paper.next_page()
            paper.text(297, 60, "一般公共预算支出表", 14, "centre")
        paper.table(XS, 100, [HEADER, *rows[first : first + 30]])
    paper.next_page()


def balance(paper: Paper, organization: str, basic: float, project: float = 20.0) -> None:
    """部门收支总表 of the same money."""
    paper.text(297, 60, "部门收支总表", 14, "centre")
    paper.text(50, 84, f"部门名称：{organization}")
    paper.text(530, 84, "单位：万元", 10, "right")
    total = f"{basic + project:.2f}"
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", total, "一、教育支出", total],
        ["本年收入合计", total, "本年支出合计", total],
    ]
    paper.table(BALANCE_XS, 100, rows)
    paper.next_page()


def body(paper: Paper, organization: str, basic: float) -> None:
    balance(paper, organization, basic)
    statement(paper, organization, basic)


def draw_book(path: Path) -> None:
    """A department and two of its units, with contents, chapters, a list of units and an inner title."""
    paper = Paper(path)
    page(paper, "某市商务局", "2024年部门预算")
    page(paper, "目录", "第一部分 部门概况", "第二部分 2024年部门预算表")
    page(paper, "部门预算单位构成", "某市商务局（本级）", "某市商务考试院", "某市会展馆")
    page(paper, "第二部分", "某市商务局2024年部门预算表")
    body(paper, "某市商务局", 500.0)
    page(paper, "某市商务局所属某市会展馆", "2024年预算绩效评价报告")
    page(paper, "某市商务考试院", "2024年单位预算")
    page(paper, "商务考试院2024年单位预算表")
    body(paper, "某市商务考试院", 100.0)
    page(paper, "附件2", "二〇二四年", "某市会展馆", "单位预算")
    body(paper, "某市会展馆", 40.0)
    paper.save()


def draw_nameless(path: Path, *cover: str) -> None:
    """A book whose first part names no organisation, not even above its tables."""
    paper = Paper(path)
    if cover:
        page(paper, *cover)
    body(paper, "", 500.0)
    page(paper, "某市商务考试院", "2024年单位预算")
    body(paper, "某市商务考试院", 100.0)
    page(paper, "某市会展馆", "2024年单位预算")
    body(paper, "某市会展馆", 40.0)
    paper.save()


def draw_nameless_cover(path: Path) -> None:
    draw_nameless(path, "2024年部门预算")


def draw_one_nameless(path: Path) -> None:
    """One disclosure that names its organisation only behind its tables, on an inner title."""
    paper = Paper(path)
    body(paper, "", 500.0)
    page(paper, "某市商务局", "2024年部门预算")
    balance(paper, "某市商务局", 500.0)
    paper.save()


def draw_revised(path: Path) -> None:
    """The second cover has the short name of the same organisation; the statements behind it are revised."""
    paper = Paper(path)
    page(paper, "某市水利局2024年部门预算")
    body(paper, "某市水利局", 300.0)
    page(paper, "水利局2024年部门预算")
    body(paper, "某市水利局", 310.0)
    paper.save()


def draw_twice_equal(path: Path) -> None:
    paper = Paper(path)
    page(paper, "某市民政局2024年部门预算")
    statement(paper, "某市民政局", 70.0)
    statement(paper, "某市民政局", 70.0)
    paper.save()


def draw_continued(path: Path) -> None:
    """The statement fills two pages, and prints its title and its header on both."""
    paper = Paper(path)
    page(paper, "某市财政局2024年部门预算")
    statement(paper, "某市财政局", 400.0, lines=40)
    paper.save()


def build(raw_dir: Path, warehouse_dir: Path) -> Iterator[BuiltWarehouse]:
    """Build a folder; data tests must hold."""
    where = ("--raw-dir", raw_dir, "--warehouse-dir", warehouse_dir)
    done = run_yusuan("build", *where, environment={"YUSUAN_TEST_SEVERITY": "error"})
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    settings = load_settings(raw_dir, warehouse_dir)
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        connection.execute("use marts")
        yield BuiltWarehouse(settings, done.returncode, output, connection)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltWarehouse]:
    folder = tmp_path_factory.mktemp("several")
    raw_dir = folder / "raw"
    raw_dir.mkdir()
    for name, draw in {
        "book": draw_book,
        "nameless": draw_nameless,
        "nameless_cover": draw_nameless_cover,
        "one_nameless": draw_one_nameless,
        "revised": draw_revised,
        "twice_equal": draw_twice_equal,
        "continued": draw_continued,
    }.items():
        draw(raw_dir / f"{name}.pdf")
    yield from build(raw_dir, folder / "warehouse")


def expenditure(drawn: BuiltWarehouse, name: str) -> list[tuple[str, str, float]]:
    return [
        (organization, nature, float(amount))
        for organization, nature, amount in drawn.rows(
            "select organization_name, nature, sum(amount_yuan) / 10000 "
            "from fct_function_expenditures join dim_disclosures using (disclosure_key) "
            "where source_file = ? group by all order by all",
            [f"{name}.pdf"],
        )
    ]


def test_each_cover_with_its_statements_is_a_disclosure(drawn: BuiltWarehouse) -> None:
    key = drawn.scalar("select min(disclosure_key) from dim_disclosures where source_file = 'book.pdf'")
    assert drawn.rows(
        "select disclosure_key, organization_name, fiscal_year, report_kind, scope, page_first, "
        "nullif(page_last, page_count), is_current from dim_disclosures "
        "where source_file = 'book.pdf' order by page_first"
    ) == [
        (key, "某市商务局", 2024, "budget", "department", 1, 7, True),
        (f"{key}-page8", "某市商务考试院", 2024, "budget", "unit", 8, 11, True),
        (f"{key}-page12", "某市会展馆", 2024, "budget", "unit", 12, None, True),
    ]


@pytest.mark.parametrize("name", ["nameless", "nameless_cover"])
def test_a_first_part_without_a_name_stands_without_an_organisation(drawn: BuiltWarehouse, name: str) -> None:
    parts = drawn.rows(
        "select organization_name, organization_key is null, page_first from dim_disclosures "
        "where source_file = ? order by page_first",
        [f"{name}.pdf"],
    )
    cover = int(name == "nameless_cover")
    assert parts == [(None, True, 1), ("某市商务考试院", False, 3 + cover), ("某市会展馆", False, 6 + cover)]
    named = drawn.rows(
        "select organization_name, max(published_value) from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = ? group by 1 order by 2",
        [f"{name}.pdf"],
    )
    # Without a cover nothing says of which year the figures of the first part are.
    assert [(name, float(value)) for name, value in named] == [
        ("某市会展馆", 60.0), ("某市商务考试院", 120.0), *([(None, 520.0)] if cover else []),
    ]  # fmt: skip


def test_a_name_behind_the_tables_divides_nothing(drawn: BuiltWarehouse) -> None:
    parts = drawn.rows(
        "select organization_name, page_first from dim_disclosures where source_file = 'one_nameless.pdf'"
    )
    assert parts == [("某市商务局", 1)]


def test_money_belongs_to_the_organisation_of_its_cover(drawn: BuiltWarehouse) -> None:
    assert expenditure(drawn, "book") == [
        ("某市会展馆", "basic", 40.0),
        ("某市会展馆", "project", 20.0),
        ("某市商务局", "basic", 500.0),
        ("某市商务局", "project", 20.0),
        ("某市商务考试院", "basic", 100.0),
        ("某市商务考试院", "project", 20.0),
    ]
    assert drawn.rows(
        "select distinct verification, edition from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = 'book.pdf'"
    ) == [("verified", 1)]
    assert drawn.rows(
        "select page_first, statement_code, status, page_no from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) where source_file = 'book.pdf' and status = 'present' "
        "order by all"
    ) == [
        (first, statement, "present", page_no)
        for first, balance_page in ((1, 5), (8, 10), (12, 13))
        for statement, page_no in (("balance_total", balance_page), ("general_expenditure", balance_page + 1))
    ]


def test_the_short_name_of_the_organisation_begins_no_disclosure(drawn: BuiltWarehouse) -> None:
    assert drawn.rows(
        "select organization_name, page_first, page_last = page_count from dim_disclosures "
        "where source_file = 'revised.pdf'"
    ) == [("某市水利局", 1, True)]


def test_two_editions_of_a_statement_are_kept_and_not_added_up(drawn: BuiltWarehouse) -> None:
    of_file = "join dim_disclosures using (disclosure_key) where source_file = 'revised.pdf'"
    assert drawn.rows(
        f"select statement_code, edition, max(published_value)::double from fct_published_amounts {of_file} "
        "group by all order by all"
    ) == [
        ("balance_total", 1, 320.0),
        ("balance_total", 2, 330.0),
        ("general_expenditure", 1, 320.0),
        ("general_expenditure", 2, 330.0),
    ]
    verifications = f"select distinct verification from fct_published_amounts {of_file}"
    assert drawn.rows(verifications) == [("verified",)]
    assert expenditure(drawn, "revised") == []
    assert drawn.rows(f"select 1 from fct_revenues {of_file}") == []
    assert drawn.rows(f"select kind, statement_code from fct_findings {of_file} order by all") == [
        ("edition", "balance_total"),
        ("edition", "general_expenditure"),
    ]
    assert drawn.rows(
        f"select statement_code, edition_count from fct_statement_coverage {of_file} and status = 'present' "
        "order by all"
    ) == [("balance_total", 2), ("general_expenditure", 2)]


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        ("twice_equal", [("某市民政局", "basic", 70.0), ("某市民政局", "project", 20.0)]),
        ("continued", [("某市财政局", "basic", 400.0), ("某市财政局", "project", 20.0)]),
    ],
)
def test_a_statement_that_goes_on_or_repeats_itself_is_one_edition(
    drawn: BuiltWarehouse, name: str, amounts: list[tuple[str, str, float]]
) -> None:
    assert expenditure(drawn, name) == amounts
    assert drawn.rows(
        "select distinct edition from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = ?",
        [f"{name}.pdf"],
    ) == [(1,)]


def test_trace_and_check_find_the_page_of_a_later_disclosure(drawn: BuiltWarehouse, tmp_path: Path) -> None:
    key = drawn.scalar(
        "select amount_key from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where organization_name = '某市会展馆' and published_value = 40 and source_file = 'book.pdf' "
        "order by all limit 1"
    )
    where = ("--raw-dir", drawn.settings.raw_dir, "--warehouse-dir", drawn.settings.warehouse_dir)
    traced = run_yusuan("trace", key, *where, "--output", tmp_path / "page.png")
    assert traced.returncode == 0, traced.stdout + traced.stderr
    assert "某市会展馆" in traced.stdout
    assert "page 14" in traced.stdout
    assert "not shown" not in traced.stdout
    assert (tmp_path / "page.png").exists()
    checked = run_yusuan("check", "book.pdf", *where[2:])
    assert [name in checked.stdout for name in ("某市商务局", "某市商务考试院", "某市会展馆")] == [True] * 3


def test_a_file_that_is_taken_away_takes_all_its_disclosures(drawn: BuiltWarehouse) -> None:
    drawn.connection.close()
    (drawn.settings.raw_dir / "book.pdf").unlink()
    for left in build(drawn.settings.raw_dir, drawn.settings.warehouse_dir):
        assert left.rows("select distinct source_file from dim_disclosures order by all") == [
            ("continued.pdf",),
            ("nameless.pdf",),
            ("nameless_cover.pdf",),
            ("one_nameless.pdf",),
            ("revised.pdf",),
            ("twice_equal.pdf",),
        ]
        for table in ("fct_published_amounts", "fct_unplaced_cells", "fct_statement_coverage"):
            assert left.rows(f"from {table} anti join dim_disclosures using (disclosure_key)") == []
