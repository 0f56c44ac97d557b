"""What a build would have to do, found without starting one: shared by the command line and the sensor."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.arrivals.history import FETCHES, PASSING, read_history
from pipelines.raw_folder.difference import Difference, compare
from pipelines.raw_folder.discovery import take_inventory
from pipelines.raw_folder.fingerprints import extractor_version
from pipelines.raw_folder.overrides import Override, match_overrides, read_overrides
from pipelines.raw_folder.vanished import refuse_vanished
from pipelines.raw_store import BuildState, RawStore, build_state
from pipelines.raw_store.segments import DamagedSegments
from pipelines.raw_store.store import utc_now
from pipelines.settings import Settings


class DamagedBuildFile(OSError):
    """The build file is not a database, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The work between the raw folder and the published warehouse.

    ``warnings`` are about rows of the overrides table that match no file.
    """

    difference: Difference
    state: BuildState
    overrides_changed: bool
    fetches_changed: bool
    published: bool
    warnings: Sequence[str] = ()

    @property
    def nothing_to_do(self) -> bool:
        """Does the published warehouse hold exactly what the raw folder holds?"""
        return not self.documents_changed and self.state.up_to_date and self.published

    @property
    def documents_changed(self) -> bool:
        """Do the raw tables have to change?"""
        return self.overrides_changed or self.fetches_changed or not self.difference.empty

    @property
    def documents_wait(self) -> bool:
        """Are there documents that the published warehouse does not hold as they are now?

        What is only tried again counts when its time has come, which is later after each attempt.
        """
        difference = self.difference
        return bool(
            self.overrides_changed
            or self.fetches_changed
            or self.state.pending
            or difference.new
            or difference.renamed
            or difference.removed
            or any(retry.due_at <= utc_now() for retry in difference.retried.values())
        )

    @property
    def run_key(self) -> str:
        """The same work since the same release has the same key, so that it is requested once."""
        parts = [extractor_version(), f"{self.state.pending} pending since {self.state.release}"]
        parts += sorted(document.content_sha256 for document in self.difference.to_read)
        parts += sorted(f"{key} {retry.attempts}" for key, retry in self.difference.retried.items())
        parts += sorted(entry.disclosure_key for entry in self.difference.removed)
        parts += sorted(f"{key}={names}" for key, names in self.difference.renamed.items())
        parts.append(f"{self.overrides_changed} {self.fetches_changed}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def make_plan(
    settings: Settings, *, everything: bool = False, retry_failed: bool = False, accept_vanished: bool = False
) -> Plan:
    """Compare the raw folder with the ledger, without writing anything.

    Raises :class:`BuildInProgress` while a build or another program holds the database,
    :class:`DamagedBuildFile`, :class:`OverridesError`, and FileNotFoundError when there is no raw folder or,
    unless ``accept_vanished``, when its documents are gone.
    """
    raw_dir, build_file = settings.raw_dir, settings.build_file
    if not raw_dir.is_dir():
        raise FileNotFoundError(
            f"{raw_dir} is a file. Name the folder that it is in."
            if raw_dir.exists()
            else f"There is no folder {raw_dir}. Create it and put disclosures there, or name another."
        )
    overrides = read_overrides(raw_dir)
    try:
        with _ledger_of(build_file) as store:
            inventory = take_inventory(raw_dir, store.known_files() if store else {})
            ledger = store.ledger() if store else {}
            difference = compare(inventory, ledger, everything=everything, retry_failed=retry_failed)
            if not accept_vanished:
                refuse_vanished(raw_dir, inventory, ledger, difference)
            return Plan(
                difference,
                build_state(store) if store else BuildState(None, None, None, 0),
                _overrides_differ(store, overrides) if store else False,
                _fetches_differ(store, raw_dir) if store else False,
                settings.published_file.exists(),
                match_overrides(overrides, inventory),
            )
    except (duckdb.Error, DamagedSegments) as error:
        raise DamagedBuildFile(
            f"{build_file} cannot be read: {str(error).splitlines()[0]}\n"
            "Delete it and build again: all documents are read again; what is published stays as it is."
        ) from error


@contextmanager
def _ledger_of(build_file: Path) -> Generator[RawStore | None]:
    """The build file, read-only; None where there is none, or one of another version, which is rebuilt."""
    if not build_file.exists():
        yield None
        return
    with RawStore.open(build_file, read_only=True) as store:
        yield store if store.has_current_layout() else None


def _overrides_differ(store: RawStore, overrides: Sequence[Override]) -> bool:
    """Has the overrides table changed since it was taken into the raw schema?"""
    taken = store.rows("select * from raw.overrides")
    return sorted(map(str, taken)) != sorted(str(override.row) for override in overrides)


def _fetches_differ(store: RawStore, raw_dir: Path) -> bool:
    """Has any address shown something else since the ledger of requests was taken into the raw schema?"""
    lasting = [place for place, column in enumerate(FETCHES) if column not in PASSING]
    taken = store.rows(f"select {', '.join(FETCHES)} from raw.fetches")
    kept = [
        [str([row[place] for place in lasting]) for row in rows] for rows in (taken, read_history(raw_dir))
    ]
    return sorted(kept[0]) != sorted(kept[1])
