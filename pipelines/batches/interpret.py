"""Interpret a batch: fill and test the tables of its documents in a scratch database, and keep the facts."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.batches.batch import RAW_TABLES, Batch
from pipelines.models.compiled import CompiledProject, Scope, read_compiled
from pipelines.models.empty import empty_warehouse
from pipelines.models.results import Result
from pipelines.models.run import NodeProgress, run_documents
from pipelines.plain_paths import quoted_path
from pipelines.raw_store import RawStore
from pipelines.raw_store.schema import SCHEMA
from pipelines.settings import DATABASE_NAME

_RECORD = "batch.json"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A batch that is interpreted.

    ``rows`` is table -> number of rows, ``checksums`` is table -> sha256 of its Parquet file; ``results`` are
    those of models and tests; ``seconds`` is what it took.
    """

    batch: Batch
    rows: dict[str, int]
    checksums: dict[str, str]
    results: Sequence[Result]
    seconds: float

    @property
    def files(self) -> dict[str, Path]:
        """Table, as ``schema.name`` -> Parquet file."""
        return {table: self.batch.facts / f"{table}.parquet" for table in self.rows}


def interpret(batch: Batch, report: NodeProgress | None = None) -> Interpretation:
    """The facts of a batch as Parquet in ``batch.facts``, beside a record of what they were made of.

    A batch that was interpreted before is only looked up. Raises :class:`BuildFailed`, and OSError or what
    DuckDB raises where there is no room.
    """
    if done := _recorded(batch):
        return done
    started = time.perf_counter()
    batch.scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="batch-", dir=batch.scratch) as scratch:
        database = Path(scratch) / f"{DATABASE_NAME}.duckdb"
        shutil.copyfile(empty_warehouse(batch.prepared)[0], database)
        project = read_compiled(batch.prepared)
        with RawStore.open(database, scratch=True, configuration=batch.configuration) as store:
            # The file is thrown away: to write its tables into it when it is closed is in vain. But DuckDB
            # keeps the log of a path with a question mark outside of the folder that is thrown away.
            if "?" not in str(database):
                store.connection.execute("pragma disable_checkpoint_on_shutdown")
            _load(store, batch)
            results = run_documents(
                store, project, len(batch.documents), report or _silent, strict=batch.strict
            )
            rows, checksums = _write_facts(store, project, batch)
    record: dict[str, Any] = {
        "documents": batch.documents,
        "rows": rows,
        "checksums": checksums,
        "results": results,
    }
    record["seconds"] = time.perf_counter() - started
    unfinished = batch.folder / f".{_RECORD}"
    unfinished.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(batch.folder / _RECORD)
    return Interpretation(batch, rows, checksums, results, record["seconds"])


def _recorded(batch: Batch) -> Interpretation | None:
    record = batch.folder / _RECORD
    if not record.exists():
        return None
    found = json.loads(record.read_text(encoding="utf-8"))
    return Interpretation(batch, found["rows"], found["checksums"], found["results"], found["seconds"])


def _load(store: RawStore, batch: Batch) -> None:
    with store.transaction():
        for table in RAW_TABLES:
            file = quoted_path(batch.raw / f"{table}.parquet")
            store.connection.execute(f"insert into {SCHEMA}.{table} by name from read_parquet({file})")
        store.connection.execute(
            f"insert into {SCHEMA}.changed_documents select disclosure_key from {SCHEMA}.documents"
        )


def _write_facts(
    store: RawStore, project: CompiledProject, batch: Batch
) -> tuple[dict[str, int], dict[str, str]]:
    rows, checksums = {}, {}
    batch.facts.mkdir(exist_ok=True)
    for model in project.models:
        if model.scope == Scope.GROWING:
            file = batch.facts / f"{model.table}.parquet"
            store.connection.execute(
                f"copy {model.relation} to {quoted_path(file)} (format parquet, compression zstd)"
            )
            ((rows[model.table],),) = store.rows(f"select count(*) from {model.relation}")
            checksums[model.table] = hashlib.sha256(file.read_bytes()).hexdigest()
    return rows, checksums


def _silent(done: int, total: int, name: str) -> None:
    """Nobody watches."""
