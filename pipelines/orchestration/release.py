"""The published warehouse."""

import dagster as dg

from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.warehouse import warehouse
from pipelines.raw_store import build_lock
from pipelines.release.markdown import markdown_table
from pipelines.release.publication import Release
from pipelines.release.published_file import PUBLISHED_SCHEMA
from pipelines.release.round import RoundIsBroken, publish_round
from pipelines.release.rule_coverage import LostRule, RulesLost


class ReleaseConfig(dg.Config):
    """Publish although a rule tests nothing any more."""

    accept_lost_rules: bool = False


@dg.asset(
    deps=sorted(key for key in warehouse.keys if key.path[0] == PUBLISHED_SCHEMA),
    group_name="release",
    kinds={"duckdb"},
    description=(
        "data/warehouse/disclosures.duckdb: the tables of schema marts, copied to a release of their own and "
        "switched to in one step, so that readers never wait and never see half a build. "
        "对外发布的数据库：每次发布为独立副本并一次切换，读者不受影响。"
    ),
)
def release(config: ReleaseConfig, workspace: Workspace) -> dg.MaterializeResult:
    """Publish what was built and tested."""
    settings = workspace.settings()
    with build_lock(settings.build_file, workspace.lock_seconds):
        try:
            published, lost = publish_round(settings, accept_lost_rules=config.accept_lost_rules)
        except (RoundIsBroken, RulesLost) as error:
            raise dg.Failure(str(error)) from error
    return release_as_event(published, lost)


def release_as_event(published: Release, lost: list[LostRule]) -> dg.MaterializeResult:
    """What was published, as Dagster shows it."""
    return dg.MaterializeResult(
        asset_key=release.key,
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
