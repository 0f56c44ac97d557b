"""What lies between the raw folder and the ledger: what to read, to rename and to remove."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.raw_folder.discovery import FoundDocument, Inventory
from pipelines.raw_folder.fingerprints import bucket, extractor_version


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger remembers of one document."""

    disclosure_key: str
    source_file: str
    content_sha256: str
    partition_key: str
    extractor_version: str
    status: str
    duplicate_files: tuple[str, ...]
    is_gone: bool = False


@dataclass(slots=True)
class Difference:
    """What lies between the raw folder and the ledger."""

    to_read: list[FoundDocument] = field(default_factory=list)
    renamed: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    removed: list[LedgerEntry] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def empty(self) -> bool:
        """Do the folder and the ledger agree?"""
        return not (self.to_read or self.renamed or self.removed)


class NoDocuments(FileNotFoundError):
    """The raw folder holds no document: more often a folder that was not mounted than what is meant."""


def refuse_empty(raw_dir: Path, inventory: Inventory, ledger: Mapping[str, LedgerEntry]) -> None:
    """Raise :class:`NoDocuments` where there is nothing that could be read."""
    if inventory.documents or inventory.unreadable:
        return
    held = sum(not entry.is_gone for entry in ledger.values())
    if held:
        raise NoDocuments(
            f"There is no document in {raw_dir}, but the warehouse holds {held:,} that were there. Is the "
            "folder mounted, and is it the right one? Nothing was changed. To publish an empty warehouse, "
            "build with --accept-empty."
        )
    raise NoDocuments(
        f"There is no document in {raw_dir}. Put PDF or text files there, in folders as you like, or name "
        "another folder with --raw-dir."
    )


def compare(
    inventory: Inventory,
    ledger: dict[str, LedgerEntry],
    buckets: Sequence[str] | None = None,
    *,
    everything: bool = False,
    retry_failed: bool = False,
) -> Difference:
    """What has to be read, renamed and removed, within some buckets (all where None).

    ``everything`` reads all documents again, ``retry_failed`` those that failed.
    """
    wanted = None if buckets is None else set(buckets)
    found = dict(inventory.documents)
    for source_file in inventory.unreadable:
        stand_in = hashlib.sha256(b"unreadable file " + source_file.encode()).hexdigest()
        found[stand_in] = FoundDocument(stand_in, source_file, 0, 0)
    version = extractor_version()
    difference = Difference(unreadable=dict(inventory.unreadable))
    for sha256, document in found.items():
        if wanted is not None and bucket(sha256) not in wanted:
            continue
        entry = ledger.get(sha256)
        if (
            entry is None
            or everything
            or entry.extractor_version != version
            or (retry_failed and entry.status == "failed")
        ):
            difference.to_read.append(document)
        elif entry.is_gone or (entry.source_file, entry.duplicate_files) != (
            document.source_file,
            document.duplicate_files,
        ):
            difference.renamed[document.key] = (document.source_file, document.duplicate_files)
        else:
            difference.unchanged += 1
    difference.removed = [
        entry for sha256, entry in ledger.items() if sha256 not in found and not entry.is_gone
    ]
    return difference
