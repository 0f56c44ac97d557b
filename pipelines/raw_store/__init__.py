"""The private build database with its raw tables, the ledger of documents, and the batches of a build.

Takes the raw folder and the outcomes of reading. Gives raw tables that hold exactly what is in the folder,
and the batches of documents that the dbt models have to build.
"""

from pipelines.raw_store.batch import (
    BuildState,
    begin_round,
    build_state,
    finish_batch,
    finish_round,
    forget_withdrawn,
    mark_built,
    nothing_is_built,
    round_is_broken,
    take_whole_round,
    waiting_documents,
)
from pipelines.raw_store.lock import BuildFileInUse, BuildInProgress, build_lock
from pipelines.raw_store.store import RawStore

__all__ = [
    "BuildFileInUse",
    "BuildInProgress",
    "BuildState",
    "RawStore",
    "begin_round",
    "build_lock",
    "build_state",
    "finish_batch",
    "finish_round",
    "forget_withdrawn",
    "mark_built",
    "nothing_is_built",
    "round_is_broken",
    "take_whole_round",
    "waiting_documents",
]
