"""The private build database and its raw tables."""

from pipelines.raw_store.batch import (
    BuildState,
    batch_is_broken,
    begin_batch,
    build_state,
    finish_batch,
    forget_withdrawn,
    mark_built,
)
from pipelines.raw_store.lock import BuildInProgress, build_lock
from pipelines.raw_store.store import KnownFile, LedgerEntry, RawStore

__all__ = [
    "BuildInProgress",
    "BuildState",
    "KnownFile",
    "LedgerEntry",
    "RawStore",
    "batch_is_broken",
    "begin_batch",
    "build_lock",
    "build_state",
    "finish_batch",
    "forget_withdrawn",
    "mark_built",
]
