"""What a check looks at: a warehouse, and where the files are that it was built from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings


@dataclass(frozen=True)
class Looked:
    """``names`` are the disclosures wanted, all for none; ``unread_files`` are (file, why)."""

    warehouse: PublishedWarehouse
    settings: Settings
    names: Sequence[str] = ()
    unread_files: list[tuple[str, str]] = field(default_factory=list)
    is_draft: bool = False
