"""Superset, really run on the published warehouse: asked by REST, and looked at in a browser.

Only where `make dashboards` has installed it, or YUSUAN_SUPERSET_PYTHON names a Python that has it. The first
start takes a minute or two; YUSUAN_TEST_SUPERSET keeps its folder between sessions.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from running import BuiltWarehouse

from pipelines.command.superset_bundle import write_bundle
from pipelines.models.dbt import prepare_manifest
from pipelines.settings import PROJECT_ROOT

PYTHON = Path(os.environ.get("YUSUAN_SUPERSET_PYTHON", PROJECT_ROOT / ".superset/venv/bin/python"))
SERVE = PROJECT_ROOT / "dashboards" / "serve.py"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 600

pytestmark = pytest.mark.skipif(
    not PYTHON.exists(), reason=f"no Superset here: `make dashboards` installs it ({PYTHON} is not there)"
)


@dataclass(frozen=True)
class Superset:
    """A running Superset."""

    address: str
    password: str
    token: str = ""

    def ask(self, path: str, body: object = None) -> Any:
        """The JSON that a REST address answers."""
        request = urllib.request.Request(
            self.address + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)


@pytest.fixture(scope="module")
def superset(tmp_path_factory: pytest.TempPathFactory, warehouse: BuiltWarehouse) -> Iterator[Superset]:
    folder = Path(os.environ.get("YUSUAN_TEST_SUPERSET", tmp_path_factory.mktemp("superset")))
    manifest = json.loads(prepare_manifest().read_text(encoding="utf-8"))
    write_bundle(folder / "bundle", warehouse.settings.published_file, manifest)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["--home", folder / "home", "--bundle", folder / "bundle", "--port", port]
    with tempfile.TemporaryFile() as output:
        server = subprocess.Popen(
            [PYTHON, SERVE, *map(str, arguments)], stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            until = time.monotonic() + START_SECONDS
            while not is_up(address):
                if server.poll() is not None or time.monotonic() > until:
                    output.seek(0)
                    pytest.fail(f"Superset does not start:\n{output.read().decode()[-3000:]}", pytrace=False)
                time.sleep(1)
            password = (folder / "home" / "password").read_text(encoding="utf-8")
            login = {"username": "admin", "password": password, "provider": "db", "refresh": False}
            token = Superset(address, password).ask("/api/v1/security/login", login)["access_token"]
            yield Superset(address, password, token)
        finally:
            server.terminate()
            server.wait(timeout=30)


def is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_every_metric_of_every_dataset_answers(superset: Superset, warehouse: BuiltWarehouse) -> None:
    datasets = superset.ask("/api/v1/dataset/")["result"]
    assert len(datasets) > 5
    for found in datasets:
        dataset = superset.ask(f"/api/v1/dataset/{found['id']}")["result"]
        metrics = [metric["metric_name"] for metric in dataset["metrics"]]
        query = {"columns": ["region_name", "fiscal_year"], "metrics": metrics, "row_limit": 100}
        (answer,) = superset.ask(
            "/api/v1/chart/data",
            {"datasource": {"id": found["id"], "type": "table"}, "queries": [query]},
        )["result"]
        assert answer["error"] is None, found["table_name"]
        groups = f"select distinct region_name, fiscal_year from reports.{found['table_name']}"
        expected = warehouse.scalar(f"select count(*) from ({groups})")
        assert answer["rowcount"] == expected, found["table_name"]


def test_the_warehouse_cannot_be_written(superset: Superset) -> None:
    (database,) = superset.ask("/api/v1/database/")["result"]
    statement = {"database_id": database["id"], "sql": "create table main.written as select 1"}
    with pytest.raises(urllib.error.HTTPError):
        superset.ask("/api/v1/sqllab/execute/", statement)


def test_the_dashboards_draw_every_chart_without_help_from_elsewhere(superset: Superset) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("YUSUAN_TEST_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium here: install one (Debian: apt-get install chromium) to test in a browser")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 2400})
        page.set_default_timeout(180_000)
        answers: list[tuple[int, str]] = []
        page.on("response", lambda response: answers.append((response.status, response.url)))
        page.goto(f"{superset.address}/login/")
        page.fill("#username", "admin")
        page.fill("#password", superset.password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/login" not in address)
        for found in superset.ask("/api/v1/dashboard/")["result"]:
            charts = superset.ask(f"/api/v1/dashboard/{found['id']}/charts")["result"]
            page.goto(f"{superset.address}/superset/dashboard/{found['slug']}/")
            # A chart is drawn when it holds a picture, a table or a big number.
            page.wait_for_function(
                "count => [...document.querySelectorAll('.slice_container')]"
                ".filter(chart => chart.querySelector('canvas, tbody tr, .header-line')).length === count",
                arg=len(charts),
            )
            text = page.inner_text(".dashboard")
            assert [chart["slice_name"] for chart in charts if chart["slice_name"] not in text] == []
            for trouble in ("Data error", "没有数据", "没有数据返回", "Unexpected error"):
                assert trouble not in text, found["slug"]
            if folder := os.environ.get("YUSUAN_TEST_PICTURES"):
                page.wait_for_timeout(5000)  # bars and slices grow
                page.screenshot(path=Path(folder) / f"{found['slug']}.png")
        browser.close()
    assert [answer for answer in answers if answer[0] >= 400] == []
    assert [url for _, url in answers if not url.startswith((superset.address, "data:", "blob:"))] == []
