"""The static site: files that need no server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from exploring import links_in
from running import BuiltWarehouse

from pipelines.cli import cli


@pytest.fixture(scope="module")
def site(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    folders = ("--warehouse-dir", warehouse.settings.warehouse_dir, "--raw-dir", warehouse.settings.raw_dir)
    result = CliRunner().invoke(cli, ["site", str(folder), *map(str, folders)])
    assert result.exit_code == 0, result.output
    return folder


def test_all_links_are_relative_and_lead_to_files(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    for page in pages:
        for link in links_in(page.read_text(encoding="utf-8")):
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc and not parts.path.startswith("/"), (page, link)
            if parts.path:
                assert (page.parent / unquote(parts.path)).resolve().is_file(), (page, link)
    assert len(pages) > 60


def test_every_disclosure_is_there_in_both_languages(site: Path, warehouse: BuiltWarehouse) -> None:
    for (key,) in warehouse.rows("select disclosure_key from dim_disclosures where is_current"):
        for folder, language in ((site, "zh-Hans"), (site / "en", "en")):
            page = (folder / "disclosures" / f"{key}.html").read_text(encoding="utf-8")
            assert f'<html lang="{language}">' in page
            assert key in (folder / "index.html").read_text(encoding="utf-8")


def test_a_statement_has_all_its_figures(site: Path, warehouse: BuiltWarehouse) -> None:
    key, code, count = warehouse.rows(
        "select disclosure_key, statement_code, count(*) from fct_published_amounts "
        "group by all order by count(*) desc, 1 limit 1"
    )[0]
    page = (site / "disclosures" / f"{key}-{code}.html").read_text(encoding="utf-8")
    assert page.split("<tbody>", 1)[1].count('<span class="v-') == count
    assert (site / "disclosures" / f"{key}-{code}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_findings_are_all_on_one_page(site: Path, warehouse: BuiltWarehouse) -> None:
    page = (site / "findings.html").read_text(encoding="utf-8")
    assert page.count("<article") == warehouse.scalar("select count(*) from fct_findings")
