"""Take the facts of interpreted batches into the build database."""

from __future__ import annotations

import shutil

from pipelines.batches.interpret import Interpretation
from pipelines.raw_store import RawStore, finish_batch
from pipelines.raw_store.segments import Kind


def take_facts(store: RawStore, interpretation: Interpretation) -> None:
    """Keep the rows of a batch as a segment, and note that its documents are built, in one transaction.

    Their former rows are gone already (:func:`pipelines.raw_store.begin_round`).
    """
    folder = store.segments.begin(Kind.FACTS)
    for table, file in interpretation.files.items():
        if interpretation.rows[table]:
            shutil.copyfile(file, folder / file.name)
    with store.transaction():
        store.segments.add(Kind.FACTS, folder, interpretation.batch.documents)
        store.segments.merge(Kind.FACTS)
        finish_batch(store, interpretation.batch.documents)
