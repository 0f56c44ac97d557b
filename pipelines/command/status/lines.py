"""The state of a warehouse in words, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from pipelines.command.console import counted, share
from pipelines.command.plain_text import labelled, printable, terminal_width
from pipelines.release.comparison import ReleaseChanges
from pipelines.release.status import ReleaseRow, Status, Waiting

_LABEL_WIDTH = 11


def as_lines(status: Status, most_failing: int | None) -> list[str]:
    """Lines as wide as the terminal; ``most_failing`` documents are listed, all where None."""
    rows = [("Release", _release(status.release, status.looked_at))]
    rows.append(("Build", status.build if status.build != "broken" else _BROKEN))
    if status.waiting:
        rows.append(("Waiting", _waiting(status.waiting)))
    if status.lately:
        counts = ", ".join(f"{number:,} {what}" for what, number in status.lately.items())
        rows.append(("Last day", f"documents: {counts}"))
    if status.compared_with and status.changes:
        rows.append(("Changed", f"since {status.compared_with}: {in_words(status.changes)}"))
    if status.waiting:
        rows += _failing(status, most_failing)
    return labelled([(f"{label:<{_LABEL_WIDTH}}", printable(text)) for label, text in rows], terminal_width())


def as_json(status: Status) -> str:
    """The state as one JSON object; times are in UTC."""
    changes = status.changes
    said = {
        **asdict(status),
        "is_behind": status.is_behind,
        "changes": changes and {"counts": changes.counts, "totals": changes.totals},
    }
    return json.dumps(said, ensure_ascii=False, indent=2, default=_value)


def in_words(changes: ReleaseChanges) -> str:
    """What changed between two releases, in one sentence."""
    if changes.nothing:
        return "nothing"
    parts = []
    for documents, what in ((changes.documents_added, "more"), (changes.documents_removed, "gone")):
        if documents:
            parts.append(f"{counted(len(documents), 'disclosure')} {what}")
    names = {
        "added": "more",
        "removed": "gone",
        "value": "with another value",
        "meaning": "with another meaning",
        "proof": "proved otherwise",
    }
    parts += [
        f"{counted(changes.counts[change], 'figure')} {words}"
        for change, words in names.items()
        if change in changes.counts
    ]
    return ", ".join(parts)


_BROKEN = "broken: the last one did not finish; the next continues where it stopped"


def _release(release: ReleaseRow | None, now: datetime) -> str:
    if not release:
        return "none yet; build one with `yusuan build`"
    text = f"{release.stamp}, {age(now - release.published_at)} old"
    if release.document_count is None or release.amount_count is None:
        return text
    verified = share(release.verified_amount_count or 0, release.amount_count)
    return (
        f"{text}: {counted(release.document_count, 'document')}, {counted(release.amount_count, 'amount')}, "
        f"{verified} verified"
    )


def age(passed: timedelta) -> str:
    """How long ago something was, in its largest unit."""
    seconds = max(0, int(passed.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * size:
            return counted(seconds // size, unit)
    return counted(seconds, "second")


def _waiting(waiting: Waiting) -> str:
    parts = [
        f"{counted(number, 'document')} {what}"
        for number, what in (
            (waiting.to_read, "to read"),
            (waiting.renamed, "with another name"),
            (waiting.gone, "gone"),
            (waiting.to_build, "read, but not published"),
        )
        if number
    ]
    if waiting.overrides_changed:
        parts.append("disclosures.csv has changed")
    if waiting.fetches_changed:
        parts.append("addresses were fetched again")
    if waiting.program_changed:
        parts.append("the program has changed, so the next build rebuilds everything")
    return ", ".join(parts) or "nothing"


def _failing(status: Status, most: int | None) -> Iterator[tuple[str, str]]:
    if not status.failing:
        yield "Failing", "no document"
    for document in status.failing[:most]:
        tried = f", {counted(document.attempts, 'attempt')}" if document.attempts > 1 else ""
        again = "; the next build tries it again" if document.is_tried_again else ""
        yield (
            "Failing",
            f"{document.source_file} for {age(status.looked_at - document.since)} "
            f"({document.reason}{tried}{again}): {document.message}",
        )
    if most is not None and len(status.failing) > most:
        yield "", f"… and {len(status.failing) - most:,} more; --all lists them"


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
