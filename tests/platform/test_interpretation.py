"""A batch of documents gives the same files of facts wherever and however often it is interpreted."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from small_disclosures import Extract, disclosure

from pipelines.batches import Batch, interpret, write_batch
from pipelines.models import BuildFailed
from pipelines.models.dbt import prepare_project
from pipelines.raw_store import RawStore


@pytest.fixture
def batch(raw_dir: Path, build_file: Path, extract: Extract, tiny_project: Path, tmp_path: Path) -> Batch:
    """Two documents that were read."""
    extract()
    return batch_of(build_file, tiny_project, tmp_path / "batches")


def batch_of(build_file: Path, project: Path, folder: Path) -> Batch:
    with RawStore.open(build_file) as store:
        keys = [key for (key,) in store.rows("select disclosure_key from raw.documents order by all")]
        return write_batch(store, keys, folder, prepare_project(project), folder / "scratch", {})


def rows_of(file: Path) -> list[tuple[object, ...]]:
    return duckdb.sql(f"from read_parquet('{file}') order by all").fetchall()


def test_the_facts_are_parquet_beside_a_record_of_them(batch: Batch) -> None:
    done = interpret(batch)
    assert {"marts.fct_cells"} <= set(done.files)
    for table, file in done.files.items():
        assert len(rows_of(file)) == done.rows[table]
    assert done.rows["marts.fct_cells"] > 0
    assert {result["status"] for result in done.results} == {"success"}
    assert not list((batch.scratch).iterdir()), "nothing is left of the scratch database"


def test_what_was_interpreted_is_looked_up_and_a_second_time_elsewhere_gives_the_same_bytes(
    batch: Batch, build_file: Path, tiny_project: Path, tmp_path: Path
) -> None:
    done = interpret(batch)
    shutil.rmtree(batch.facts)
    assert interpret(batch) == done
    elsewhere = batch_of(build_file, tiny_project, tmp_path / "elsewhere")
    assert elsewhere.key == batch.key
    again = interpret(elsewhere)
    assert again.checksums == done.checksums


def test_another_document_or_other_knowledge_of_it_is_another_batch(
    batch: Batch, raw_dir: Path, build_file: Path, extract: Extract, tiny_project: Path, tmp_path: Path
) -> None:
    keys = {batch.key}
    (raw_dir / "disclosures.csv").write_text("source_file,fiscal_year\none.txt,2020\n", encoding="utf-8")
    extract()
    keys.add(batch_of(build_file, tiny_project, tmp_path / "batches").key)
    (raw_dir / "one.txt").write_text(disclosure("丙局"), encoding="utf-8")
    extract()
    keys.add(batch_of(build_file, tiny_project, tmp_path / "batches").key)
    assert len(keys) == 3


def test_a_batch_that_was_broken_off_is_begun_anew(batch: Batch) -> None:
    done = interpret(batch)
    for file in (batch.folder / "batch.json", *list(batch.facts.iterdir())[:1]):
        file.unlink()
    assert interpret(batch).checksums == done.checksums


def test_a_model_that_cannot_run_is_named(batch: Batch, tmp_path: Path) -> None:
    prepared = Path(shutil.copytree(batch.prepared, tmp_path / "prepared"))
    manifest = prepared / "manifest.json"
    sound = manifest.read_text()
    manifest.write_text(sound.replace("cells.text\\nfrom", "no_such_function(cells.text) as text\\nfrom"))
    assert manifest.read_text() != sound
    with pytest.raises(BuildFailed, match="fct_cells"):
        interpret(replace(batch, prepared=prepared))
