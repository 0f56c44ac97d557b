from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_disclosures import Extract, disclosure, rows

from pipelines.raw_folder.discovery import FoundDocument, find_files
from pipelines.raw_store import BuildInProgress, RawStore, build_lock, forget_withdrawn
from pipelines.reading.outcome import Outcome, read_outcome
from pipelines.settings import Limits

CONTENT = ("pages", "lines", "tables", "cells")


def outcomes(build_file: Path) -> dict[str, tuple[str, str | None]]:
    return {
        str(name): (str(status), reason)
        for name, status, reason in rows(build_file, "select source_file, status, reason from raw.documents")
    }


def pending(build_file: Path) -> dict[str, str]:
    return dict(rows(build_file, "select disclosure_key, change from raw.pending_documents"))


def keys(build_file: Path) -> dict[str, str]:
    return dict(
        rows(build_file, "select source_file, disclosure_key from raw.documents where gone_at is null")
    )


def forget(build_file: Path) -> int:
    with build_lock(build_file), RawStore.open(build_file) as store:
        return forget_withdrawn(store)


def test_every_file_but_notes_and_hidden_ones_is_found(raw_dir: Path) -> None:
    for name in ("README.md", "disclosures.csv", ".hidden.txt", ".git/object", "2024/third"):
        (raw_dir / name).parent.mkdir(exist_ok=True)
        (raw_dir / name).write_text("x")
    assert find_files(raw_dir) == ["2024/third", "2024/two.txt", "one.txt"]


def test_unchanged_documents_are_not_read_again(raw_dir: Path, build_file: Path, extract: Extract) -> None:
    first = extract()
    assert (first.read, first.failed, first.tables) == (2, 0, 2)
    read_at = rows(build_file, "select source_file, read_at from raw.documents order by all")
    os.utime(raw_dir / "one.txt")
    second = extract()
    assert (second.read, second.unchanged) == (0, 2)
    assert rows(build_file, "select source_file, read_at from raw.documents order by all") == read_at


def test_a_changed_document_replaces_its_rows_and_no_others(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    before = keys(build_file)
    others = rows(build_file, f"select * from raw.cells where disclosure_key = '{before['2024/two.txt']}'")
    (raw_dir / "one.txt").write_text(disclosure("甲局", "99.00"), encoding="utf-8")
    summary = extract()
    after = keys(build_file)
    assert (summary.read, summary.removed, summary.unchanged) == (1, 1, 1)
    assert after["one.txt"] != before["one.txt"]
    assert pending(build_file)[before["one.txt"]] == "removed"
    assert pending(build_file)[after["one.txt"]] == "changed"
    assert forget(build_file) == 1, "what no newer vintage supersedes is withdrawn"
    for table in CONTENT:
        found = rows(build_file, f"select distinct disclosure_key from raw.{table}")
        assert {key for (key,) in found} == set(after.values())
    assert others == rows(
        build_file, f"select * from raw.cells where disclosure_key = '{after['2024/two.txt']}'"
    )


def test_a_removed_document_vanishes(raw_dir: Path, build_file: Path, extract: Extract) -> None:
    extract()
    gone = keys(build_file)["one.txt"]
    (raw_dir / "one.txt").unlink()
    assert extract().removed == 1
    assert extract().removed == 0, "it is found gone once"
    assert pending(build_file)[gone] == "removed"
    assert forget(build_file) == 1
    for table in ("documents", *CONTENT):
        assert not rows(build_file, f"select 1 from raw.{table} where disclosure_key = '{gone}'")


def test_a_document_that_comes_back_is_not_read_again(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    before = rows(build_file, "select * exclude (gone_at) from raw.documents order by all")
    content = (raw_dir / "one.txt").read_bytes()
    (raw_dir / "one.txt").unlink()
    extract()
    (raw_dir / "one.txt").write_bytes(content)
    summary = extract()
    assert (summary.read, summary.renamed) == (0, 1)
    assert rows(build_file, "select * exclude (gone_at) from raw.documents order by all") == before
    assert forget(build_file) == 0


def test_a_renamed_document_is_not_read_again_but_built_again(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    extract()
    key = keys(build_file)["one.txt"]
    (raw_dir / "one.txt").rename(raw_dir / "renamed.pdf")
    summary = extract()
    assert (summary.read, summary.renamed, summary.removed) == (0, 1, 0)
    assert keys(build_file)["renamed.pdf"] == key
    assert pending(build_file)[key] == "changed"


def test_the_same_bytes_under_two_names_are_one_document(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    shutil.copy(raw_dir / "one.txt", raw_dir / "copy.txt")
    assert extract().read == 2
    assert rows(
        build_file, "select source_file, duplicate_files from raw.documents where len(duplicate_files) > 0"
    ) == [("copy.txt", ["one.txt"])]


def test_the_same_bytes_give_the_same_rows_anywhere(
    raw_dir: Path, build_file: Path, tmp_path: Path, extract: Extract
) -> None:
    extract()
    elsewhere, target = tmp_path / "elsewhere", tmp_path / "other" / "disclosures.duckdb"
    elsewhere.mkdir()
    for number, path in enumerate(sorted(raw_dir.rglob("*.txt"), reverse=True)):
        shutil.copy(path, elsewhere / f"{number}.dat")
    extract(elsewhere, target, workers=2)
    for table in CONTENT:
        sql = f"select * from raw.{table} order by all"
        assert rows(build_file, sql) == rows(target, sql)


def test_other_readers_read_everything_again(
    build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract()
    for module in ("raw_folder.difference", "raw_store.extract"):
        monkeypatch.setattr(f"pipelines.{module}.extractor_version", lambda: "another")
    assert extract().read == 2
    assert rows(build_file, "select distinct extractor_version from raw.documents") == [("another",)]


def test_bad_files_leave_outcomes_and_do_not_stop_others(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    (raw_dir / "empty.txt").touch()
    (raw_dir / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (raw_dir / "sheet.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    (raw_dir / "old.pdf").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    (raw_dir / "broken.pdf").write_bytes(b"%PDF-1.7\n%broken")
    (raw_dir / "page.htm").write_text("<!DOCTYPE html><html></html>")
    (raw_dir / "nowhere.txt").symlink_to("missing.txt")
    (raw_dir / "gb.txt").write_bytes(disclosure("丙局").encode("gb18030"))
    with (raw_dir / "large.txt").open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    summary = extract(workers=2)
    found = outcomes(build_file)
    assert (summary.read, summary.failed) == (3, 8)
    assert found["gb.txt"] == found["one.txt"] == found["2024/two.txt"] == ("read", None)
    assert found["empty.txt"] == ("failed", "empty_file")
    assert found["binary.txt"] == ("failed", "not_text")
    assert found["large.txt"] == ("failed", "too_large")
    assert found["nowhere.txt"] == ("failed", "unreadable_file")
    assert found["broken.pdf"][0] == "failed"
    assert found["page.htm"] == ("failed", "web_page")
    assert found["sheet.xlsx"] == ("failed", "damaged")
    assert found["old.pdf"] == ("failed", "unsupported_format")
    messages = [
        text for (text,) in rows(build_file, "select message from raw.documents where status = 'failed'")
    ]
    assert all(isinstance(text, str) and len(text) > 20 for text in messages)
    again = extract()
    assert (again.read, again.failed, again.unchanged) == (0, 0, 11)
    assert extract(retry_failed=True).failed == 8


def test_contact_persons_are_not_stored(build_file: Path, extract: Extract) -> None:
    extract()
    everything = str(rows(build_file, "select text from raw.cells union all select text from raw.lines"))
    assert "张三" not in everything
    assert "138" not in everything


def _read_or_misbehave(raw_dir: Path, document: FoundDocument, limits: Limits) -> Outcome:
    """Runs in the worker: dies or hangs for some documents."""
    if document.source_file == "die.txt":
        os._exit(11)
    if document.source_file == "hang.txt":
        time.sleep(600)
    return read_outcome(raw_dir, document, limits)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reader_that_dies_or_hangs_costs_its_own_document_only(
    workers: int, raw_dir: Path, build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("die.txt", "hang.txt"):
        (raw_dir / name).write_text(disclosure(name), encoding="utf-8")
    monkeypatch.setattr("pipelines.reading.pool.read_outcome", _read_or_misbehave)
    extract(limits=Limits(seconds=3), workers=workers)
    found = outcomes(build_file)
    assert found["die.txt"] == ("failed", "reader_crashed")
    assert found["hang.txt"] == ("failed", "timed_out")
    assert found["one.txt"] == found["2024/two.txt"] == ("read", None)


def test_overrides_mark_their_documents(raw_dir: Path, build_file: Path, extract: Extract) -> None:
    extract()
    table = raw_dir / "disclosures.csv"
    with build_lock(build_file):
        _forget_pending(build_file)
    table.write_text("source_file,fiscal_year\none.txt,2023\n", encoding="utf-8")
    extract()
    assert pending(build_file) == {keys(build_file)["one.txt"]: "changed"}
    assert rows(build_file, "select source_file, fiscal_year, note from raw.overrides") == [
        ("one.txt", 2023, None)
    ]
    for broken in ("source_file,year\none.txt,2023\n", "source_file,fiscal_year\none.txt,last year\n"):
        table.write_text(broken, encoding="utf-8")
        with pytest.raises(ValueError, match="year"):
            extract()


def _forget_pending(build_file: Path) -> None:
    import duckdb

    with duckdb.connect(str(build_file)) as connection:
        connection.execute("delete from raw.pending_documents")


def test_a_second_build_is_told_to_wait(build_file: Path) -> None:
    holder = (
        "import sys, time; from pathlib import Path; from pipelines.raw_store import build_lock\n"
        "with build_lock(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(build_file)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BuildInProgress, match="Another build"), build_lock(build_file, 0.2):
            pass
        process.kill()
    with build_lock(build_file, 0.2), build_lock(build_file, 0.2):
        pass
