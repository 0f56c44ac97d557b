"""The explorer in a real browser: what only happens there. Skipped where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Literal

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from running import BuiltWarehouse

from pipelines.explore.application import make_application

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing is looked up elsewhere; a container has neither a sandbox nor a graphics card.
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, NARROW = 1440, 390
# The language of a page, and its scheme of colours when it is loaded and afterwards.
LOADED: tuple[tuple[str, Literal["light", "dark"], Literal["light", "dark"]], ...] = (
    ("zh", "light", "dark"),
    ("en", "dark", "light"),
)
SCROLL_WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("YUSUAN_TEST_BROWSER") or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium here: install one (Debian: apt-get install chromium) to test in a browser")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=_OPTIONS)
        except Error as error:
            pytest.skip(f"{program} does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(warehouse: BuiltWarehouse) -> Iterator[str]:
    """The application as `yusuan explore` runs it, at a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_application(warehouse.settings), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a Chinese reader; what the browser complains of fails the test."""
    context = browser.new_context(locale="zh-CN", viewport={"width": WIDE, "height": 900})
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def contradicted(warehouse: BuiltWarehouse) -> tuple[str, str, str]:
    """Disclosure, statement and key of a figure that only fails."""
    return warehouse.rows(
        "select disclosure_key, statement_code, amount_key from fct_published_amounts "
        "where verification = 'contradicted' order by amount_key limit 1"
    )[0]


def test_a_click_on_a_figure_shows_its_proof_beside_the_statement(
    page: Page, address: str, contradicted: tuple[str, str, str]
) -> None:
    disclosure_key, statement, key = contradicted
    page.goto(f"{address}/disclosures/{disclosure_key}/{statement}")
    drawer = page.locator("#drawer")
    expect(drawer).to_be_hidden()
    page.locator(f'a[href="/figures/{key}"]').first.click()
    expect(drawer).to_be_visible()
    expect(drawer.locator(".identity.status-fail").first).to_be_visible()
    expect(drawer.locator("mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert page.url.endswith(f"/{statement}"), "the statement stays where it was"


def test_a_statement_can_be_walked_by_keyboard(
    page: Page, address: str, contradicted: tuple[str, str, str]
) -> None:
    disclosure_key, statement, key = contradicted
    page.goto(f"{address}/disclosures/{disclosure_key}/{statement}")
    page.locator(f'a[href="/figures/{key}"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h1")).to_be_visible()


def test_results_follow_what_is_typed(page: Page, address: str, warehouse: BuiltWarehouse) -> None:
    name = warehouse.scalar("select min(organization_name) from dim_organizations")
    page.goto(f"{address}/search")
    page.locator("#q").press_sequentially(name[:6])
    hit = page.locator("#results a", has_text=name).first
    expect(hit).to_be_visible()
    assert "/search?q=" in page.url
    hit.click()
    expect(page.locator("h1")).to_have_text(name)


def test_findings_are_narrowed_in_place(page: Page, address: str, warehouse: BuiltWarehouse) -> None:
    reviewed = warehouse.scalar("select count(*) from fct_findings where is_known")
    page.goto(f"{address}/findings")
    page.locator("select[name=state]").select_option("reviewed")
    expect(page.locator(".finding:not(.reviewed)")).to_have_count(0)
    expect(page.locator(".finding")).to_have_count(min(reviewed, 20))
    assert "state=reviewed" in page.url
    page.reload()
    expect(page.locator("select[name=state]")).to_have_value("reviewed")


def test_where_the_money_goes_is_drawn(page: Page, address: str, warehouse: BuiltWarehouse) -> None:
    key = warehouse.scalar("select min(organization_key) from fct_function_expenditures")
    page.goto(f"{address}/organizations/{key}")
    expect(page.locator("#treemap canvas")).to_be_visible()


def test_the_language_is_one_click_and_kept(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{address}/findings")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_page_is_wider_than_its_screen(
    browser: Browser,
    address: str,
    warehouse: BuiltWarehouse,
    contradicted: tuple[str, str, str],
    width: int,
) -> None:
    """Each page is loaded in both languages, and shown in both schemes of colours."""
    disclosure_key, statement, key = contradicted
    organization = warehouse.scalar("select min(organization_key) from dim_organizations")
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        for path in (
            "/",
            "/search?q=2150501",
            "/findings",
            "/codes/function/215",
            f"/organizations/{organization}",
            f"/disclosures/{disclosure_key}",
            f"/disclosures/{disclosure_key}/{statement}",
            f"/figures/{key}",
        ):
            for language, scheme, other in LOADED:
                page.emulate_media(color_scheme=scheme)
                page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
                widths = [page.evaluate(SCROLL_WIDTH)]
                page.emulate_media(color_scheme=other)
                widths.append(page.evaluate(SCROLL_WIDTH))
                assert max(widths) <= width, (path, language, scheme, widths)
