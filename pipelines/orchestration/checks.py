"""Checks of a release: what publishers got wrong is a warning, what we got wrong an error."""

import dagster as dg

from pipelines.models.dbt import run_data_tests
from pipelines.orchestration.release import RELEASE
from pipelines.orchestration.resources import Workspace
from pipelines.raw_store import RawStore, build_lock
from pipelines.release.failed_checks import checks_as_markdown, failed_checks
from pipelines.release.markdown import markdown_table
from pipelines.release.quality import by_document_as_markdown, document_quality
from pipelines.release.queries import PublishedWarehouse


@dg.asset_check(
    asset=RELEASE,
    description=(
        "What is published adds up, or a person has looked at it: identities, other disclosures, prose. "
        "公开数字勾稽相符，或已经人工核对。"
    ),
)
def published_figures_add_up(workspace: Workspace) -> dg.AssetCheckResult:
    """Count findings by document."""
    settings = workspace.settings()
    with PublishedWarehouse.open(settings) as warehouse:
        documents = document_quality(warehouse)
    findings = sum(document.counts.get("findings", 0) for document in documents)
    reviewed = sum(document.reviewed for document in documents)
    return dg.AssetCheckResult(
        passed=findings == reviewed,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "findings": findings,
            "reviewed": reviewed,
            "by_document": dg.MetadataValue.md(by_document_as_markdown(documents, settings.raw_dir)),
        },
    )


@dg.asset_check(
    asset=RELEASE,
    description=(
        "Our own work is sound: every file was read, and every data test of ours passes. "
        "读取与建模无误：文件全部读取成功，自有数据测试全部通过。"
    ),
)
def our_work_is_sound(workspace: Workspace) -> dg.AssetCheckResult:
    """List files that could not be read, and checks of ours that failed in the last build."""
    settings = workspace.settings()
    failed = [check for check in failed_checks(settings.dbt_target_dir) if not check.judges_publisher]
    with build_lock(settings.build_file), RawStore.open(settings.build_file, read_only=True) as store:
        unread = store.rows(
            "select source_file, reason, message from raw.documents "
            "where status = 'failed' order by source_file"
        )
    return dg.AssetCheckResult(
        passed=not failed and not unread,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "failed_checks": len(failed),
            "unread_files": len(unread),
            "checks": dg.MetadataValue.md(checks_as_markdown(failed)),
            "files": dg.MetadataValue.md(markdown_table(("file", "reason", "message"), unread)),
        },
    )


@dg.asset_check(
    asset=RELEASE,
    description=(
        "Every data test holds over all rows of the warehouse; a build tests the rows of its own documents. "
        "全部数据行均通过数据测试；日常构建只测试本批文件的数据行。"
    ),
)
def all_rows_hold(workspace: Workspace) -> dg.AssetCheckResult:
    """Run all data tests without building anything, and list checks of ours that fail."""
    settings = workspace.settings()
    with build_lock(settings.build_file, workspace.lock_seconds):
        target_dir = run_data_tests(settings)
    failed = [check for check in failed_checks(target_dir) if not check.judges_publisher]
    return dg.AssetCheckResult(
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "failed_checks": len(failed),
            "checks": dg.MetadataValue.md(checks_as_markdown(failed)),
        },
    )
