"""Take the facts of interpreted batches into the build database."""

from __future__ import annotations

from pipelines.batches.interpret import Interpretation
from pipelines.plain_paths import quoted_path
from pipelines.raw_store import RawStore, finish_batch


def take_facts(store: RawStore, interpretation: Interpretation) -> None:
    """Add the rows of a batch, and note that its documents are built, in one transaction.

    Their former rows are gone already (:func:`pipelines.raw_store.begin_round`).
    """
    with store.transaction():
        for table, file in interpretation.files.items():
            store.connection.execute(f"insert into {table} by name from read_parquet({quoted_path(file)})")
        finish_batch(store, interpretation.batch.documents)
