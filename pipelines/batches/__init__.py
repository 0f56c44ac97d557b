"""The batch as the unit of work: a pure function from what was read of some documents to their facts.

Takes the raw rows of a batch as Parquet. Gives the rows of all tables that grow by document, as Parquet too.
It needs no database but a scratch one, so that it runs anywhere and any number of times: in this process, in
several, or on a cluster. :func:`pipelines.batches.build.build_models` builds in this way whatever waits.
"""

from pipelines.batches.batch import Batch, write_batch
from pipelines.batches.facts import take_facts
from pipelines.batches.interpret import Interpretation, interpret

__all__ = [
    "Batch",
    "Interpretation",
    "interpret",
    "take_facts",
    "write_batch",
]
