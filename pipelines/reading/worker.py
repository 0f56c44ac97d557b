"""How a process that reads documents begins. This module imports little, for a quick start."""

from __future__ import annotations

from pipelines.workers.parent import end_with_parent


def begin_worker(memory_mb: int) -> None:
    """Prepare a new worker process: it ends with its parent, and is ready to read."""
    end_with_parent()
    from pipelines.reading.outcome import prepare_worker

    prepare_worker(memory_mb)
