"""The pages of the explorer as a browser gets them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from click.testing import CliRunner
from exploring import client_of, links_in, publish_copy
from PIL import Image
from readers.pdf_drawing import HEADER, ROWS, Paper
from running import BuiltWarehouse
from starlette.testclient import TestClient

from pipelines.cli import cli
from pipelines.command.trace.picture import FRAME
from pipelines.explore.language import wanted_language, words
from pipelines.explore.release import Releases
from pipelines.explore.spreadsheet import _cell
from pipelines.raw_folder.fingerprints import sha256_of_file

MARKUP = "<script>alert('x')</script><b>"
TEMPLATES = Path(__file__).parents[2] / "pipelines" / "explore" / "templates"
# So many pages of each kind are followed; all of a kind are made by the same lines.
FOLLOWED = 6


@pytest.fixture(scope="module")
def figure_key(warehouse: BuiltWarehouse) -> str:
    """A figure that only fails, so that its page has most to say."""
    return warehouse.scalar(
        "select min(amount_key) from fct_published_amounts where verification = 'contradicted'"
    )


def paths(warehouse: BuiltWarehouse, figure_key: str) -> dict[str, str]:
    """An address of each kind of page."""
    disclosure_key, organization_key, statement = warehouse.rows(
        "select disclosure_key, organization_key, statement_code from fct_published_amounts "
        "where amount_key = ?",
        [figure_key],
    )[0]
    return {
        "start": "/",
        "search": "/search?q=工业",
        "organization": f"/organizations/{organization_key}",
        "disclosure": f"/disclosures/{disclosure_key}",
        "statement": f"/disclosures/{disclosure_key}/{statement}",
        "figure": f"/figures/{figure_key}",
        "findings": "/findings",
        "code": "/codes/function/215",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_link_of_every_kind_of_page_answers(explorer: TestClient, language: str) -> None:
    explorer.cookies.clear()
    waiting, seen, followed = [f"/?lang={language}"], set(), Counter[str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        path = urlsplit(address).path
        kind = f"{path.split('/')[1]}/{path.count('/')}{Path(path).suffix}"
        followed[kind] += 1
        if followed[kind] > FOLLOWED:
            continue
        answer = explorer.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            assert "undefined" not in answer.text.lower(), address
            waiting += [link for link in links_in(answer.text) if link.startswith("/")]
            assert not [link for link in links_in(answer.text) if link.startswith(("http", "//"))]
    assert {kind.split("/")[0] for kind in followed} >= {
        "search",
        "organizations",
        "disclosures",
        "figures",
        "findings",
        "codes",
        "static",
    }


def test_a_page_is_in_the_language_that_is_asked_for(
    explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str
) -> None:
    explorer.cookies.clear()
    for path in paths(warehouse, figure_key).values():
        separator = "&" if "?" in path else "?"
        for language, tag in (("zh", "zh-Hans"), ("en", "en")):
            page = explorer.get(f"{path}{separator}lang={language}").text
            assert f'<html lang="{tag}">' in page
            assert words()["cite"][0 if language == "zh" else 1] in page
    assert '<html lang="en">' in explorer.get("/").text, "the choice is kept"
    explorer.cookies.clear()
    assert '<html lang="zh-Hans">' in explorer.get("/").text


def test_the_changing_part_of_a_page_comes_alone(
    explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str
) -> None:
    for kind in ("search", "findings", "figure"):
        path = paths(warehouse, figure_key)[kind]
        whole = explorer.get(path).text
        part = explorer.get(path, headers={"hx-request": "true"}).text
        assert "<html" in whole
        assert "<html" not in part
        assert part.strip() in whole


@pytest.mark.parametrize(
    ("parameter", "cookie", "accepted", "expected"),
    [
        ("en", "zh", "zh-CN", "en"),
        (None, "en", "zh-CN", "en"),
        (None, None, "fr,en-GB;q=0.8,zh;q=0.5", "en"),
        (None, None, "zh-TW,en", "zh"),
        ("xx", "yy", "fr", "zh"),
        (None, None, None, "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_else_kept_else_accepted(
    parameter: str | None, cookie: str | None, accepted: str | None, expected: str
) -> None:
    assert wanted_language(parameter, cookie, accepted) == expected


def test_words_are_in_both_languages_and_all_of_them_are_used() -> None:
    sources = [*TEMPLATES.glob("*.html"), *TEMPLATES.parent.glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    said = set(re.findall(r"""\bsay\(\s*['"](\w+)['"]\s*[,)]""", text))
    begun = set(re.findall(r"""\bsay\(['"](\w+_)['"] ~""", text))
    assert said <= words().keys()
    indirect = {"open", "reviewed", "not_found", "not_found_more"}
    unused = {key for key in words() if not key.startswith(tuple(begun))} - said - indirect
    assert unused == set()
    for key, both in words().items():
        fields = [sorted(re.findall(r"\{\w+\}", each)) for each in both]
        assert len(both) == 2 and all(both) and fields[0] == fields[1], key


def test_codes_have_labels_on_pages(explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str) -> None:
    page = explorer.get(paths(warehouse, figure_key)["figure"] + "?lang=zh").text
    verification = warehouse.scalar(
        "select name_zh from dim_code_labels where code_column = 'verification' and code = 'contradicted'"
    )
    assert verification in page
    assert ">contradicted<" not in page


def test_a_figure_shows_both_figures_of_its_identity_and_its_line_in_the_file(
    explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str
) -> None:
    page = explorer.get(f"/figures/{figure_key}").text
    published, computed, raw_text = warehouse.rows(
        "select identities.published_value, computed_value, raw_text "
        "from fct_reconciliations as identities, fct_published_amounts "
        "where status = 'fail' and amount_key = ? "
        "and list_contains(left_amount_keys || right_amount_keys, amount_key) limit 1",
        [figure_key],
    )[0]
    for value in (published, computed):
        assert f"{value:,f}".rstrip("0").rstrip(".") in page
    assert f"<mark>{raw_text}</mark>" in page


def test_keys_of_unplaced_cells_and_targets_are_figures_too(
    explorer: TestClient, warehouse: BuiltWarehouse
) -> None:
    for table, key in (("fct_unplaced_cells", "cell_key"), ("fct_performance_targets", "target_key")):
        for (value,) in warehouse.rows(f"select {key} from {table} order by 1 limit 3"):
            assert explorer.get(f"/figures/{value}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/figures/none",
        "/disclosures/none",
        "/organizations/none",
        "/codes/function/none",
        "/none",
        "/figures/x.png",
    ],
)
def test_what_is_not_there_is_said(explorer: TestClient, path: str) -> None:
    assert explorer.get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=99999999999999", "year=²", "kind=%00"]
)
def test_odd_parameters_do_no_harm(explorer: TestClient, query: str) -> None:
    for path in ("/", "/findings", "/search"):
        assert explorer.get(f"{path}?{query}").status_code == 200


def test_each_view_is_a_file_that_excel_opens(
    explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str
) -> None:
    for path in paths(warehouse, figure_key).values():
        page = explorer.get(path).text
        (address,) = [link for link in links_in(page) if urlsplit(link).path.endswith(".csv")]
        answer = explorer.get(address)
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows, path
        assert len({len(row) for row in rows}) == 1


def test_figures_in_a_file_are_exact(
    explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str
) -> None:
    path = paths(warehouse, figure_key)["statement"]
    disclosure_key, statement = path.split("/")[2:]
    content = explorer.get(f"{path}.csv?lang=en").content.decode("utf-8-sig")
    explorer.cookies.clear()
    header, *rows = csv.reader(io.StringIO(content))
    values = sorted(Decimal(row[-1]) for row in _columns(header, rows, "published_value", "Published"))
    expected = warehouse.rows(
        "select published_value from fct_published_amounts where disclosure_key = ? and statement_code = ?",
        [disclosure_key, statement],
    )
    assert values == sorted(value for (value,) in expected)


def _columns(header: list[str], rows: list[list[str]], name: str, label: str) -> Iterator[list[str]]:
    at = next(i for i, each in enumerate(header) if each == name or each.startswith(label))
    for row in rows:
        yield [row[at]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_a_text_in_a_file_is_no_formula(text: str) -> None:
    assert _cell(text) == f"'{text}"
    assert _cell(Decimal("-1.50")) == "-1.50"


def test_each_view_can_be_cited(explorer: TestClient, warehouse: BuiltWarehouse, figure_key: str) -> None:
    stamp = warehouse.settings.published_file.resolve().parent.name
    source_file, sha256 = warehouse.rows(
        "select source_file, content_sha256 from fct_published_amounts join dim_disclosures "
        "using (disclosure_key) where amount_key = ?",
        [figure_key],
    )[0]
    for kind, path in paths(warehouse, figure_key).items():
        citation = explorer.get(path).text.split('id="citation">')[1].split("</p>")[0]
        assert stamp in citation
        if kind in ("disclosure", "statement", "figure", "organization"):
            assert source_file in citation
            assert sha256 in citation


def test_markup_in_a_document_is_text_on_a_page(
    warehouse: BuiltWarehouse, tmp_path: Path, figure_key: str
) -> None:
    text = MARKUP.replace("'", "''")
    settings = publish_copy(
        warehouse,
        tmp_path,
        f"update dim_disclosures set title = '{text}', source_file = '{text}', identity_evidence = '{text}';"
        f"update fct_published_amounts set line_label = '{text}', column_label = '{text}', "
        f"header_path = ['{text}'], raw_text = '{text}', unit_name = '{text}', second_label = '{text}';"
        f"update fct_findings set subject = '{text}', known_reason = '{text}';"
        f"update fct_projects set project_name = '{text}';"
        f"update fct_reader_notices set message = '{text}'",
    )
    seen = 0
    with client_of(settings) as client:
        addresses = [*paths(warehouse, figure_key).values(), f"/search?q={MARKUP}", f"/findings?q={MARKUP}"]
        for path in addresses:
            page = client.get(path).text
            assert "<script>alert" not in page, path
            assert "</script><b>" not in page, path
            seen += "&lt;script&gt;" in page
    assert seen >= 6


def test_a_new_release_is_seen_by_the_next_request(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    rename = "update dim_disclosures set title = '{}'"
    settings = publish_copy(warehouse, tmp_path, rename.format("第一版"), "20260101T000000-1")
    key = warehouse.scalar("select min(disclosure_key) from dim_disclosures")
    with client_of(settings) as client:
        assert "第一版" in client.get(f"/disclosures/{key}").text
        publish_copy(warehouse, tmp_path, rename.format("第二版"), "20260102T000000-1")
        page = client.get(f"/disclosures/{key}").text
        assert "第二版" in page
        assert "20260102T000000-1" in page


def test_without_a_warehouse_it_says_what_to_do(warehouse: BuiltWarehouse, tmp_path: Path) -> None:
    settings = publish_copy(warehouse, tmp_path, "select 1")
    settings.published_file.unlink()
    with client_of(settings) as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert "yusuan build" in answer.text


def test_pages_load_nothing_from_elsewhere_and_answer_to_this_machine_only(explorer: TestClient) -> None:
    answer = explorer.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert explorer.get("/", headers={"host": "evil.example"}).status_code == 400
    assert explorer.post("/").status_code == 405


def test_the_warehouse_cannot_be_written(warehouse: BuiltWarehouse) -> None:
    connection = Releases(warehouse.settings).current().warehouse().connection
    for sql in ("create table x (a int)", "copy (select 1) to '/tmp/yusuan-x.csv'", "from '/etc/passwd'"):
        with pytest.raises(duckdb.Error):
            connection.execute(sql)


def test_without_a_warehouse_the_command_says_so(tmp_path: Path) -> None:
    for command in (["explore", "--no-browser"], ["site", str(tmp_path / "site")]):
        result = CliRunner().invoke(cli, [*command, "--warehouse-dir", str(tmp_path / "none")])
        assert result.exit_code == 2
        assert "yusuan build" in result.output


# --- pictures


@pytest.fixture
def with_pdf(warehouse: BuiltWarehouse, tmp_path: Path) -> Iterator[tuple[TestClient, str, Path]]:
    """The warehouse as if one of its figures stood on a page of a PDF; with its key and the file."""
    (tmp_path / "raw").mkdir()
    file = tmp_path / "raw" / "one.pdf"
    paper = Paper(file)
    paper.cells([60.0, 160.0, 300.0, 400.0, 500.0], 140, [HEADER, *ROWS])
    paper.save()
    key, disclosure_key = warehouse.rows(
        "select left_amount_keys[1], disclosure_key from fct_reconciliations where status = 'fail' "
        "order by reconciliation_key limit 1"
    )[0]
    settings = publish_copy(
        warehouse,
        tmp_path / "warehouse",
        f"update dim_disclosures set source_file = 'one.pdf', media_type = 'application/pdf', "
        f"content_sha256 = '{sha256_of_file(file)}' where disclosure_key = '{disclosure_key}';"
        f"update fct_published_amounts set page_no = 1, x0 = 300, top = 160, x1 = 400, bottom = 180 "
        f"where amount_key = '{key}'",
    )
    with client_of(replace(settings, raw_dir=tmp_path / "raw")) as client:
        yield client, key, file


def test_the_picture_of_a_figure_is_drawn_once_and_has_its_frame(
    with_pdf: tuple[TestClient, str, Path], tmp_path: Path
) -> None:
    client, key, file = with_pdf
    assert f"/figures/{key}.png" in client.get(f"/figures/{key}").text
    answer = client.get(f"/figures/{key}.png")
    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content)).convert("RGB")
    pixels = {picture.getpixel((x, y)) for x in range(picture.width) for y in range(0, picture.height, 3)}
    assert any(_near(pixel, FRAME) for pixel in pixels if isinstance(pixel, tuple))
    whole = Image.open(io.BytesIO(client.get(f"/figures/{key}.png?whole=1").content))
    assert whole.height > picture.height
    kept = list((tmp_path / "warehouse" / "explore-pictures").glob("*.png"))
    assert len(kept) == 2
    file.unlink()
    assert client.get(f"/figures/{key}.png").content == answer.content


def test_a_finding_has_a_picture(with_pdf: tuple[TestClient, str, Path]) -> None:
    client, key, _ = with_pdf
    page = client.get("/findings").text
    addresses = [link for link in links_in(page) if link.startswith("/findings.png")]
    answers = [client.get(address).status_code for address in addresses]
    assert 200 in answers, key


def test_a_file_that_is_gone_is_said_in_words(with_pdf: tuple[TestClient, str, Path]) -> None:
    client, key, file = with_pdf
    file.unlink()
    answer = client.get(f"/figures/{key}.png")
    assert answer.status_code == 404
    assert "--raw-dir" in answer.text


def _near(colour: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(colour, other, strict=True))
