"""Where a build reads and writes, and how much time and memory one document may take."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[1]
# Another project than this one is only of use to tests of the platform itself.
DBT_PROJECT_DIR = Path(os.environ.get("YUSUAN_DBT_PROJECT_DIR", PROJECT_ROOT / "dbt_project"))
BUILD_FILE_VARIABLE = "YUSUAN_BUILD_FILE"
DATABASE_NAME = "disclosures"
OVERRIDES_FILE = "disclosures.csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost before it is given up."""

    seconds: float = 300.0
    memory_mb: int = 2048
    text_mb: int = 50
    pdf_mb: int = 500


@dataclass(frozen=True, slots=True)
class Settings:
    """One build: the folder of disclosures, the folder of the warehouse, and the workers between them."""

    raw_dir: Path
    warehouse_dir: Path
    workers: int
    limits: Limits = field(default_factory=Limits)

    @property
    def build_file(self) -> Path:
        """The private database that only the running build opens."""
        return self.warehouse_dir / "build" / f"{DATABASE_NAME}.duckdb"

    @property
    def dbt_target_dir(self) -> Path:
        """What dbt has parsed, compiled and found in the last build."""
        return self.build_file.with_name("dbt")

    @property
    def published_file(self) -> Path:
        """The link that readers open; it always points to one whole release."""
        return self.warehouse_dir / f"{DATABASE_NAME}.duckdb"


def load_settings(
    raw_dir: Path | None = None, warehouse_dir: Path | None = None, workers: int | None = None
) -> Settings:
    """Settings from arguments, else from ``YUSUAN_*`` variables, else the folders of this project."""
    environment = os.environ
    raw = raw_dir or Path(environment.get("YUSUAN_RAW_DIR", PROJECT_ROOT / "data" / "raw"))
    warehouse = warehouse_dir or Path(
        environment.get("YUSUAN_WAREHOUSE_DIR", PROJECT_ROOT / "data" / "warehouse")
    )
    defaults = Limits()
    return Settings(
        raw_dir=raw.resolve(),
        warehouse_dir=warehouse.resolve(),
        workers=workers or int(environment.get("YUSUAN_WORKERS", os.cpu_count() or 1)),
        limits=Limits(
            seconds=float(environment.get("YUSUAN_DOCUMENT_SECONDS", defaults.seconds)),
            memory_mb=int(environment.get("YUSUAN_DOCUMENT_MEMORY_MB", defaults.memory_mb)),
        ),
    )
