"""What the pages ask the warehouse, without a page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from running import BuiltWarehouse

from pipelines.explore.pages import codes, disclosure, figure, findings, organization, search, start
from pipelines.explore.printed import rebuild
from pipelines.explore.release import Releases
from pipelines.release.queries import PublishedWarehouse


@pytest.fixture(scope="module")
def published(warehouse: BuiltWarehouse) -> Iterator[PublishedWarehouse]:
    yield Releases(warehouse.settings).current().warehouse()


@pytest.fixture(scope="module")
def key(warehouse: BuiltWarehouse) -> str:
    """The disclosure of which most figures are contradicted or reviewed."""
    return warehouse.scalar(
        "select disclosure_key from fct_findings group by 1 order by count(*) desc, 1 limit 1"
    )


def test_totals_count_each_figure_once(published: PublishedWarehouse, warehouse: BuiltWarehouse) -> None:
    row = start.totals(published)
    assert row["disclosure_count"] == 5
    assert row["verified_count"] + row["contradicted_count"] + row["unverified_count"] == row["amount_count"]
    assert row["amount_count"] == warehouse.scalar("select count(*) from fct_published_amounts")


def test_the_board_has_every_status_of_every_disclosure(
    published: PublishedWarehouse, warehouse: BuiltWarehouse
) -> None:
    rows = start.coverage(published)
    assert len(rows) == 5
    cells = sum(len(row["statements"]) for row in rows)
    assert cells == warehouse.scalar("select count(*) from fct_statement_coverage")
    shown = {statement["statement_code"] for statement in start.statements(published)}
    assert {code for row in rows for code in row["statements"]} == shown


def test_the_board_shows_what_is_asked_for(published: PublishedWarehouse) -> None:
    rows = start.coverage(published)
    year = rows[0]["fiscal_year"]
    assert {row["fiscal_year"] for row in start.only(rows, year=year)} == {year}
    assert start.only(rows, province="没有这个省") == []
    assert start.only(rows) == rows


@pytest.mark.parametrize("words", ["工业", "%", "_", "'; drop table x; --", "\\", "2150501"])
def test_a_search_takes_words_as_they_are(published: PublishedWarehouse, words: str) -> None:
    found = search.everything(published, words)
    for row in found["organizations"]:
        assert words in row["organization_name"] or words in row["region_name"]
    for row in found["codes"]:
        assert row["code"].startswith(words) or words in row["name_zh"] or words in row["name_en"].lower()


def test_a_search_finds_each_kind(published: PublishedWarehouse, warehouse: BuiltWarehouse) -> None:
    organization_name, region = warehouse.rows(
        "select organization_name, full_name_zh from dim_organizations join dim_regions using (region_code)"
    )[0]
    project = warehouse.scalar("select any_value(project_name) from fct_projects where is_main_scope")
    assert search.organizations(published, organization_name)[0]["organization_name"] == organization_name
    assert search.places(published, region)[0]["region_name"] == region
    assert search.codes(published, "2150501")[0]["code"] == "2150501"
    assert any(row["project_name"] == project for row in search.projects(published, project))
    assert search.everything(published, "  ") == {kind: [] for kind in search.everything(published, "x")}


def test_spending_on_a_code_includes_the_codes_below_it(
    published: PublishedWarehouse, warehouse: BuiltWarehouse
) -> None:
    rows = codes.spending(published, "function", "215")
    expected = warehouse.scalar(
        "select sum(amount_yuan) from fct_function_expenditures "
        "where is_main_scope and basis in ('budget', 'final') and starts_with(function_code, '215')"
    )
    assert sum(row["amount_yuan"] for row in rows) == expected
    assert [row["amount_yuan"] for row in rows] == sorted((row["amount_yuan"] for row in rows), reverse=True)
    assert all(0 <= row["share"] <= 1 for row in rows)


@pytest.mark.parametrize(("system", "code"), [("function", "999"), ("none", "215"), ("department", "x")])
def test_an_unknown_code_is_told(published: PublishedWarehouse, system: str, code: str) -> None:
    with pytest.raises(LookupError):
        codes.find_code(published, system, code)


def test_the_tree_of_functions_comes_to_the_expenditure_of_the_year(published: PublishedWarehouse) -> None:
    compared = 0
    for row in start.coverage(published):
        (year,) = organization.years(published, row["organization_key"])
        tree = organization.tree(organization.functions(published, year["disclosure_key"]), "zh")
        if tree:
            compared += 1
            assert sum(node["value"] for node in tree) == year["expenditure_yuan"]
        for node in tree:
            below = sum(child["value"] for child in node["children"])
            assert below <= node["value"]
            assert all(child["code"].startswith(node["code"]) for child in node["children"])
    assert compared >= 3


def test_peers_are_of_one_year_and_hold_the_organisation_itself(published: PublishedWarehouse) -> None:
    for row in start.coverage(published):
        peers = organization.peers(published, row["disclosure_key"])
        if peers:
            assert [peer["disclosure_key"] for peer in peers if peer["is_this"]] == [row["disclosure_key"]]
            assert {peer["fiscal_year"] for peer in peers} == {row["fiscal_year"]}


def test_a_rebuilt_statement_has_every_figure_once_in_its_row_and_column(
    published: PublishedWarehouse, warehouse: BuiltWarehouse
) -> None:
    for key, code, count in warehouse.rows(
        "select disclosure_key, statement_code, count(*) from fct_published_amounts group by all"
    ):
        columns = disclosure.columns(published, key, code)
        tables = rebuild(columns, disclosure.figures(published, key, code, rows=None))
        placed = [
            (table.table_no, row_no, cell["col_no"], cell["amount_key"])
            for table in tables
            for row_no, halves in table.rows
            for _, cells in halves
            for cell in cells
            if cell
        ]
        assert len(placed) == len(set(placed)) == count
        for table in tables:
            # Every row of a header, with what reaches down into it, covers every column and label.
            width = sum(len(cells) + 1 for _, cells in table.rows[0][1])
            cover = [0] * len(table.header)
            for level, cells in enumerate(table.header):
                for cell in cells:
                    for reached in range(level, level + cell.rowspan):
                        cover[reached] += cell.colspan
            assert cover == [width] * len(table.header)


def test_pages_of_a_statement_follow_each_other(published: PublishedWarehouse, key: str) -> None:
    statement = max(disclosure.statements(published, key), key=lambda row: row["amount_count"])
    code = statement["statement_code"]
    everything = disclosure.figures(published, key, code, rows=None)
    pages = -(-disclosure.row_count(published, key, code) // 3)
    paged = [row for page in range(1, pages + 1) for row in disclosure.figures(published, key, code, page, 3)]
    assert paged == everything
    assert pages > 1


def test_identities_show_both_sides_of_a_figure(
    published: PublishedWarehouse, warehouse: BuiltWarehouse
) -> None:
    amount_key, disclosure_key, published_value = warehouse.rows(
        "select left_amount_keys[1], disclosure_key, published_value from fct_reconciliations "
        "where status = 'fail' order by reconciliation_key limit 1"
    )[0]
    found = figure.identities(published, amount_key, disclosure_key)
    assert found[0]["status"] == "fail"
    assert found[0]["published_value"] == published_value
    assert amount_key in {part["amount_key"] for part in found[0]["left"]}
    assert found[0]["right"]
    assert found[0]["difference"] == found[0]["published_value"] - found[0]["computed_value"]


def test_findings_come_open_first_and_can_be_narrowed(
    published: PublishedWarehouse, warehouse: BuiltWarehouse
) -> None:
    rows = findings.findings(published, findings.Wanted(), rows=None)
    assert len(rows) == warehouse.scalar("select count(*) from fct_findings")
    assert [row["is_known"] for row in rows] == sorted(row["is_known"] for row in rows)
    counts = findings.counts(published, findings.Wanted())
    assert counts["open_count"] + counts["reviewed_count"] == counts["finding_count"] == len(rows)
    reviewed = findings.findings(published, findings.Wanted(state="reviewed"), rows=None)
    assert len(reviewed) == counts["reviewed_count"] > 0
    assert all(row["known_reason"] for row in reviewed)
    one = findings.findings(published, findings.Wanted(finding=rows[0]["finding_key"]))
    assert [row["finding_key"] for row in one] == [rows[0]["finding_key"]]
    for kind in findings.choices(published)["kind"]:
        assert findings.findings(published, findings.Wanted(kind=kind))


def test_differences_of_findings_are_in_yuan(published: PublishedWarehouse) -> None:
    rows = [
        row
        for row in findings.findings(published, findings.Wanted(), rows=None)
        if row["unit"] == "万元" and row["difference"]
    ]
    assert rows
    assert all(row["difference_yuan"] == abs(row["difference"]) * Decimal(10_000) for row in rows)
