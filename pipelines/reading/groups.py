"""Documents read in groups, each by whoever takes it: on a cluster, or in a process of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.raw_folder.difference import Difference
from pipelines.reading.outcome import Outcome
from pipelines.reading.pool import read_in_parallel
from pipelines.settings import Limits
from pipelines.workers import map_batches

# A task takes a second to start, and some pages take minutes: neither should be most of the work.
_DOCUMENTS = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of a folder that are read one after the other, each within its own limits."""

    raw_dir: Path
    difference: Difference
    limits: Limits


def read_in_groups(raw_dir: Path, difference: Difference, executor: str, limits: Limits) -> Iterator[Outcome]:
    """Outcomes as their groups come; whoever reads a group has to reach ``raw_dir``.

    Raises what :func:`pipelines.workers.map_batches` and :func:`read_in_parallel` raise.
    """
    documents = difference.to_read
    groups = (
        Group(raw_dir, replace(difference, to_read=documents[start : start + _DOCUMENTS]), limits)
        for start in range(0, len(documents), _DOCUMENTS)
    )
    for outcomes in map_batches(read_group, groups, workers=1, executor=executor):
        yield from outcomes


def read_group(group: Group) -> list[Outcome]:
    """The outcomes of a group: a document that hangs or kills its process costs itself only."""
    return list(read_in_parallel(group.raw_dir, group.difference, 1, group.limits))
