"""Rows by document lie in Parquet files: those of before or of after, whenever a run is killed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_disclosures import Extract, disclosure, rows

from pipelines.raw_store import RawStore
from pipelines.raw_store.plan import DamagedBuildFile, make_plan
from pipelines.raw_store.segments import DamagedSegments, Kind, Segments, segments_folder
from pipelines.settings import Settings

CELLS = "select disclosure_key, text from raw.cells order by all"


class Killed(BaseException):
    """Stands for a process that ends here."""


def folders(build_file: Path) -> set[str]:
    """The segments of what was read, without the one that holds no rows."""
    found = (segments_folder(build_file) / Kind.RAW).iterdir()
    return {folder.name for folder in found} - {"segment-of-columns"}


def change(raw_dir: Path) -> None:
    (raw_dir / "one.txt").write_text(disclosure("丙局", "99.00"), encoding="utf-8")


def test_a_run_that_is_killed_after_it_committed_has_written(
    raw_dir: Path, build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract()
    before = rows(build_file, CELLS)
    change(raw_dir)

    def die(self: Segments, *kinds: Kind) -> None:
        if not kinds and self._changed:
            raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(Segments, "settle", die)
        extract()
    with RawStore.open(build_file) as store:
        after = store.rows(CELLS)
    assert len(after) > len(before), "the former content stays until it is known what took its place"
    assert any(text == "99.00" for _, text in after)
    assert len(folders(build_file)) == 2


def test_a_run_that_is_killed_before_it_committed_has_written_nothing(
    raw_dir: Path, build_file: Path, extract: Extract, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract()
    before, segments = rows(build_file, CELLS), folders(build_file)
    (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(RawStore, "_remember", die)
        extract()
    assert len(folders(build_file)) > len(segments), "it left a folder"
    with RawStore.open(build_file) as store:
        assert store.rows(CELLS) == before
    assert folders(build_file) == segments


def test_many_small_segments_become_one(raw_dir: Path, build_file: Path, extract: Extract) -> None:
    for number in range(16):
        (raw_dir / f"{number}.txt").write_text(disclosure(f"局{number}"), encoding="utf-8")
        extract()
    assert len(folders(build_file)) < 12
    found = rows(build_file, "select count(distinct disclosure_key), count(*) from raw.cells")
    ((documents, cells),) = found
    assert documents == 18
    assert rows(build_file, "select sum(cell_count) from raw.documents") == [(cells,)]


def test_a_document_that_is_forgotten_leaves_the_others_of_its_segment(
    build_file: Path, extract: Extract
) -> None:
    extract()
    (first, second) = (key for (key,) in rows(build_file, "select disclosure_key from raw.documents"))
    with RawStore.open(build_file) as store:
        store.forget_documents([first])
        assert {key for key, _ in store.rows(CELLS)} == {second}
        store.forget_documents([second])
        assert store.rows(CELLS) == []
    assert folders(build_file) == set()


def test_a_warehouse_can_be_moved(build_file: Path, extract: Extract, tmp_path: Path) -> None:
    extract()
    before = rows(build_file, CELLS)
    moved = tmp_path / "elsewhere [1] #2"
    shutil.move(build_file.parent, moved)
    assert rows(moved / build_file.name, CELLS) == before


@pytest.mark.parametrize("damage", ["lost", "cut"])
def test_rows_that_are_lost_are_told_and_never_taken_for_none(
    raw_dir: Path, build_file: Path, extract: Extract, damage: str
) -> None:
    extract()
    (segment,) = folders(build_file)
    folder = segments_folder(build_file) / Kind.RAW / segment
    if damage == "lost":
        shutil.rmtree(folder)
    else:
        file = folder / "cells.parquet"
        file.write_bytes(file.read_bytes()[:-10])
    settings = Settings(raw_dir, build_file.parents[1], 1)
    with pytest.raises(DamagedBuildFile, match=r"Delete it and build again"):
        make_plan(settings)
    with pytest.raises(DamagedSegments, match=segment):
        extract()
    build_file.unlink()
    assert make_plan(settings).documents_changed
    extract()
    assert len(rows(build_file, CELLS)) > 0


def test_signs_of_patterns_in_a_folder_are_taken_as_they_are(
    raw_dir: Path, extract: Extract, tmp_path: Path
) -> None:
    """A folder beside it that such a pattern would find has the same segments."""
    named = tmp_path / "ware*[a],house" / "build" / "disclosures.duckdb"
    extract(target=named)
    shutil.copytree(named.parents[1], tmp_path / "ware-copy-a,house")
    (raw_dir / "one.txt").unlink()
    extract(target=named)
    with RawStore.open(named) as store:
        gone = "select disclosure_key from raw.documents where gone_at is not null"
        store.forget_documents([key for (key,) in store.rows(gone)])
        assert store.rows("select count(*) from raw.cells") == store.rows(
            "select sum(cell_count) from raw.documents"
        )
