"""Checks of a release: what publishers got wrong is a warning, what we got wrong an error."""

import dagster as dg

from pipelines.orchestration.release import release
from pipelines.orchestration.resources import Workspace
from pipelines.raw_store import RawStore, build_lock
from pipelines.release.markdown import markdown_table
from pipelines.release.quality import (
    by_document_as_markdown,
    by_partition_as_markdown,
    document_quality,
    failed_tests,
)
from pipelines.release.queries import PublishedWarehouse


@dg.asset_check(
    asset=release,
    description=(
        "What is published adds up, or a person has looked at it: identities, other disclosures, prose. "
        "公开数字勾稽相符，或已经人工核对。"
    ),
)
def published_figures_add_up(workspace: Workspace) -> dg.AssetCheckResult:
    """Count findings by partition and by document."""
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
            "by_partition": dg.MetadataValue.md(by_partition_as_markdown(documents)),
            "by_document": dg.MetadataValue.md(by_document_as_markdown(documents, settings.raw_dir)),
        },
    )


@dg.asset_check(
    asset=release,
    description=(
        "Our own work is sound: every file was read, and every data test of ours passes. "
        "读取与建模无误：文件全部读取成功，自有数据测试全部通过。"
    ),
)
def our_work_is_sound(workspace: Workspace) -> dg.AssetCheckResult:
    """List files that could not be read, and tests of ours that found something."""
    settings = workspace.settings()
    tests = failed_tests(settings.build_file.parent / "dbt")
    with build_lock(settings.build_file), RawStore.open(settings.build_file, read_only=True) as store:
        unread = store.rows(
            "select source_file, partition_key, reason, message from raw.documents "
            "where status = 'failed' order by source_file"
        )
    return dg.AssetCheckResult(
        passed=not tests and not unread,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "failed_tests": len(tests),
            "unread_files": len(unread),
            "tests": dg.MetadataValue.md(
                markdown_table(
                    ("test", "rows", "message", "SQL"),
                    [(test.name, test.rows, test.message, test.compiled_file) for test in tests],
                )
            ),
            "files": dg.MetadataValue.md(markdown_table(("file", "partition", "reason", "message"), unread)),
        },
    )
