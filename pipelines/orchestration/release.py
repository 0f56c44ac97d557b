"""The published warehouse, as Dagster shows it."""

from collections.abc import Iterable

import dagster as dg

from pipelines.release.markdown import markdown_table
from pipelines.release.publication import Release
from pipelines.release.published_file import PUBLISHED_SCHEMA, REPORTS_SCHEMA
from pipelines.release.rule_coverage import LostRule

RELEASE = dg.AssetKey("release")


def release_spec(tables: Iterable[dg.AssetKey]) -> dg.AssetSpec:
    """The asset of the release; it holds the published ones among the tables."""
    return dg.AssetSpec(
        RELEASE,
        deps=sorted(key for key in tables if key.path[0] in (PUBLISHED_SCHEMA, REPORTS_SCHEMA)),
        group_name="release",
        kinds={"duckdb"},
        skippable=True,
        description=(
            "data/warehouse/disclosures.duckdb: the tables of schemas marts and reports, copied to a "
            "release of their own and switched to in one step: readers never wait or see half a build. "
            "对外发布的数据库：每次发布为独立副本并一次切换，读者不受影响。"
        ),
    )


def release_as_event(published: Release, lost: list[LostRule]) -> dg.MaterializeResult:
    """What was published, as Dagster shows it."""
    return dg.MaterializeResult(
        asset_key=RELEASE,
        metadata={
            "file": dg.MetadataValue.path(published.file),
            "size_mb": round(published.size_bytes / 1024**2, 2),
            "tables": len(published.tables),
            "rows": dg.MetadataValue.md(markdown_table(("table", "rows"), sorted(published.tables.items()))),
            "rules_lost": dg.MetadataValue.md(lost_rules_as_markdown(lost)),
        },
    )


def lost_rules_as_markdown(lost: list[LostRule]) -> str:
    """Rules that no longer test anything in a document, as a table."""
    if not lost:
        return "none"
    return markdown_table(
        ("rule", "document", "identities before"),
        [(rule.rule_code, rule.source_file, rule.before) for rule in lost],
    )
