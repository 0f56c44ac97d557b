"""The published warehouse."""

import dagster as dg

from pipelines.orchestration.resources import Workspace
from pipelines.orchestration.warehouse import warehouse
from pipelines.raw_store import RawStore, batch_is_broken, build_lock, finish_batch
from pipelines.release.markdown import markdown_table
from pipelines.release.publication import PUBLISHED_SCHEMA, publish
from pipelines.release.rule_coverage import LostRule, RulesLost, lost_rules, refuse_lost_rules


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
def release(
    context: dg.AssetExecutionContext, config: ReleaseConfig, workspace: Workspace
) -> dg.MaterializeResult:
    """Publish what was built and tested."""
    settings = workspace.settings()
    with build_lock(settings.build_file, workspace.lock_seconds):
        with RawStore.open(settings.build_file, read_only=True) as store:
            if batch_is_broken(store):
                raise dg.Failure(
                    "The last build did not finish, so there is nothing whole to publish. Run the job "
                    "build_warehouse; the published warehouse is unchanged meanwhile."
                )
        lost = lost_rules(settings)
        if not config.accept_lost_rules:
            try:
                refuse_lost_rules(lost)
            except RulesLost as error:
                raise dg.Failure(str(error)) from error
        published = publish(settings)
        with RawStore.open(settings.build_file) as store:
            finish_batch(store, published.stamp)
    return dg.MaterializeResult(
        metadata={
            "file": dg.MetadataValue.path(published.file),
            "size_mb": round(published.size_bytes / 1024**2, 2),
            "tables": len(published.tables),
            "rows": dg.MetadataValue.md(markdown_table(("table", "rows"), sorted(published.tables.items()))),
            "rules_lost": dg.MetadataValue.md(lost_rules_as_markdown(lost)),
        }
    )


def lost_rules_as_markdown(lost: list[LostRule]) -> str:
    """Rules that no longer test anything in a document, as a table."""
    if not lost:
        return "none"
    return markdown_table(
        ("rule", "document", "identities before"),
        [(rule.rule_code, rule.source_file, rule.before) for rule in lost],
    )
