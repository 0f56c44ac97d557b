"""A folder whose documents are gone: more often one that was not mounted than what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipelines.raw_folder.difference import Difference, LedgerEntry
from pipelines.raw_folder.discovery import Inventory

# Of so few documents, most are soon replaced by others.
_FEW = 10


class DocumentsVanished(FileNotFoundError):
    """The raw folder holds no document, or most of those that it held are gone."""


def refuse_vanished(
    raw_dir: Path, inventory: Inventory, ledger: Mapping[str, LedgerEntry], difference: Difference
) -> None:
    """Raise :class:`DocumentsVanished` where all documents are gone, or more than half of 10 or more.

    A file of another name with the same content, and one of the same name with another content, is there; a
    file that cannot be opened any more is gone.
    """
    known = sum(not entry.is_gone for entry in ledger.values())
    there = {file.source_file for file in inventory.files}
    gone = sum(there.isdisjoint((e.source_file, *e.duplicate_files)) for e in difference.removed)
    if not (inventory.documents or inventory.unreadable or known):
        raise DocumentsVanished(
            f"There is no document in {raw_dir}. Put PDF or text files there, in folders as you like, or "
            "name another folder with --raw-dir."
        )
    if not gone or (inventory.documents and (known < _FEW or 2 * gone <= known)):
        return
    raise DocumentsVanished(
        f"Of {known:,} documents that were in {raw_dir}, {gone:,} are gone or cannot be opened any more. Is "
        "all of it mounted, and is it the right folder? Nothing was changed. To take them out of the "
        "warehouse, build with --accept-vanished (in Dagster: accept_vanished of raw_tables)."
    )
