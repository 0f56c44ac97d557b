"""What builds do, a line of JSON for each document and step, for programs that watch them.

``log/builds.jsonl`` in the folder of the warehouse: each line has ``at`` (UTC), ``run`` (the same for all
lines of one run), ``event``, and what belongs to the event. A file that is full makes room for a new one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from uuid import uuid4

from pipelines.settings import Settings

_LOGGER = logging.getLogger("yusuan.builds")
_LOGGER.propagate = False
_LOGGER.setLevel(logging.INFO)
_LOGGER.addHandler(logging.NullHandler())
_LARGEST_BYTES = 10_000_000
_FILES_KEPT = 5


class _Lines(logging.Formatter):
    def __init__(self, run: str) -> None:
        super().__init__()
        self._run = run

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "run": self._run, "event": record.msg, **record.__dict__.get("fields", {})}
        return json.dumps(said, ensure_ascii=False, default=str)


@contextmanager
def logged(settings: Settings, run: str | None = None) -> Generator[None]:
    """Write what :func:`note` receives within to the log of a warehouse; an error is noted, and raised.

    ``run`` is the name of the run; one is made up where it is None.
    """
    file = settings.log_file
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        file, maxBytes=_LARGEST_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Lines(run or uuid4().hex[:12]))
    # Where the disk is full, the build has more to say of it than the log.
    handler.handleError = lambda record: None  # type: ignore[method-assign]
    _LOGGER.addHandler(handler)
    try:
        yield
    except BaseException as error:
        note("run_failed", error=f"{type(error).__name__}: {error}")
        raise
    finally:
        _LOGGER.removeHandler(handler)
        handler.close()


def note(event: str, **fields: object) -> None:
    """Add a line to the log; nothing happens outside of :func:`logged`."""
    _LOGGER.info(event, extra={"fields": fields})
