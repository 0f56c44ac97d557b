"""The private build database with its raw tables, the ledger of documents, and the batch of a build.

Takes the raw folder and the outcomes of reading. Gives raw tables that hold exactly what lies in the folder,
and the batch of documents that the dbt models have to build.
"""

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
from pipelines.raw_store.store import RawStore

__all__ = [
    "BuildInProgress",
    "BuildState",
    "RawStore",
    "batch_is_broken",
    "begin_batch",
    "build_lock",
    "build_state",
    "finish_batch",
    "forget_withdrawn",
    "mark_built",
]
