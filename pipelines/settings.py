"""Where a build reads and writes, and how much time, memory and processors it may take."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from pipelines.machine import memory_mb, processors
from pipelines.plain_paths import plain_path

_PACKAGE = Path(__file__).resolve().parent
# A checkout has more than an installed program: tests, documents, benchmarks.
PROJECT_ROOT = _PACKAGE.parent
# Part of the package where the program is installed, beside it in a checkout.
_INSTALLED_PROJECT = _PACKAGE / "dbt_project"
DBT_PROJECT_DIR = _INSTALLED_PROJECT if _INSTALLED_PROJECT.is_dir() else PROJECT_ROOT / "dbt_project"
Number = TypeVar("Number", int, float)
# What duckdb.connect takes.
Configuration = dict[str, str | bool | int | float | list[str]]
# For the profile of dbt.
# Where its Parquet files are.
BUILD_SEGMENTS_VARIABLE = "YUSUAN_BUILD_SEGMENTS"
BUILD_FILE_VARIABLE = "YUSUAN_BUILD_FILE"
BUILD_MEMORY_VARIABLE = "YUSUAN_BUILD_MEMORY"
DATABASE_NAME = "disclosures"
OVERRIDES_FILE = "disclosures.csv"
SOURCES_FILE = "sources.csv"
FETCHES_FILE = "fetches.jsonl"
# What is in the raw folder and is not a document.
OWN_FILES = frozenset({OVERRIDES_FILE, SOURCES_FILE, FETCHES_FILE})
# Four times what a worker needs for the largest PDF that was measured (docs/operation.md).
_WORKER_MB = 512
# Twice what text recognition needed for the largest page that was measured.
_RECOGNITION_MB = 1536


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost before it is given up.

    ``recognise``: text recognition reads scanned pages, which takes seconds for each, and memory for its
    models. A document with scanned pages has ``page_seconds`` more for each of them.
    """

    seconds: float = 300.0
    memory_mb: int = 2048
    text_mb: int = 50
    pdf_mb: int = 500
    office_mb: int = 100
    recognise: bool = False
    page_seconds: float = 60.0

    @property
    def process_mb(self) -> int:
        """What the process may take that reads documents one after the other."""
        return self.memory_mb + (_RECOGNITION_MB if self.recognise else 0)


@dataclass(frozen=True, slots=True)
class DatabaseLimits:
    """What DuckDB may take while it builds, tests and publishes.

    What does not fit into ``memory_mb`` goes to a folder below ``temporary_dir``; where that is None, it
    lies beside the build database. More than half of the memory is DuckDB's, as nothing else of a build runs
    at the same time; the rest is for readers of what is published, and for the system.
    """

    memory_mb: int = field(default_factory=lambda: max(1, memory_mb() * 6 // 10))
    threads: int = field(default_factory=processors)
    temporary_dir: Path | None = None


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one file may cost before it is given up, and how polite the fetcher is.

    ``delay_seconds`` pass between two requests to one host. ``contact`` is an address of the person who
    fetches, which is sent to the hosts.
    """

    file_mb: int = 200
    seconds: float = 300.0
    delay_seconds: float = 1.0
    contact: str = ""


@dataclass(frozen=True, slots=True)
class LakeAddress:
    """Where a lake is: its catalogue, ``postgres:…`` or a file, and its rows, a folder or ``s3://…``."""

    catalogue: str
    data: str

    def __str__(self) -> str:
        """Without what may be a password."""
        return f"with its rows in {self.data}"


@dataclass(frozen=True, slots=True)
class Settings:
    """One build: the folder of disclosures, the folder of the warehouse, and the workers between them.

    ``batch_documents``: the models are built for at most so many documents at a time, so that the memory of a
    build does not grow with the number of new ones. ``executor`` works on batches: "processes" of this
    machine, or "ray". ``strict_tests``: a data test of ours that fails stops the build; else it is reported,
    so that it does not keep the other documents from being published.
    """

    raw_dir: Path
    warehouse_dir: Path
    workers: int
    batch_documents: int = 100
    executor: str = "processes"
    strict_tests: bool = False
    limits: Limits = field(default_factory=Limits)
    database: DatabaseLimits = field(default_factory=DatabaseLimits)
    fetching: FetchLimits = field(default_factory=FetchLimits)
    lake: LakeAddress | None = None

    @property
    def build_file(self) -> Path:
        """The private database that only the running build opens."""
        return self.warehouse_dir / "build" / f"{DATABASE_NAME}.duckdb"

    @property
    def batches_dir(self) -> Path:
        """Batches of the running build: the raw rows and the facts of each, as Parquet."""
        return self.build_file.with_name("batches")

    @property
    def dbt_target_dir(self) -> Path:
        """What dbt has parsed, compiled and found in the last build."""
        return self.build_file.with_name("dbt")

    @property
    def log_file(self) -> Path:
        """What builds did, a line of JSON for each document and step."""
        return self.warehouse_dir / "log" / "builds.jsonl"

    @property
    def published_file(self) -> Path:
        """The link that readers open; it always points to one whole release."""
        return self.warehouse_dir / f"{DATABASE_NAME}.duckdb"

    @property
    def temporary_dir(self) -> Path:
        """Where DuckDB puts what does not fit into memory; of this warehouse alone."""
        named = self.database.temporary_dir
        if named is None:
            return self.build_file.with_name("temporary")
        return named / f"yusuan-{hashlib.sha256(bytes(self.warehouse_dir)).hexdigest()[:12]}"

    @property
    def database_configuration(self) -> Configuration:
        """With what DuckDB opens the build database and the published file while it builds."""
        return {
            "memory_limit": f"{self.database.memory_mb}MiB",
            "threads": self.database.threads,
            "temp_directory": str(plain_path(self.temporary_dir)),
        }

    @property
    def releases_dir(self) -> Path:
        """The releases, each in a folder of its own."""
        return self.warehouse_dir / "releases"

    def release_file(self, stamp: str) -> Path:
        """The published file of a release, whether it is there or not."""
        return self.releases_dir / stamp / self.published_file.name


@dataclass(frozen=True, slots=True)
class Notifications:
    """Who is notified of failures: the address of a webhook, or "". Links lead to ``dagster_url``."""

    webhook: str
    dagster_url: str


def load_notifications() -> Notifications:
    """Raises ValueError where the webhook is not an address."""
    webhook = os.environ.get("YUSUAN_WEBHOOK", "").strip()
    if webhook and not webhook.startswith(("http://", "https://")):
        raise ValueError(f"YUSUAN_WEBHOOK is '{webhook}'; it has to begin with http:// or https://.")
    dagster_url = os.environ.get("YUSUAN_DAGSTER_URL") or "http://127.0.0.1:3000"
    return Notifications(webhook, dagster_url.rstrip("/"))


def is_part_of_installation(project_dir: Path) -> bool:
    """Does a dbt project belong to an installed program? Nothing may be written there."""
    return project_dir.is_relative_to(_PACKAGE) or not os.access(project_dir, os.W_OK)


def dbt_project_dir() -> Path:
    """The dbt project in use: a copy of one's own keeps what was taught to an installed program."""
    return Path(os.environ.get("YUSUAN_DBT_PROJECT_DIR", DBT_PROJECT_DIR)).resolve()


def cache_dir() -> Path:
    """Folder of the user for what can be made again at any time."""
    named = os.environ.get("YUSUAN_CACHE_DIR")
    return Path(named).resolve() if named else user_cache_path("yusuan")


def load_settings(
    raw_dir: Path | None = None, warehouse_dir: Path | None = None, workers: int | None = None
) -> Settings:
    """Settings from arguments, else from ``YUSUAN_*`` variables, else the usual ones.

    The usual folders are those of the working directory.

    Raises ValueError where a variable is not of the kind, or not in the range, that it has to be.
    """
    environment = os.environ
    # An empty variable is one that is not set: it would name the working directory.
    raw = raw_dir or Path(environment.get("YUSUAN_RAW_DIR") or "data/raw")
    warehouse = warehouse_dir or Path(environment.get("YUSUAN_WAREHOUSE_DIR") or "data/warehouse")
    temporary = environment.get("YUSUAN_TEMPORARY_DIR")
    usual = Settings(raw, warehouse, max(1, min(processors(), memory_mb() // _WORKER_MB)))
    return Settings(
        raw_dir=raw.resolve(),
        warehouse_dir=warehouse.resolve(),
        workers=workers or _number("YUSUAN_WORKERS", usual.workers, 256),
        batch_documents=_number("YUSUAN_BATCH_DOCUMENTS", usual.batch_documents, 1_000_000),
        executor=_one_of("YUSUAN_EXECUTOR", "processes", "ray"),
        strict_tests=_one_of("YUSUAN_TEST_SEVERITY", "warn", "error") == "error",
        limits=Limits(
            seconds=_number("YUSUAN_DOCUMENT_SECONDS", usual.limits.seconds, 86_400.0),
            memory_mb=_number("YUSUAN_DOCUMENT_MEMORY_MB", usual.limits.memory_mb, 1_000_000),
            recognise=_recognise(),
            page_seconds=_number("YUSUAN_OCR_SECONDS", usual.limits.page_seconds, 3_600.0),
        ),
        database=DatabaseLimits(
            memory_mb=_number("YUSUAN_MEMORY_MB", usual.database.memory_mb, 10_000_000),
            threads=_number("YUSUAN_THREADS", usual.database.threads, 256),
            temporary_dir=Path(temporary).resolve() if temporary else None,
        ),
        fetching=FetchLimits(
            file_mb=_number("YUSUAN_FETCH_MB", usual.fetching.file_mb, 100_000),
            seconds=_number("YUSUAN_FETCH_SECONDS", usual.fetching.seconds, 86_400.0),
            delay_seconds=_number("YUSUAN_FETCH_DELAY_SECONDS", usual.fetching.delay_seconds, 3_600.0),
            contact=environment.get("YUSUAN_CONTACT", "").strip(),
        ),
        lake=_lake(environment.get("YUSUAN_LAKE", ""), environment.get("YUSUAN_LAKE_DATA", "")),
    )


def _recognise() -> bool:
    """Whether scanned pages are recognised: where the extra ``ocr`` is installed, unless switched off."""
    is_here = find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None
    wanted = _one_of("YUSUAN_OCR", *(("on", "off") if is_here else ("off", "on"))) == "on"
    if wanted and not is_here:
        raise ValueError(
            "YUSUAN_OCR is 'on', and text recognition is not installed: pip install 'yusuan[ocr]'."
        )
    return wanted


def _lake(catalogue: str, data: str) -> LakeAddress | None:
    """The lake that every release is committed to, where one is named."""
    if bool(catalogue) != bool(data):
        raise ValueError("A lake needs both: its catalogue, YUSUAN_LAKE, and its rows, YUSUAN_LAKE_DATA.")
    return LakeAddress(catalogue, data) if catalogue else None


def _number(variable: str, usual: Number, largest: Number) -> Number:
    """A number above 0, up to the largest, of the same type as the usual one."""
    text = os.environ.get(variable)
    if text is None:
        return usual
    try:
        number = type(usual)(text)
    except ValueError:
        number = type(usual)(0)
    if not 0 < number <= largest:
        kind = "whole number" if isinstance(usual, int) else "number"
        raise ValueError(f"{variable} is '{text}'; it has to be a {kind} above 0, up to {largest:,}.")
    return number


def _one_of(variable: str, *words: str) -> str:
    """One of these words; the first where the variable is not set."""
    text = os.environ.get(variable) or words[0]
    if text not in words:
        raise ValueError(f"{variable} is '{text}'; it has to be {' or '.join(words)}.")
    return text
