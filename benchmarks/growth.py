"""What a warehouse costs as it grows: builds, one more document, disk, and analysts' queries.

Usage: python benchmarks/growth.py [--sizes 100 1000 10000] [--keep FOLDER] [--json]

For each size: a first build of as many generated documents (benchmarks/generator), then one more document
three times, of which the median counts, and ten of the questions of docs/questions asked of the published
file and of Parquet files with the same rows. CPU-seconds are those of the whole tree of processes; queries
run on one thread in a warm process, and their seconds are added up. What dbt compiles once for a version of
the project is left out. Nothing of data/ is touched.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import duckdb
from build import HERE, Cost, build, run
from generator import PlantedError, documents, write_documents

from pipelines.command.questions import Question, read_questions
from pipelines.settings import load_settings

SIZES = (100, 1000)
_MORE = 3
_PREPARE = "from pipelines.models.dbt import prepare_project; prepare_project()"
_ASKED = 5
# Those that read most: sums over facts, joins of reports, lists of single figures.
QUESTIONS = (1, 2, 4, 5, 6, 9, 11, 13, 16, 20)
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Proof:
    """What a warehouse proves; ``found`` of the ``planted`` errors are in no figure that is verified."""

    amounts: int
    verified_share: float
    failing_identities: int
    found: int
    planted: int


@dataclass(frozen=True, slots=True)
class Growth:
    """What was measured at one size; ``cold`` is the first build, ``more`` that of one more document.

    Queries are in seconds, those over Parquet beside them.
    """

    size: int
    cold: Cost
    cold_wall: float
    more: Cost
    build_mb: float
    published_mb: float
    queries: float
    queries_over_parquet: float
    proof: Proof

    @property
    def ratio_of_queries(self) -> float:
        """Seconds of the queries over those of plain DuckDB over Parquet."""
        return self.queries / self.queries_over_parquet


def grow(size: int, folder: Path) -> Growth:
    """Build a warehouse of ``size`` documents in an empty folder, and measure it."""
    raw_dir, warehouse_dir = folder / "raw", folder / "warehouse"
    planted = write_documents(raw_dir, size)
    run([sys.executable, "-c", _PREPARE], HERE, [1])
    started = time.perf_counter()
    cold = build(HERE, raw_dir, warehouse_dir)
    cold_wall = time.perf_counter() - started
    more = []
    for document in islice(documents(errors=0), size, size + _MORE):
        (raw_dir / document.source_file).write_text(document.text, encoding="utf-8")
        more.append(build(HERE, raw_dir, warehouse_dir))
    settings = load_settings(raw_dir, warehouse_dir)
    questions = [each for each in read_questions() if int(each.path.name[:2]) in QUESTIONS]
    with duckdb.connect(str(settings.published_file), read_only=True) as published:
        plain = over_parquet(published, folder / "parquet")
        queries, beside = seconds_of(questions, published), seconds_of(questions, plain)
        proof = proof_of(published, planted)
    return Growth(
        size,
        cold,
        cold_wall,
        Cost(statistics.median(each.cpu for each in more), max(each.peak_mb for each in more)),
        settings.build_file.stat().st_size / _MB,
        settings.published_file.stat().st_size / _MB,
        queries,
        beside,
        proof,
    )


def over_parquet(published: duckdb.DuckDBPyConnection, folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory whose tables are Parquet files with the rows of the published file."""
    folder.mkdir()
    plain = duckdb.connect()
    plain.execute("create schema marts; create schema reports")
    for (table,) in published.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts'"
    ).fetchall():
        file = folder / f"{table}.parquet"
        published.execute(f"copy marts.{table} to '{file}' (format parquet, compression zstd)")
        plain.execute(f"create view marts.{table} as from '{file}'")
    for schema in ("reports", "main"):
        for (sql,) in published.execute(
            "select sql from duckdb_views() where not internal and schema_name = ?", [schema]
        ).fetchall():
            plain.execute(sql)
    return plain


def seconds_of(questions: Sequence[Question], connection: duckdb.DuckDBPyConnection) -> float:
    """Seconds of all questions together, each the median of some rounds after one that warms up."""
    connection.execute("set threads = 1")
    total = 0.0
    for question in questions:
        rounds = []
        for _ in range(_ASKED + 1):
            started = time.perf_counter()
            question.ask(connection)
            rounds.append(time.perf_counter() - started)
        total += statistics.median(rounds[1:])
    return total


def proof_of(published: duckdb.DuckDBPyConnection, planted: Sequence[PlantedError]) -> Proof:
    """How much the warehouse proves, and how many of the planted errors it shows."""

    def value(sql: str, parameters: Sequence[object] = ()) -> int:
        ((found,),) = published.execute(sql, list(parameters)).fetchall()
        return found

    amounts = value("select count(*) from marts.fct_published_amounts")
    verified = value("select count(*) from marts.fct_published_amounts where verification = 'verified'")
    still_verified = """
        select count(*)
        from marts.fct_published_amounts
        inner join marts.dim_disclosures using (disclosure_key)
        where source_file = ? and source_line = ? and raw_text = ? and verification = 'verified'
    """
    missed = sum(value(still_verified, [error.source_file, error.line, error.after]) > 0 for error in planted)
    failing = value("select count(*) from marts.fct_reconciliations where status = 'fail'")
    return Proof(amounts, verified / amounts, failing, len(planted) - missed, len(planted))


def measure_all(sizes: Sequence[int], keep: Path | None) -> Iterator[Growth]:
    """Each size, as it is measured; the warehouses stay in ``keep`` if it is given."""
    for size in sizes:
        if keep:
            folder = keep / str(size)
            folder.mkdir(parents=True)
            yield grow(size, folder)
        else:
            with tempfile.TemporaryDirectory(prefix="yusuan-growth-") as scratch:
                yield grow(size, Path(scratch))


HEADINGS = (
    "documents", "cold CPU s", "CPU s each", "cold wall s", "peak MB", "one more CPU s", "peak MB",
    "build MB", "published MB", "queries s", "over Parquet s", "ratio", "verified", "fail", "errors found",
)  # fmt: skip


def as_row(grown: Growth) -> list[str]:
    """The cells of one size, below ``HEADINGS``."""
    return [
        f"{grown.size:,}",
        f"{grown.cold.cpu:,.0f}",
        f"{grown.cold.cpu / grown.size:.2f}",
        f"{grown.cold_wall:,.0f}",
        f"{grown.cold.peak_mb:,.0f}",
        f"{grown.more.cpu:.1f}",
        f"{grown.more.peak_mb:,.0f}",
        f"{grown.build_mb:,.0f}",
        f"{grown.published_mb:,.0f}",
        f"{grown.queries:.2f}",
        f"{grown.queries_over_parquet:.2f}",
        f"{grown.ratio_of_queries:.2f}",
        f"{grown.proof.verified_share:.1%}",
        f"{grown.proof.failing_identities:,}",
        f"{grown.proof.found} of {grown.proof.planted}",
    ]


def main() -> None:
    """Print a table in Markdown, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--keep", type=Path, help="folder for the warehouses; a temporary one by default")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.json:
        print(f"| {' | '.join(HEADINGS)} |\n| {' | '.join(['---:'] * len(HEADINGS))} |", flush=True)
    measured = []
    for grown in measure_all(arguments.sizes, arguments.keep):
        measured.append({**asdict(grown), "ratio_of_queries": grown.ratio_of_queries})
        if not arguments.json:
            print(f"| {' | '.join(as_row(grown))} |", flush=True)
    if arguments.json:
        print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
