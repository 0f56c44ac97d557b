"""The fetcher against a real host on loopback: what it keeps, what it says, and how politely it asks."""

from __future__ import annotations

import asyncio
import csv
import json
import socket
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from publishing_host import Host, Reply, first, page, publishing_host, redirect, since, with_etag

from pipelines.arrivals.fetch import FetchSummary, fetch_sources
from pipelines.arrivals.hosts import Clock
from pipelines.arrivals.ledger import Request, read_ledger
from pipelines.arrivals.snapshots import FetchInProgress, open_snapshots
from pipelines.cli import cli
from pipelines.raw_folder.discovery import find_files
from pipelines.settings import FetchLimits

PDF = b"%PDF-1.4\n% the budget of a bureau\n%%EOF\n"
REPLACED = b"%PDF-1.4\n% the budget, corrected\n%%EOF\n"
ERROR_PAGE = "<!DOCTYPE html><html><body>您访问的页面不存在</body></html>".encode()
NO_DELAY = FetchLimits(delay_seconds=0.0)


class PatientClock:
    """A clock that moves only when somebody sleeps, and remembers for how long they did."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep, lambda: 1.0)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("NO_PROXY", "*")
    with publishing_host() as running:
        yield running


@pytest.fixture
def other_host(host: Host) -> Iterator[Host]:
    with publishing_host() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def list_sources(folder: Path, *addresses: str, kind: str = "") -> None:
    with (folder / "sources.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("address", "kind"), *((address, kind) for address in addresses)])


Fetch = Callable[..., dict[str, Request]]


@pytest.fixture
def fetch(folder: Path) -> Fetch:
    """List addresses and fetch them without waiting; what came of each, by its path."""

    def run(
        *addresses: str, kind: str = "", limits: FetchLimits = NO_DELAY, clock: Clock | None = None
    ) -> dict[str, Request]:
        list_sources(folder, *addresses, kind=kind)
        summary = fetch_sources(folder, limits, clock=clock or PatientClock().clock())
        return by_path(summary)

    return run


def by_path(summary: FetchSummary) -> dict[str, Request]:
    return {"/" + request.address.split("/", 3)[-1]: request for request in summary.requests}


def kept(folder: Path) -> dict[str, bytes]:
    """What a build would read, by the name below the folder of the host."""
    return {name.split("/", 2)[-1]: (folder / name).read_bytes() for name in find_files(folder)}


def test_a_file_is_kept_once_with_its_address_time_and_headers(
    host: Host, fetch: Fetch, folder: Path
) -> None:
    address = host.put("/budget.pdf", Reply(PDF, headers={"X-Office": "finance", "Set-Cookie": "secret=1"}))
    request = fetch(address)["/budget.pdf"]
    assert (request.outcome, request.http_status, request.size_bytes) == ("fetched", 200, len(PDF))
    assert kept(folder) == {"budget.pdf": PDF}
    assert (folder / request.source_file).read_bytes() == PDF
    (noted,) = read_ledger(folder)
    assert noted == request
    assert noted.headers["x-office"] == "finance"
    assert "secret" not in (folder / "fetches.jsonl").read_text()


def test_the_same_content_at_two_addresses_is_one_file(host: Host, fetch: Fetch, folder: Path) -> None:
    outcomes = fetch(host.put("/one.pdf", PDF), host.put("/two.pdf", PDF))
    assert {request.outcome for request in outcomes.values()} == {"fetched"}
    assert len(kept(folder)) == 1


@pytest.mark.parametrize("quoted", [with_etag(PDF, '"v1"'), since(PDF, "Mon, 01 Jan 2024 00:00:00 GMT")])
def test_an_unchanged_file_is_not_sent_again(
    host: Host, fetch: Fetch, folder: Path, quoted: Callable[..., Reply]
) -> None:
    address = host.put("/budget.pdf", quoted)
    assert fetch(address)["/budget.pdf"].outcome == "fetched"
    for _ in range(2):
        again = fetch(address)["/budget.pdf"]
        assert (again.outcome, again.http_status) == ("unchanged", 304)
    assert len(kept(folder)) == 1


def test_a_snapshot_that_was_deleted_is_fetched_again(host: Host, fetch: Fetch, folder: Path) -> None:
    address = host.put("/budget.pdf", with_etag(PDF, '"v1"'))
    (folder / fetch(address)["/budget.pdf"].source_file).unlink()
    assert fetch(address)["/budget.pdf"].outcome == "fetched"
    assert kept(folder) == {"budget.pdf": PDF}


def test_a_file_that_is_sent_again_without_change_is_unchanged(host: Host, fetch: Fetch) -> None:
    address = host.put("/budget.pdf", PDF)
    fetch(address)
    assert fetch(address)["/budget.pdf"].outcome == "unchanged"


def test_a_silently_replaced_file_is_kept_beside_the_former_one(
    host: Host, fetch: Fetch, folder: Path
) -> None:
    address = host.put("/budget.pdf", with_etag(PDF, '"v1"'))
    fetch(address)
    host.put("/budget.pdf", with_etag(REPLACED, '"v2"'))
    request = fetch(address)["/budget.pdf"]
    assert request.outcome == "fetched"
    assert "replaced" in request.message
    assert sorted(kept(folder).values()) == sorted([PDF, REPLACED])


def test_what_is_gone_keeps_its_snapshot(host: Host, fetch: Fetch, folder: Path) -> None:
    address = host.put("/budget.pdf", PDF)
    before = fetch(address)["/budget.pdf"]
    for status in (404, 410):
        host.put("/budget.pdf", Reply(status=status))
        request = fetch(address)["/budget.pdf"]
        assert (request.outcome, request.http_status) == ("gone", status)
        assert request.content_sha256 == before.content_sha256
    assert kept(folder) == {"budget.pdf": PDF}


def test_redirects_are_followed_and_moves_are_told(host: Host, other_host: Host, fetch: Fetch) -> None:
    host.put("/passing", redirect(other_host.put("/a.pdf", PDF)))
    host.put("/for-good", redirect(other_host.address + "/a.pdf", 301))
    outcomes = fetch(host.address + "/passing", host.address + "/for-good")
    assert outcomes["/passing"].final_address == other_host.address + "/a.pdf"
    assert not outcomes["/passing"].moved
    assert outcomes["/for-good"].moved
    assert other_host.address + "/a.pdf" in outcomes["/for-good"].message


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/there", "more than 5 times"),
        ("file:///etc/passwd", "http://"),
        ("ftp://example.org/a.pdf", "http://"),
        ("javascript:alert(1)", "http://"),
    ],
)
def test_redirects_that_lead_nowhere_are_refused(host: Host, fetch: Fetch, target: str, said: str) -> None:
    host.put("/there", redirect("/here"))
    request = fetch(host.put("/here", redirect(target)))["/here"]
    assert request.outcome == "failed"
    assert said in request.message


def test_momentary_failures_are_tried_again_with_growing_pauses(host: Host, fetch: Fetch) -> None:
    clock = PatientClock()
    address = host.put(
        "/a.pdf", first(Reply(status=500), Reply(status=502), Reply(PDF, broken=True), Reply(PDF))
    )
    assert fetch(address, clock=clock.clock())["/a.pdf"].outcome == "fetched"
    assert host.documents_asked() == ["/a.pdf"] * 4
    assert clock.slept == [1.0, 2.0, 4.0]


def test_the_pause_that_a_host_asks_for_is_kept(host: Host, fetch: Fetch) -> None:
    clock = PatientClock()
    busy = Reply(status=429, headers={"Retry-After": "17"})
    address = host.put("/a.pdf", first(busy, Reply(PDF)))
    assert fetch(address, clock=clock.clock())["/a.pdf"].outcome == "fetched"
    assert clock.slept == [17.0]


def test_a_pause_until_a_date_is_kept(host: Host, fetch: Fetch) -> None:
    clock = PatientClock()
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    address = host.put("/a.pdf", first(Reply(status=503, headers={"Retry-After": until}), Reply(PDF)))
    assert fetch(address, clock=clock.clock())["/a.pdf"].outcome == "fetched"
    assert 50.0 < sum(clock.slept) <= 60.0


def test_a_host_that_asks_for_a_long_pause_is_left_alone(host: Host, fetch: Fetch) -> None:
    clock = PatientClock()
    address = host.put("/a.pdf", Reply(status=503, headers={"Retry-After": "7200"}))
    request = fetch(address, clock=clock.clock())["/a.pdf"]
    assert (request.outcome, request.http_status) == ("failed", 503)
    assert "7,200 seconds" in request.message
    assert clock.slept == []


@pytest.mark.parametrize("status", [400, 401, 403, 451, 501])
def test_lasting_refusals_are_not_tried_again(host: Host, fetch: Fetch, status: int) -> None:
    request = fetch(host.put("/a.pdf", Reply(status=status)))["/a.pdf"]
    assert (request.outcome, request.http_status) == ("failed", status)
    assert host.documents_asked() == ["/a.pdf"]


def test_a_host_that_does_not_answer_is_asked_no_more_and_stops_no_other(
    host: Host, fetch: Fetch, folder: Path
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{unused.getsockname()[1]}"
    outcomes = fetch(*(f"{dead}/{number}.pdf" for number in range(6)), host.put("/a.pdf", PDF))
    assert [request.outcome for request in outcomes.values()].count("failed") == 6
    assert "connection" in outcomes["/0.pdf"].message
    assert kept(folder) == {"a.pdf": PDF}


def test_slow_and_endless_bodies_are_cut(host: Host, fetch: Fetch, folder: Path) -> None:
    slow = host.put("/slow.pdf", Reply(PDF * 100, trickle=0.05))
    endless = host.put("/endless.pdf", Reply(endless=True))
    claimed = host.put("/claimed.pdf", Reply(b"0" * 2_000_000))
    stalled = host.put("/stalled.pdf", lambda asked: time.sleep(1.0) or Reply(PDF))
    outcomes = fetch(
        slow, endless, claimed, stalled, limits=FetchLimits(file_mb=1, seconds=0.4, delay_seconds=0.0)
    )
    assert outcomes["/slow.pdf"].outcome == "too_slow"
    assert outcomes["/stalled.pdf"].outcome == "too_slow"
    assert outcomes["/endless.pdf"].outcome == "too_large"
    assert outcomes["/claimed.pdf"].outcome == "too_large"
    assert host.documents_asked().count("/slow.pdf") == 1
    assert kept(folder) == {}
    assert [path.name for path in (folder / "fetched").iterdir()] == [".lock"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(ERROR_PAGE, headers={"Content-Type": "application/pdf"}),
        Reply(ERROR_PAGE, headers={"Content-Disposition": "attachment; filename=budget.pdf"}),
        Reply(b"File not found", headers={"Content-Type": "text/plain"}),
        Reply(b"\0\1\2 something else"),
        Reply(b""),
    ],
)
def test_what_only_has_the_name_of_a_pdf_is_not_kept(
    host: Host, fetch: Fetch, folder: Path, reply: Reply
) -> None:
    request = fetch(host.put("/budget.pdf", reply), kind="file")["/budget.pdf"]
    assert request.outcome == "not_a_document"
    assert request.message
    assert kept(folder) == {}


def test_an_error_page_does_not_take_the_place_of_a_document(host: Host, fetch: Fetch, folder: Path) -> None:
    attachment = host.put("/budget.pdf", with_etag(PDF, '"v1"'))
    address = host.put("/list.html", page("budget.pdf"))
    fetch(address)
    host.put("/budget.pdf", Reply(ERROR_PAGE))
    assert fetch(address)["/budget.pdf"].outcome == "not_a_document"
    host.put("/budget.pdf", with_etag(PDF, '"v1"'))
    assert fetch(address)["/budget.pdf"].outcome == "unchanged", attachment
    assert kept(folder) == {"budget.pdf": PDF}


def test_an_answer_in_json_is_no_document_unless_it_is_called_so(
    host: Host, fetch: Fetch, folder: Path
) -> None:
    error, dump = b'{"code": 404, "message": "no such file"}', b'[{"page": 1, "text": "1.00"}]'
    outcomes = fetch(host.put("/a.pdf", Reply(error)), host.put("/b.json", Reply(dump)))
    assert outcomes["/a.pdf"].outcome == "not_a_document"
    assert kept(folder).keys() == {"b.json"}


def test_text_archives_and_tables_saved_as_pages_are_kept(host: Host, fetch: Fetch, folder: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("budget.pdf", PDF)
    table = (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</td></tr></table></html>'
    )
    contents = {"/a.zip": packed.getvalue(), "/b.rar": b"Rar!\x1a\x07\x01\0rest", "/c.xls": table}
    addresses = [host.put(*each) for each in contents.items()]
    text = host.put("/d.txt", "某某局2024年部门预算".encode("gbk"))
    outcomes = fetch(host.put("/list", page(*addresses)), text)
    assert {outcomes[path].outcome for path in (*contents, "/d.txt")} == {"fetched"}
    assert kept(folder).keys() == {"a.zip", "b.rar", "c.xls", "d.txt"}


def test_the_attachments_of_a_page_are_fetched_and_nothing_else(
    host: Host, other_host: Host, fetch: Fetch, folder: Path
) -> None:
    for path in ("/files/a.pdf", "/b.docx", "/down.jsp?id=1", "/named?x=2", "/download.do?id=7"):
        host.put(path, Reply(PDF + path.encode()))
    host.put("/download.do?id=8", page())
    other_host.put("/c.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument")
    address = host.put(
        "/notices/2024.html",
        page(
            "../files/a.pdf",
            "/files/a.pdf#page=2",
            "/b.docx",
            other_host.address + "/c.wps",
            '<a href="/down.jsp?id=1" download>下载</a>',
            '<a href="/named?x=2">部门预算.pdf</a>',
            "/download.do?id=7",
            "/download.do?id=8",
            "/news/index.html",
            "mailto:office@example.org",
            "javascript:void(0)",
            '<img src="/seal.png"><link href="/style.css">',
        ),
    )
    outcomes = fetch(address)
    assert outcomes["/notices/2024.html"].outcome == "page"
    assert sorted(host.documents_asked()) == [
        "/b.docx",
        "/down.jsp?id=1",
        "/download.do?id=7",
        "/download.do?id=8",
        "/files/a.pdf",
        "/named?x=2",
        "/notices/2024.html",
    ]
    assert outcomes["/download.do?id=8"].outcome == "not_a_document"
    assert not outcomes["/download.do?id=8"].is_trouble, "nobody said that it is a document"
    assert len(kept(folder)) == 6
    assert "/download.do?id=8" not in fetch(address), "it is known to be a page"


def test_links_go_from_the_base_of_a_page_in_its_encoding(host: Host, fetch: Fetch) -> None:
    host.put("/base/%E9%A2%84%E7%AE%97.pdf", PDF)
    host.put("/base/get?name=%D4%A4%CB%E3.pdf", PDF)
    address = host.put(
        "/list.html",
        page('<base href="/base/">', "预算.pdf", "get?name=预算.pdf", text="部门预算公开", encoding="gbk"),
    )
    outcomes = fetch(address)
    assert [request.outcome for request in outcomes.values()] == ["page", "fetched", "fetched"]


def test_an_unchanged_page_has_its_attachments_looked_at_all_the_same(
    host: Host, fetch: Fetch, folder: Path
) -> None:
    attachment = host.put("/a.pdf", with_etag(PDF, '"v1"'))
    address = host.put("/list.html", with_etag(page(attachment).body, '"page"'))
    fetch(address)
    host.put("/a.pdf", with_etag(REPLACED, '"v2"'))
    outcomes = fetch(address)
    assert (outcomes["/list.html"].outcome, outcomes["/list.html"].http_status) == ("page", 304)
    assert outcomes["/a.pdf"].outcome == "fetched"
    assert len(kept(folder)) == 2


def test_an_attachment_that_is_no_longer_linked_is_noted_once(host: Host, fetch: Fetch) -> None:
    old, new = host.put("/old.pdf", PDF), host.put("/new.pdf", REPLACED)
    address = host.put("/list.html", page(old))
    fetch(address)
    host.put("/list.html", page(new))
    outcomes = fetch(address)
    assert outcomes["/old.pdf"].outcome == "unlinked"
    assert host.documents_asked().count("/old.pdf") == 1
    assert "/old.pdf" not in fetch(address)


def test_a_page_is_kept_where_it_is_the_disclosure_itself(host: Host, fetch: Fetch, folder: Path) -> None:
    table = "<table><tr><td>合计</td><td>1,234.56</td></tr><tr><td>20</td><td>7.5</td></tr></table>"
    host.put("/table.html", page(host.put("/a.pdf", PDF), text=table))
    pieces = "".join(f"<div style='position:absolute;top:{n}px'>{n}.50</div>" for n in range(30))
    host.put("/pieces.html", page(host.address + "/a.pdf", text=pieces))
    address = host.put("/words.html", page(text="<p>本单位无此项支出</p>"))
    outcomes = fetch(host.address + "/table.html", host.address + "/pieces.html", address)
    pages = ("/table.html", "/pieces.html", "/words.html")
    assert {outcomes[path].outcome for path in pages} == {"fetched"}
    assert kept(folder).keys() == {"a.pdf", "table.html", "pieces.html", "words.html"}
    host.put("/words.html", page(text="<script>visits(8)</script><p>本单位无此项支出</p>"))
    assert fetch(address)["/words.html"].outcome == "unchanged", "it reads as before"
    assert len(kept(folder)) == 4


def test_robots_are_respected_and_asked_once(host: Host, other_host: Host, fetch: Fetch) -> None:
    robots = "User-agent: *\nDisallow: /private/\nCrawl-delay: 9\n\nUser-agent: other\nDisallow: /\n"
    host.put("/robots.txt", Reply(robots.encode()))
    other_host.put("/robots.txt", Reply(b"User-agent: yusuan\nDisallow: /"))
    host.put("/around", redirect(other_host.put("/a.pdf", PDF)))
    clock = PatientClock()
    outcomes = fetch(
        host.put("/open/a.pdf", PDF),
        host.put("/private/b.pdf", PDF),
        host.address + "/around",
        clock=clock.clock(),
    )
    assert outcomes["/open/a.pdf"].outcome == "fetched"
    assert outcomes["/private/b.pdf"].outcome == "refused_by_robots"
    assert outcomes["/around"].outcome == "refused_by_robots"
    assert host.asked.count("/robots.txt") == 1
    assert host.documents_asked() == ["/open/a.pdf", "/around"]
    assert other_host.documents_asked() == []
    assert clock.slept == [9.0], "the host asks for that much between two requests"


def test_without_an_answer_about_robots_nothing_is_fetched(host: Host, fetch: Fetch) -> None:
    host.put("/robots.txt", Reply(status=500))
    request = fetch(host.put("/a.pdf", PDF))["/a.pdf"]
    assert request.outcome == "failed"
    assert "robots.txt" in request.message
    assert host.documents_asked() == []


def test_one_host_is_asked_slowly_and_others_at_the_same_time(
    host: Host, other_host: Host, folder: Path
) -> None:
    hosts = (host, other_host)
    list_sources(folder, *(each.put(f"/{n}.pdf", PDF + str(n).encode()) for each in hosts for n in range(4)))
    clock = PatientClock()
    answered: list[tuple[str, float]] = []
    fetch_sources(
        folder,
        FetchLimits(delay_seconds=5.0),
        clock=clock.clock(),
        progress=lambda request, done, total: answered.append(
            (request.address[: len(host.address)], clock.time)
        ),
    )
    for each in hosts:
        times = [time for address, time in answered if address == each.address]
        assert all(later - earlier >= 5.0 for earlier, later in pairwise([0.0, *times])), times
    assert {address for address, _ in answered[:4]} == {each.address for each in hosts}


def test_a_host_is_told_who_asks(host: Host, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list_sources(folder, host.put("/a.pdf", PDF))
    fetch_sources(folder, FetchLimits(delay_seconds=0.0, contact="mailto:office@example.org"))
    assert host.headers[-1]["User-Agent"].startswith("yusuan/")
    assert "office@example.org" in host.headers[-1]["User-Agent"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b"attachment; filename*=UTF-8''%E9%A2%84%E7%AE%97.pdf; filename=x.pdf", "预算.pdf"),
        (b'attachment; filename="%D4%A4%CB%E3.pdf"', "预算.pdf"),
        (b'attachment; filename="' + "预算.pdf".encode("gbk") + b'"', "预算.pdf"),
        (b"attachment; filename=" + "预算.pdf".encode(), "预算.pdf"),
        (b'attachment; filename="=?UTF-8?B?6aKE566XLnBkZg==?="', "预算.pdf"),
        (b'attachment; filename="../../../etc/passwd"', "passwd.pdf"),
        (b'attachment; filename="..\\..\\windows\\system.pdf"', "system.pdf"),
        (b"attachment; filename*=UTF-8''%2e%2e%2f%2e%2e%2fa.pdf", "a.pdf"),
        (b'attachment; filename=".hidden.pdf"', "hidden.pdf"),
        (b'attachment; filename="README.pdf"', "document-README.pdf"),
        (b'attachment; filename="disclosures.csv"', "document-disclosures.csv"),
        (b'attachment; filename=""', "get.pdf"),
        (b"inline", "get.pdf"),
    ],
)
def test_names_are_those_of_the_publisher_and_stay_in_the_folder(
    host: Host, fetch: Fetch, folder: Path, disposition: bytes, name: str
) -> None:
    address = host.put("/get?id=5", Reply(PDF, headers={"Content-Disposition": disposition}))
    request = fetch(address)["/get?id=5"]
    assert request.outcome == "fetched", request.message
    assert Path(request.source_file).name == name
    assert (folder / request.source_file).resolve().is_relative_to(folder / "fetched")
    assert kept(folder).keys() == {name}


def test_a_run_that_was_killed_leaves_nothing_in_the_way(host: Host, fetch: Fetch, folder: Path) -> None:
    address = host.put("/a.pdf", PDF)
    fetch(address)
    (folder / "fetched" / ".arriving-1").write_bytes(b"%PDF-1.4 half of it")
    with (folder / "fetches.jsonl").open("a") as ledger:
        ledger.write('{"run_at": "2024-')
    assert fetch(address)["/a.pdf"].outcome == "unchanged"
    assert len(read_ledger(folder)) == 2
    assert kept(folder) == {"a.pdf": PDF}
    assert not list((folder / "fetched").glob(".arriving*"))


def test_a_damaged_ledger_is_named_with_its_line(host: Host, fetch: Fetch, folder: Path) -> None:
    fetch(host.put("/a.pdf", PDF))
    path = folder / "fetches.jsonl"
    path.write_text(path.read_text() + "not this\n")
    with pytest.raises(ValueError, match=r"fetches\.jsonl, line 2"):
        fetch(host.address + "/a.pdf")


def test_two_runs_never_fetch_at_once(host: Host, folder: Path) -> None:
    list_sources(folder, host.put("/a.pdf", PDF))
    with open_snapshots(folder), pytest.raises(FetchInProgress, match="Another run"):
        fetch_sources(folder, wait_seconds=0.1)


def run_command(folder: Path) -> tuple[int, str]:
    environment = {"COLUMNS": "200", "YUSUAN_FETCH_DELAY_SECONDS": "0.001"}
    done = CliRunner().invoke(cli, ["fetch", "--raw-dir", str(folder)], env=environment)
    return done.exit_code, done.output


def test_the_command_tells_each_address_and_ends_with_what_came_of_all(host: Host, folder: Path) -> None:
    exit_status, output = run_command(folder)
    assert exit_status == 2
    assert "sources.csv" in output
    list_sources(folder, host.put("/a.pdf", PDF))
    exit_status, output = run_command(folder)
    assert exit_status == 0, output
    assert f"{host.address}/a.pdf fetched: fetched/127.0.0.1_" in output
    list_sources(
        folder, host.address + "/a.pdf", host.address + "/missing\x1b[31m.pdf".replace("\x1b", "%1b")
    )
    exit_status, output = run_command(folder)
    assert exit_status == 1
    assert "1 unchanged, 1 gone" in output
    list_sources(folder, host.address + "/missing.pdf")
    assert run_command(folder)[0] == 2


def test_new_troubles_are_those_that_were_not_there_before(host: Host, folder: Path) -> None:
    list_sources(folder, host.put("/a.pdf", PDF), host.address + "/b.pdf")

    def new_troubles() -> list[str]:
        summary = fetch_sources(folder, NO_DELAY, clock=PatientClock().clock())
        return [request.address.rpartition("/")[2] for request in summary.new_troubles]

    assert new_troubles() == ["b.pdf"]
    assert new_troubles() == []
    host.put("/a.pdf", Reply(status=404))
    assert new_troubles() == ["a.pdf"]


def test_the_ledger_has_one_line_of_json_for_each_request(host: Host, fetch: Fetch, folder: Path) -> None:
    fetch(host.put("/list", page(host.put("/a.pdf", PDF))))
    lines = (folder / "fetches.jsonl").read_text().splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["outcome"] for entry in entries] == ["page", "fetched"]
    assert entries[1]["source_address"] == host.address + "/list"
    assert entries[0]["run_at"] == entries[1]["run_at"]
