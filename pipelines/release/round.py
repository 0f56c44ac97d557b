"""Publish a round of builds, once it is complete and every rule still tests something."""

from __future__ import annotations

import time

from pipelines.build_log import note
from pipelines.lake.service import commit_to_lake
from pipelines.raw_store import RawStore, finish_round, round_is_broken
from pipelines.release.publication import Release, publish
from pipelines.release.rule_coverage import LostRule, lost_rules, refuse_lost_rules
from pipelines.settings import Settings


class RoundIsBroken(Exception):
    """The last build did not finish."""


def publish_round(settings: Settings, *, accept_lost_rules: bool = False) -> tuple[Release, list[LostRule]]:
    """Publish what was built; returns the release, and the rules that test nothing any more in a document.

    The caller must hold the build lock. Raises :class:`RoundIsBroken`,
    :class:`RulesLost` unless these are accepted, and what :func:`publish` raises; the previous release stays.
    Raises :class:`LakeFailed` if the new release is published, but not in the lake of the settings.
    """
    with RawStore.open(settings.build_file, configuration=settings.database_configuration) as store:
        if round_is_broken(store):
            raise RoundIsBroken(
                "The last build did not finish, so there is nothing whole to publish. Build again; the "
                "published warehouse is unchanged meanwhile."
            )
    lost = lost_rules(settings)
    if not accept_lost_rules:
        refuse_lost_rules(lost)
    started = time.perf_counter()
    published = publish(settings)
    note(
        "published",
        release=published.stamp,
        seconds=round(time.perf_counter() - started, 3),
        size_bytes=published.size_bytes,
        tables=len(published.tables),
        rows=sum(published.tables.values()),
        rules_lost=len(lost),
    )
    with RawStore.open(settings.build_file, configuration=settings.database_configuration) as store:
        finish_round(store, published.stamp)
    commit_to_lake(settings, published.file, published.stamp)
    return published, lost
