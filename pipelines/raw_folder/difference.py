"""What differs between the raw folder and the ledger: what to read, to rename and to remove."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.raw_folder.discovery import FoundDocument, Inventory
from pipelines.raw_folder.fingerprints import extractor_version
from pipelines.raw_folder.retries import Retry, retry_of


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger remembers of one document.

    ``attempts`` counts how often it was tried in a row, ``read_at`` is when it was tried last (UTC), and
    ``modified_ns`` when its file had been written to then.
    """

    disclosure_key: str
    source_file: str
    content_sha256: str
    extractor_version: str
    status: str
    reason: str | None
    attempts: int
    read_at: datetime
    modified_ns: int
    duplicate_files: Sequence[str]
    is_gone: bool = False


@dataclass(slots=True)
class Difference:
    """What differs between the raw folder and the ledger.

    ``retried``, by content, are those ``to_read`` that failed before for a reason that may have passed.
    """

    to_read: list[FoundDocument] = field(default_factory=list)
    retried: dict[str, Retry] = field(default_factory=dict)
    renamed: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    removed: list[LedgerEntry] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0

    @property
    def empty(self) -> bool:
        """Do the folder and the ledger agree?"""
        return not (self.to_read or self.renamed or self.removed)

    @property
    def new(self) -> list[FoundDocument]:
        """What is to be read, without what is only tried again."""
        return [document for document in self.to_read if document.content_sha256 not in self.retried]


def compare(
    inventory: Inventory,
    ledger: dict[str, LedgerEntry],
    *,
    everything: bool = False,
    retry_failed: bool = False,
) -> Difference:
    """What has to be read, renamed and removed.

    ``everything`` reads all documents again, ``retry_failed`` those that failed; without them, what failed
    for a reason that may have passed is tried again a few times. A file that cannot be opened need not be:
    to look at the folder is to try it.
    """
    found = dict(inventory.documents)
    for source_file in inventory.unreadable:
        stand_in = hashlib.sha256(b"unreadable file " + source_file.encode()).hexdigest()
        found[stand_in] = FoundDocument(stand_in, source_file, 0, 0)
    version = extractor_version()
    difference = Difference(unreadable=dict(inventory.unreadable))
    for sha256, document in found.items():
        entry = ledger.get(sha256)
        if (
            entry is None
            or everything
            or entry.extractor_version != version
            or (retry_failed and entry.status == "failed")
        ):
            difference.to_read.append(document)
        elif retry := _retry(entry, document, inventory):
            difference.to_read.append(document)
            difference.retried[sha256] = retry
        elif entry.is_gone or (entry.source_file, tuple(entry.duplicate_files)) != (
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


def _retry(entry: LedgerEntry, document: FoundDocument, inventory: Inventory) -> Retry | None:
    if entry.status != "failed" or document.source_file in inventory.unreadable:
        return None
    is_touched = entry.modified_ns != document.modified_ns
    return retry_of(entry.reason, entry.attempts, entry.read_at, is_touched=is_touched)
