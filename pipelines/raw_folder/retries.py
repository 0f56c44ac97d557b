"""Why a document could not be read, whether that may pass by itself, and when it is then tried again.

What may pass is tried again by every later build, without an option, up to :data:`MOST_ATTEMPTS` times in
all: a file that kills its reader, or takes all its time, each time, must not cost that for ever. A file that
was written to since counts from the beginning. Who watches the folder waits longer after each attempt
before it asks for a build only because of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# Every reason with which reading fails -> may it pass, though neither the file nor the program changes?
FAILURES = {
    "archive": False,
    "changed_while_reading": True,
    "damaged": False,
    "empty_file": False,
    "encrypted": False,
    "image_only": False,
    "not_text": False,
    "out_of_memory": False,
    "picture": False,
    "presentation": False,
    "reader_crashed": False,
    "reader_error": False,
    "reader_killed": True,
    "timed_out": True,
    "too_large": False,
    "truncated": False,
    "unreadable_file": True,
    "unsupported_format": False,
    "web_page": False,
}
MOST_ATTEMPTS = 4
# After one attempt, two, three: 5 minutes, 20 minutes, 80 minutes.
_FIRST_WAIT = timedelta(minutes=5)
_LONGER_EACH_TIME = 4


@dataclass(frozen=True, slots=True)
class Retry:
    """A document that is tried again by itself: how often it failed so far, and when a watcher may ask."""

    attempts: int
    due_at: datetime


def retry_of(reason: str | None, attempts: int, read_at: datetime, *, is_touched: bool) -> Retry | None:
    """Whether a document that failed is tried again by the next build.

    ``read_at`` is when it was tried last (UTC); ``is_touched``: its file was written to since.
    """
    if not FAILURES.get(reason or "", False):
        return None
    if is_touched:
        return Retry(0, read_at)
    if attempts >= MOST_ATTEMPTS:
        return None
    return Retry(attempts, read_at + _FIRST_WAIT * _LONGER_EACH_TIME ** (attempts - 1))


def advice(reason: str, attempts: int) -> str:
    """What becomes of a document that failed now, so many times: a sentence for its message, or nothing."""
    if not FAILURES.get(reason, False):
        return ""
    if attempts < MOST_ATTEMPTS:
        return "The next run tries it again."
    return f"After {attempts} attempts it is not tried again by itself, only with --retry-failed."
