"""What assets are given: the folders and limits of a build."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import Field

from pipelines.build_log import logged
from pipelines.raw_store import BuildInProgress, build_lock
from pipelines.release.leftovers import remove_leftovers
from pipelines.settings import Settings, load_settings
from pipelines.shortage import OutOfRoom, told_in_words


class Workspace(dg.ConfigurableResource):
    """The raw folder, the warehouse folder and the number of workers; empty means the usual ones."""

    raw_dir: str = Field(default="", description="Folder of disclosures; else YUSUAN_RAW_DIR, else data/raw.")
    warehouse_dir: str = Field(
        default="",
        description="Folder of the warehouse; else YUSUAN_WAREHOUSE_DIR, else data/warehouse.",
    )
    workers: int = Field(
        default=0, description="Worker processes; 0 means one per processor, if the memory allows."
    )
    lock_seconds: float = Field(default=600.0, description="How long to wait for another build.")

    def settings(self) -> Settings:
        """The settings that these values stand for."""
        return load_settings(
            Path(self.raw_dir) if self.raw_dir else None,
            Path(self.warehouse_dir) if self.warehouse_dir else None,
            self.workers or None,
        )

    @contextmanager
    def building(self, run_id: str) -> Generator[Settings]:
        """Hold the build database, rid of what killed builds left; what a person can mend is a failure.

        What happens within is logged under the id of the run.
        """
        settings = self.settings()
        try:
            with (
                told_in_words(settings),
                build_lock(settings.build_file, self.lock_seconds),
                logged(settings, run_id),
            ):
                remove_leftovers(settings)
                yield settings
        except (BuildInProgress, OutOfRoom) as error:
            raise dg.Failure(str(error)) from error
