"""What a build would have to do, found without starting one: shared by the command line and the sensor."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.raw_folder.difference import Difference, compare
from pipelines.raw_folder.discovery import take_inventory
from pipelines.raw_folder.fingerprints import extractor_version
from pipelines.raw_folder.overrides import read_overrides
from pipelines.raw_store import BuildInProgress, BuildState, RawStore, build_state
from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """The work between the raw folder and the published warehouse."""

    difference: Difference
    state: BuildState
    overrides_changed: bool
    published: bool

    @property
    def nothing_to_do(self) -> bool:
        """Does the published warehouse hold exactly what the raw folder holds?"""
        return not self.documents_changed and self.state.up_to_date and self.published

    @property
    def documents_changed(self) -> bool:
        """Do the raw tables have to change?"""
        return self.overrides_changed or not self.difference.empty

    @property
    def documents_wait(self) -> bool:
        """Are there documents that the published warehouse does not hold as they are now?"""
        return self.documents_changed or self.state.pending > 0

    @property
    def run_key(self) -> str:
        """The same work since the same release has the same key, so that it is requested once."""
        parts = [extractor_version(), f"{self.state.pending} pending since {self.state.release}"]
        parts += sorted(document.content_sha256 for document in self.difference.to_read)
        parts += sorted(entry.disclosure_key for entry in self.difference.removed)
        parts += sorted(f"{key}={names}" for key, names in self.difference.renamed.items())
        parts.append(str(self.overrides_changed))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def make_plan(settings: Settings, *, everything: bool = False, retry_failed: bool = False) -> Plan:
    """Compare the raw folder with the ledger, without writing anything.

    Raises :class:`BuildInProgress` while a build holds the database, and FileNotFoundError when there is
    no raw folder.
    """
    if not settings.raw_dir.is_dir():
        raise FileNotFoundError(
            f"There is no folder {settings.raw_dir}. Create it and put disclosures there, or name another."
        )
    published = settings.published_file.exists()
    fresh = BuildState(None, None, None, 0)
    if not settings.build_file.exists():
        return Plan(compare(take_inventory(settings.raw_dir, {}), {}), fresh, False, published)
    try:
        with RawStore.open(settings.build_file, read_only=True) as store:
            if not store.has_current_layout():
                return Plan(compare(take_inventory(settings.raw_dir, {}), {}), fresh, False, published)
            inventory = take_inventory(settings.raw_dir, store.known_files())
            difference = compare(inventory, store.ledger(), everything=everything, retry_failed=retry_failed)
            return Plan(difference, build_state(store), _overrides_differ(store, settings.raw_dir), published)
    except duckdb.IOException as error:
        if "lock" not in str(error):
            raise
        raise BuildInProgress(
            f"A build is writing {settings.build_file} now. Wait until it has finished and run this again."
        ) from error


def _overrides_differ(store: RawStore, raw_dir: Path) -> bool:
    """Has the overrides table changed since it was taken into the raw schema?"""
    taken = store.rows("select * from raw.overrides")
    return sorted(map(str, taken)) != sorted(map(str, read_overrides(raw_dir)))
