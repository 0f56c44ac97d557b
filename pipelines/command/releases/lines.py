"""Releases, and what changed between two of them, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pipelines.command.console import share
from pipelines.command.plain_text import padded, printable, terminal_width, wrapped
from pipelines.command.status.lines import in_words
from pipelines.release.comparison import FigureChange, ReleaseChanges
from pipelines.release.status import ReleaseRow

_HEADER = ("release", "published (UTC)", "MB", "documents", "amounts", "verified", "failing")
_UNKNOWN = "?"
_VERBS = {
    "added": "came",
    "removed": "went",
    "value": "changed",
    "meaning": "means something else",
    "proof": "is proved otherwise",
}


def release_lines(releases: Sequence[ReleaseRow], current: str | None) -> Iterator[str]:
    """One line for each release; the current one is marked."""
    rows = [_HEADER, *map(_row, releases)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    for number, row in enumerate(rows):
        mark = "  current" if number and releases[number - 1].stamp == current else ""
        cells = (
            padded(text, size, right=column > 1)
            for column, (text, size) in enumerate(zip(row, widths, strict=True))
        )
        yield ("  ".join(cells) + mark).rstrip()


def _row(release: ReleaseRow) -> tuple[str, ...]:
    size = f"{release.size_bytes / 1024**2:,.1f}"
    published = f"{release.published_at:%Y-%m-%d %H:%M}"
    if release.amount_count is None:
        return (release.stamp, published, size, *[_UNKNOWN] * 4)
    return (
        release.stamp,
        published,
        size,
        f"{release.document_count:,}",
        f"{release.amount_count:,}",
        share(release.verified_amount_count or 0, release.amount_count),
        f"{release.failing_identity_count:,}",
    )


def change_lines(former: Path, current: Path, changes: ReleaseChanges) -> Iterator[str]:
    """What changed in one sentence, the disclosures that came and went, and the figures that changed."""
    width = terminal_width()
    yield f"{former.resolve().parent.name} -> {current.resolve().parent.name}"
    yield from wrapped(f"Changed: {in_words(changes)}", width)
    for name, (before, after) in changes.totals.items():
        yield f"  {name:<10} {before:>12,} -> {after:>12,}"
    for sign, documents in (("+", changes.documents_added), ("-", changes.documents_removed)):
        for key, file in documents:
            yield f"{sign} {printable(file)} ({key})"
    for figure in changes.figures:
        yield from wrapped(printable(_sentence(figure)), width)
    named = sum(1 for figure in changes.figures)
    if named and named < sum(changes.counts.values()):
        yield f"{named:,} figures of documents in both releases are shown; --all shows all of them."


def _sentence(figure: FigureChange) -> str:
    where = (
        f"{figure.source_file} page {figure.page_no}: {figure.line_label or ''} {figure.column_label or ''}"
    )
    text = f"{where.rstrip()} {_VERBS[figure.change]}"
    if figure.change == "proof":
        return f"{text}: {figure.former_verification} -> {figure.verification} ({figure.amount_key})"
    if figure.change == "meaning":
        return f"{text}: {', '.join(figure.differing_columns)} ({figure.amount_key})"
    return f"{text}: {_yuan(figure.former_amount_yuan)} -> {_yuan(figure.amount_yuan)} ({figure.amount_key})"


def _yuan(amount: Decimal | None) -> str:
    return "nothing" if amount is None else f"{amount:,.2f} yuan"
