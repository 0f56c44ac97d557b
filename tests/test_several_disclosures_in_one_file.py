"""Several disclosures bound in one file, and statements that one disclosure prints twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_statements import balance, body, draw_book, page, statement
from readers.pdf_drawing import Paper
from running import BuiltWarehouse, yusuan_here


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


def draw_department(path: Path) -> None:
    """A department whose list of revenue names its units; each unit has its own file, see ``draw_unit``."""
    paper = Paper(path)
    page(paper, "固原市商务局", "2024年部门预算")
    paper.text(297, 60, "部门收入总表", 14, "centre")
    paper.text(50, 84, "部门名称：固原市商务局")
    paper.text(530, 84, "单位：万元", 10, "right")
    rows = [
        ["单位代码", "单位名称", "合计", "一般公共预算拨款", "单位资金"],
        ["合计", "", "640.00", "600.00", "40.00"],
        ["109001", "固原市商务局（本级）", "520.00", "500.00", "20.00"],
        ["109002", "固原市会展馆", "120.00", "100.00", "20.00"],
    ]
    paper.table([50.0, 120.0, 290.0, 370.0, 450.0, 530.0], 100, rows)
    paper.next_page()
    body(paper, "固原市商务局", 600.0)
    paper.save()


def draw_unit(path: Path, organization: str) -> None:
    paper = Paper(path)
    page(paper, organization, "2024年单位预算")
    body(paper, organization, 100.0)
    paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    draw_book(folder / "book.pdf")
    draw_nameless(folder / "nameless.pdf")
    draw_nameless_cover(folder / "nameless_cover.pdf")
    draw_one_nameless(folder / "one_nameless.pdf")
    draw_revised(folder / "revised.pdf")
    draw_twice_equal(folder / "twice_equal.pdf")
    draw_continued(folder / "continued.pdf")
    draw_department(folder / "department.pdf")
    draw_unit(folder / "listed.pdf", "固原市会展馆")
    draw_unit(folder / "unlisted.pdf", "固原市图书馆")


def expenditure(written: BuiltWarehouse, name: str) -> list[tuple[str, str, float]]:
    return [
        (organization, nature, float(amount))
        for organization, nature, amount in written.rows(
            "select dim_disclosures.organization_name, nature, sum(amount_yuan) / 10000 "
            "from fct_function_expenditures join dim_disclosures using (disclosure_key) "
            "where source_file = ? and is_main_scope group by all order by all",
            [f"{name}.pdf"],
        )
    ]


def test_each_cover_with_its_statements_is_a_disclosure(written: BuiltWarehouse) -> None:
    key = written.scalar("select min(disclosure_key) from dim_disclosures where source_file = 'book.pdf'")
    assert written.rows(
        "select disclosure_key, organization_name, fiscal_year, report_kind, scope, page_first, "
        "nullif(page_last, page_count), is_current from dim_disclosures "
        "where source_file = 'book.pdf' order by page_first"
    ) == [
        (key, "某市商务局", 2024, "budget", "department", 1, 7, True),
        (f"{key}-page8", "某市商务考试院", 2024, "budget", "unit", 8, 11, True),
        (f"{key}-page12", "某市会展馆", 2024, "budget", "unit", 12, None, True),
    ]


@pytest.mark.parametrize("name", ["nameless", "nameless_cover"])
def test_a_first_part_without_a_name_stands_without_an_organisation(
    written: BuiltWarehouse, name: str
) -> None:
    parts = written.rows(
        "select organization_name, organization_key is null, page_first from dim_disclosures "
        "where source_file = ? order by page_first",
        [f"{name}.pdf"],
    )
    cover = int(name == "nameless_cover")
    assert parts == [(None, True, 1), ("某市商务考试院", False, 3 + cover), ("某市会展馆", False, 6 + cover)]
    named = written.rows(
        "select organization_name, max(published_value) from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = ? group by 1 order by 2",
        [f"{name}.pdf"],
    )
    # Without a cover nothing says of which year the figures of the first part are.
    assert [(name, float(value)) for name, value in named] == [
        ("某市会展馆", 60.0), ("某市商务考试院", 120.0), *([(None, 520.0)] if cover else []),
    ]  # fmt: skip


def test_a_name_behind_the_tables_divides_nothing(written: BuiltWarehouse) -> None:
    parts = written.rows(
        "select organization_name, page_first from dim_disclosures where source_file = 'one_nameless.pdf'"
    )
    assert parts == [("某市商务局", 1)]


def test_money_belongs_to_the_organisation_of_its_cover(written: BuiltWarehouse) -> None:
    assert expenditure(written, "book") == [
        ("某市会展馆", "basic", 40.0),
        ("某市会展馆", "project", 20.0),
        ("某市商务局", "basic", 500.0),
        ("某市商务局", "project", 20.0),
        ("某市商务考试院", "basic", 100.0),
        ("某市商务考试院", "project", 20.0),
    ]
    assert written.rows(
        "select distinct verification, edition from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = 'book.pdf'"
    ) == [("verified", 1)]
    assert written.rows(
        "select page_first, statement_code, status, page_no from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) where source_file = 'book.pdf' and status = 'present' "
        "order by all"
    ) == [
        (first, statement, "present", page_no)
        for first, balance_page in ((1, 5), (8, 10), (12, 13))
        for statement, page_no in (("balance_total", balance_page), ("general_expenditure", balance_page + 1))
    ]


def test_units_bound_with_their_department_are_inside_it(written: BuiltWarehouse) -> None:
    inside = written.rows(
        "select distinct facts.organization_name, facts.is_in_another_disclosure, parents.organization_name "
        "from fct_function_expenditures as facts join dim_disclosures using (disclosure_key) "
        "left join dim_organizations as parents on facts.parent_organization_key = parents.organization_key "
        "where source_file = 'book.pdf' order by all"
    )
    assert inside == [
        ("某市会展馆", True, "某市商务局"),
        ("某市商务局", False, None),
        ("某市商务考试院", True, "某市商务局"),
    ]
    assert written.rows(
        "select units.organization_name from dim_organizations as units "
        "join dim_organizations as parents on units.parent_organization_key = parents.organization_key "
        "where parents.organization_name = '某市商务局' order by all"
    ) == [("某市会展馆",), ("某市商务考试院",)]


def test_a_unit_that_its_department_lists_by_name_is_inside_it(written: BuiltWarehouse) -> None:
    inside = written.rows(
        "select source_file, facts.is_in_another_disclosure, parents.organization_name "
        "from fct_revenues as facts join dim_disclosures using (disclosure_key) "
        "left join dim_organizations as parents on facts.parent_organization_key = parents.organization_key "
        "where source_file in ('department.pdf', 'listed.pdf', 'unlisted.pdf') group by all order by all"
    )
    assert inside == [
        ("department.pdf", False, None),
        ("listed.pdf", True, "固原市商务局"),
        ("unlisted.pdf", False, None),
    ]


def test_the_short_name_of_the_organisation_begins_no_disclosure(written: BuiltWarehouse) -> None:
    assert written.rows(
        "select organization_name, page_first, page_last = page_count from dim_disclosures "
        "where source_file = 'revised.pdf'"
    ) == [("某市水利局", 1, True)]


def test_two_editions_of_a_statement_are_kept_and_not_added_up(written: BuiltWarehouse) -> None:
    of_file = "join dim_disclosures using (disclosure_key) where source_file = 'revised.pdf'"
    assert written.rows(
        f"select statement_code, edition, max(published_value)::double from fct_published_amounts {of_file} "
        "group by all order by all"
    ) == [
        ("balance_total", 1, 320.0),
        ("balance_total", 2, 330.0),
        ("general_expenditure", 1, 320.0),
        ("general_expenditure", 2, 330.0),
    ]
    verifications = f"select distinct verification from fct_published_amounts {of_file}"
    assert written.rows(verifications) == [("verified",)]
    assert expenditure(written, "revised") == []
    assert written.rows(f"select 1 from fct_revenues {of_file}") == []
    assert written.rows(f"select kind, statement_code from fct_findings {of_file} order by all") == [
        ("edition", "balance_total"),
        ("edition", "general_expenditure"),
    ]
    assert written.rows(
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
    written: BuiltWarehouse, name: str, amounts: list[tuple[str, str, float]]
) -> None:
    assert expenditure(written, name) == amounts
    assert written.rows(
        "select distinct edition from fct_published_amounts "
        "join dim_disclosures using (disclosure_key) where source_file = ?",
        [f"{name}.pdf"],
    ) == [(1,)]


def test_trace_and_check_find_the_page_of_a_later_disclosure(written: BuiltWarehouse, tmp_path: Path) -> None:
    key = written.scalar(
        "select amount_key from fct_published_amounts join dim_disclosures using (disclosure_key) "
        "where organization_name = '某市会展馆' and published_value = 40 and source_file = 'book.pdf' "
        "order by all limit 1"
    )
    where = ("--raw-dir", written.settings.raw_dir, "--warehouse-dir", written.settings.warehouse_dir)
    traced = yusuan_here("trace", key, *where, "--output", tmp_path / "page.png")
    assert traced.returncode == 0, traced.stdout + traced.stderr
    assert "某市会展馆" in traced.stdout
    assert "page 14" in traced.stdout
    assert "not shown" not in traced.stdout
    assert (tmp_path / "page.png").exists()
    checked = yusuan_here("check", "book.pdf", *where[2:])
    assert [name in checked.stdout for name in ("某市商务局", "某市商务考试院", "某市会展馆")] == [True] * 3
