"""The state of the warehouse: what is published, what waits, fails (and since when), and changed lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from pipelines.plain_paths import plain_path
from pipelines.raw_folder.retries import FAILURES, MOST_ATTEMPTS
from pipelines.raw_store import BuildInProgress, RawStore, build_lock, round_is_broken
from pipelines.raw_store.plan import Plan, make_plan
from pipelines.raw_store.store import utc_now
from pipelines.release.comparison import CannotCompare, ReleaseChanges, compare_releases
from pipelines.release.history import RELEASES
from pipelines.release.releases import current_stamp, release_files, time_of
from pipelines.settings import Settings

_LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as it describes itself; all but the first three is null for one of an older version."""

    stamp: str
    published_at: datetime
    size_bytes: int
    program_version: str | None = None
    document_count: int | None = None
    failed_document_count: int | None = None
    amount_count: int | None = None
    verified_amount_count: int | None = None
    failing_identity_count: int | None = None
    build_id: str | None = None
    inputs_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Failing:
    """A document that cannot be read: since when, and whether the next build tries it again."""

    source_file: str
    reason: str
    message: str
    since: datetime
    attempts: int
    is_tried_again: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the raw folder holds and the release does not: documents to read, renamed, gone, to build.

    ``fetches_changed``: an address showed something else; ``program_changed``: everything is rebuilt.
    """

    to_read: int
    renamed: int
    gone: int
    to_build: int
    overrides_changed: bool
    fetches_changed: bool
    program_changed: bool

    @property
    def anything(self) -> bool:
        """Does anything wait?"""
        return any(astuple(self))


@dataclass(frozen=True, slots=True)
class Status:
    """The state at one moment; times are in UTC.

    ``build`` is ``idle``, ``under way`` or ``broken``. While a build is under way nothing is known of the
    raw folder: ``waiting`` is null and ``failing`` empty. ``lately`` counts documents by what happened to
    them in the last day. ``changes`` are those since ``compared_with``, the last release that is older than
    a day, or the oldest one left.
    """

    looked_at: datetime
    release: ReleaseRow | None
    build: str
    waiting: Waiting | None
    failing: tuple[Failing, ...]
    lately: Mapping[str, int]
    compared_with: str | None
    changes: ReleaseChanges | None

    @property
    def is_behind(self) -> bool:
        """Does the published warehouse lack anything that the raw folder holds, as far as is known?"""
        return (
            self.release is None
            or self.build != "idle"
            or (self.waiting is not None and self.waiting.anything)
        )


def status_of(settings: Settings) -> Status:
    """Look at the raw folder, the ledger and the releases, without changing anything.

    Raises what :func:`make_plan` raises, but for a build that is under way.
    """
    now, current = utc_now(), current_stamp(settings)
    rows = {row.stamp: row for row in releases_of(settings)}
    compared_with, changes = _changes(settings, current, now)
    build, waiting, failing, lately = "under way", None, (), {}
    try:
        with build_lock(settings.build_file, wait_seconds=0):
            waiting = _waiting(make_plan(settings))
            build, failing, lately = _of_ledger(settings, now)
    except BuildInProgress:
        pass
    release = rows.get(current) if current else None
    return Status(now, release, build, waiting, failing, lately, compared_with, changes)


def releases_of(settings: Settings) -> list[ReleaseRow]:
    """All releases that are there, the oldest first."""
    return [_release_row(stamp, file) for stamp, file in release_files(settings).items()]


def _release_row(stamp: str, file: Path) -> ReleaseRow:
    names = list(ReleaseRow.__dataclass_fields__)[3:]
    plain = ReleaseRow(stamp, time_of(stamp), file.stat().st_size)
    try:
        with duckdb.connect(str(plain_path(file)), read_only=True) as connection:
            found = connection.execute(
                f"select {', '.join(names)} from {RELEASES} where release = ?", [stamp]
            ).fetchall()
    except duckdb.Error:
        return plain
    return ReleaseRow(plain.stamp, plain.published_at, plain.size_bytes, *found[0]) if found else plain


def _waiting(plan: Plan) -> Waiting:
    difference = plan.difference
    return Waiting(
        len(difference.to_read),
        len(difference.renamed),
        len(difference.removed),
        plan.state.pending,
        plan.overrides_changed,
        plan.fetches_changed,
        plan.state.release is not None and plan.state.needs_full_refresh,
    )


_FAILING = """
    with last_success as (
        select disclosure_key, max(happened_at) as happened_at
        from raw.reading_history
        where status <> 'failed'
        group by disclosure_key
    )

    select
        documents.source_file,
        documents.reason,
        documents.message,
        coalesce(min(history.happened_at), any_value(documents.read_at)),
        greatest(any_value(documents.attempts), 1)
    from raw.documents
    left join last_success on documents.disclosure_key = last_success.disclosure_key
    left join raw.reading_history as history
        on
            documents.disclosure_key = history.disclosure_key
            and history.status = 'failed'
            and history.happened_at > coalesce(last_success.happened_at, timestamp '1970-01-01')
    where documents.status = 'failed' and documents.gone_at is null
    group by documents.source_file, documents.reason, documents.message
    order by 4, 1
"""


def _of_ledger(settings: Settings, now: datetime) -> tuple[str, tuple[Failing, ...], dict[str, int]]:
    if not settings.build_file.exists():
        return "idle", (), {}
    with RawStore.open(settings.build_file, read_only=True) as store:
        if not store.has_current_layout():
            return "idle", (), {}
        failing = tuple(
            Failing(*row, is_tried_again=FAILURES.get(row[1], False) and row[4] < MOST_ATTEMPTS)
            for row in store.rows(_FAILING)
        )
        lately = dict(
            store.rows(
                "select status, count(distinct disclosure_key) from raw.reading_history "
                "where happened_at > ? group by status order by status",
                [now - _LATELY],
            )
        )
        return "broken" if round_is_broken(store) else "idle", failing, lately


def _changes(
    settings: Settings, current: str | None, now: datetime
) -> tuple[str | None, ReleaseChanges | None]:
    files = release_files(settings)
    earlier = [stamp for stamp in files if current and stamp < current]
    if not current or not earlier:
        return None, None
    before = [stamp for stamp in earlier if time_of(stamp) < now - _LATELY]
    compared_with = before[-1] if before else earlier[0]
    try:
        return compared_with, compare_releases(files[compared_with], files[current], most_figures=0)
    except CannotCompare:
        return None, None
