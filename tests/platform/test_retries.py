"""What may pass by itself is tried again by the next builds, a few times; what cannot pass is not."""

from __future__ import annotations

import ast
import csv
import os
import signal
import threading
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from small_disclosures import Extract, disclosure, rows

import pipelines
from pipelines.raw_folder.discovery import FoundDocument
from pipelines.raw_folder.retries import FAILURES, MOST_ATTEMPTS
from pipelines.raw_store import RawStore
from pipelines.raw_store.plan import Plan, make_plan
from pipelines.raw_store.store import utc_now
from pipelines.reading.outcome import Outcome, failed, read_outcome
from pipelines.settings import DBT_PROJECT_DIR, Limits, Settings

MOMENTARY = sorted(reason for reason, may_pass in FAILURES.items() if may_pass)
LASTING = sorted(set(FAILURES) - set(MOMENTARY))
LEDGER = "select source_file, status, reason from raw.documents where source_file not like '%/%' order by all"


def _disturbed(raw_dir: Path, document: FoundDocument, limits: Limits) -> Outcome:
    """Runs in the worker: what happens to a document is in its name."""
    path = raw_dir / document.source_file
    if path.name == "killed.txt":
        (raw_dir / ".worker").write_text(str(os.getpid()))
        time.sleep(60)
    if path.name == "touched.txt":
        os.utime(path)
    if path.name == "moved.txt":
        path.rename(path.with_name("new_name.txt"))
    return read_outcome(raw_dir, document, limits)


def _kill_the_worker(pid_file: Path) -> None:
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.05)
    os.kill(int(pid_file.read_text()), signal.SIGKILL)


def test_the_next_build_reads_what_was_killed_touched_or_moved_meanwhile(
    raw_dir: Path, build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("killed.txt", "touched.txt", "moved.txt"):
        (raw_dir / name).write_text(disclosure(name), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("pipelines.reading.pool.read_outcome", _disturbed)
        killer = threading.Thread(target=_kill_the_worker, args=[raw_dir / ".worker"])
        killer.start()
        extract(workers=2)
        killer.join()
    assert rows(build_file, LEDGER) == [
        ("killed.txt", "failed", "reader_killed"),
        ("moved.txt", "failed", "unreadable_file"),
        ("one.txt", "read", None),
        ("touched.txt", "failed", "changed_while_reading"),
    ]
    found = rows(build_file, "select message from raw.documents where status = 'failed'")
    messages = [text for (text,) in found]
    assert len(messages) == 3
    assert all(text.endswith("The next run tries it again.") for text in messages)
    assert any("(SIGKILL)" in text for text in messages)
    again = extract(workers=2)
    assert (again.read, again.failed, again.unchanged) == (3, 0, 2)
    assert [(name, status) for name, status, _ in rows(build_file, LEDGER)] == [
        (name, "read") for name in ("killed.txt", "new_name.txt", "one.txt", "touched.txt")
    ]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Files that fail from now on, and their reasons; the others are read."""
    reasons: dict[str, str] = {}

    def fail_or_read(raw_dir: Path, document: FoundDocument, limits: Limits) -> Outcome:
        if reason := reasons.get(document.source_file):
            return failed(document, reason, "It failed.")
        return read_outcome(raw_dir, document, limits)

    monkeypatch.setattr("pipelines.reading.pool.read_outcome", fail_or_read)
    return reasons


def one_file_for_each(reasons: Iterable[str], raw_dir: Path) -> dict[str, str]:
    """Documents that are named for the reason for which they shall fail."""
    for reason in reasons:
        (raw_dir / f"{reason}.txt").write_text(disclosure(reason), encoding="utf-8")
    return {f"{reason}.txt": reason for reason in reasons}


def test_failures_that_may_pass_are_tried_a_few_times(
    raw_dir: Path, build_file: Path, extract: Extract, failing: dict[str, str]
) -> None:
    def said() -> set[tuple[object, ...]]:
        return set(rows(build_file, "select attempts, message from raw.documents where status = 'failed'"))

    files = one_file_for_each(MOMENTARY, raw_dir)
    failing.update(files)
    for attempt in range(1, MOST_ATTEMPTS):
        assert extract().failed == len(files)
        assert said() == {(attempt, "It failed. The next run tries it again.")}
    assert extract().failed == len(files)
    exhausted = said()
    ((attempts, message),) = exhausted
    assert attempts == MOST_ATTEMPTS
    assert "not tried again by itself, only with --retry-failed" in str(message)
    assert (extract().outcomes, said()) == ([], exhausted), "it costs nothing any more"
    assert extract(retry_failed=True).failed == len(files)
    assert {attempts for attempts, _ in said()} == {1}, "a person begins anew"
    for _ in range(MOST_ATTEMPTS):
        extract()
    for name in files:
        os.utime(raw_dir / name, ns=(10**18, 10**18))
    failing.clear()
    assert extract().read == len(files), "the files were written to"


def test_failures_that_cannot_pass_are_not_tried_again(
    raw_dir: Path, extract: Extract, failing: dict[str, str]
) -> None:
    files = one_file_for_each(LASTING, raw_dir)
    failing.update(files)
    assert extract().failed == len(files)
    for name in files:
        os.utime(raw_dir / name)
    assert (extract().outcomes, extract().unchanged) == ([], len(files) + 2)
    failing.clear()
    assert extract(retry_failed=True).read == len(files)


def test_a_document_that_fails_as_before_is_not_built_again(
    build_file: Path, extract: Extract, failing: dict[str, str]
) -> None:
    def forget_pending() -> None:
        with RawStore.open(build_file) as store:
            store.connection.execute("delete from raw.pending_documents")

    failing["one.txt"] = "timed_out"
    extract()
    forget_pending()
    assert extract().failed == 1
    pending = "select count(*) from raw.pending_documents"
    assert rows(build_file, pending) == [(0,)]
    failing["one.txt"] = "reader_killed"
    extract()
    assert rows(build_file, pending) == [(1,)]
    forget_pending()
    failing.clear()
    extract()
    assert rows(build_file, pending) == [(1,)]


def test_who_watches_waits_longer_after_each_attempt_and_not_for_ever(
    raw_dir: Path,
    build_file: Path,
    extract: Extract,
    failing: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(raw_dir, build_file.parents[1], 1)
    now = utc_now()

    def plan_after(waited: timedelta) -> Plan:
        with RawStore.open(build_file) as store:
            store.connection.execute("delete from raw.pending_documents")
            store.connection.execute("update raw.documents set read_at = ?", [now])
        monkeypatch.setattr("pipelines.raw_store.plan.utc_now", lambda: now + waited)
        return make_plan(settings)

    failing["one.txt"] = "timed_out"
    waits, keys = [5, 20, 80], []
    assert len(waits) == MOST_ATTEMPTS - 1
    for minutes in waits:
        extract()
        for early in (0, minutes // 2, minutes - 1):
            assert not plan_after(timedelta(minutes=early)).documents_wait
        due = plan_after(timedelta(minutes=minutes))
        assert due.documents_wait
        assert plan_after(timedelta(minutes=minutes)).run_key == due.run_key
        keys.append(due.run_key)
    assert len(set(keys)) == len(keys), "each attempt is asked for once"
    (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    assert plan_after(timedelta(0)).documents_wait, "a new document does not wait"
    extract()
    assert not plan_after(timedelta(days=1000)).documents_wait


def test_a_file_that_cannot_be_opened_is_tried_by_looking_at_the_folder(
    raw_dir: Path, build_file: Path, extract: Extract, failing: dict[str, str]
) -> None:
    link = raw_dir / "later.txt"
    link.symlink_to("target.of.link")
    for _ in range(MOST_ATTEMPTS + 2):
        extract()
    assert not make_plan(Settings(raw_dir, build_file.parents[1], 1)).difference.to_read
    link.unlink()
    link.write_text(disclosure("丙局"), encoding="utf-8")
    assert extract().read == 1


def test_an_error_that_the_system_does_not_number_is_the_reader_s(
    raw_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parsers raise OSError for damaged pictures: that passes as little as any other fault of theirs."""

    def reason_of(error: OSError) -> str | None:
        def stop(*_: object) -> None:
            raise error

        monkeypatch.setattr("pipelines.reading.outcome.read_document", stop)
        document = FoundDocument("0" * 64, "one.txt", 0, 0)
        return read_outcome(raw_dir, document, Limits()).reason

    assert reason_of(OSError("broken data stream")) == "reader_error"
    assert reason_of(OSError(116, "Stale file handle")) == "unreadable_file"


def test_every_reason_is_known_and_has_its_labels() -> None:
    with (DBT_PROJECT_DIR / "seeds" / "reference" / "code_labels.csv").open(encoding="utf-8") as stream:
        labels = {(row["code_column"], row["code"]) for row in csv.DictReader(stream)}
    for reason in FAILURES:
        assert {("reason", reason), ("unread_reason", reason)} <= labels, reason
    assert reasons_in_code() <= set(FAILURES)
    assert {"empty_file", "encrypted", "timed_out", "reader_killed", "out_of_memory"} <= reasons_in_code()


def reasons_in_code() -> set[str]:
    """Literal reasons of the calls that say why a document is not read, and of pairs assigned to them."""
    found: set[str] = set()
    package = Path(pipelines.__file__).parent
    for path in [*(package / "readers").rglob("*.py"), *(package / "reading").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                position = {"UnreadableDocument": 0, "failed": 1}.get(node.func.id)
                values = node.args[position : position + 1] if position is not None else []
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("(reason, message)",):
                values = [value.elts[0] for value in ast.walk(node.value) if isinstance(value, ast.Tuple)]
            else:
                continue
            found |= {
                value.value
                for value in values
                if isinstance(value, ast.Constant) and isinstance(value.value, str)
            }
    return found
