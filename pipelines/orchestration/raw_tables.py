"""The raw tables."""

import dagster as dg

from pipelines.orchestration.arrivals import arrivals
from pipelines.orchestration.resources import Workspace
from pipelines.raw_folder.difference import compare
from pipelines.raw_folder.discovery import take_inventory
from pipelines.raw_folder.overrides import OverridesError
from pipelines.raw_folder.vanished import DocumentsVanished
from pipelines.raw_store import RawStore, build_lock
from pipelines.raw_store.extract import ExtractionSummary, extract_documents
from pipelines.release.markdown import markdown_table
from pipelines.workers import WorkersFailed

_ROWS_SHOWN = 50


class ExtractionConfig(dg.Config):
    """What to read beyond new and changed documents; continue although most or all documents are gone."""

    everything: bool = False
    retry_failed: bool = False
    accept_vanished: bool = False


@dg.asset(
    deps=[arrivals],
    group_name="raw",
    kinds={"python", "duckdb"},
    description=(
        "Every document of the raw folder as pages, lines, tables and cells, exactly as printed, and the "
        "ledger of what was read. Only new and changed documents are read. "
        "原始文件夹中每个文件的页、行、表、单元格及读取台账；只读取新增和变化的文件。"
    ),
)
def raw_tables(
    context: dg.AssetExecutionContext, config: ExtractionConfig, workspace: Workspace
) -> dg.MaterializeResult:
    """Bring the raw tables up to date."""
    with (
        workspace.building(context.run.run_id) as settings,
        RawStore.open(settings.build_file, configuration=settings.database_configuration) as store,
    ):
        try:
            summary = extract_documents(
                settings.raw_dir,
                store,
                workers=settings.workers,
                executor=settings.executor,
                limits=settings.limits,
                everything=config.everything,
                retry_failed=config.retry_failed,
                accept_vanished=config.accept_vanished,
                progress=lambda outcome, done, total: context.log.info(f"[{done}/{total}] {outcome}"),
            )
        except (DocumentsVanished, OverridesError, WorkersFailed) as error:
            raise dg.Failure(str(error)) from error
    for warning in summary.warnings[:_ROWS_SHOWN]:
        context.log.warning(warning)
    return read_as_event(summary)


def read_as_event(summary: ExtractionSummary) -> dg.MaterializeResult:
    """What was read, as Dagster shows it."""
    return dg.MaterializeResult(
        asset_key=raw_tables.key,
        metadata={
            "documents_read": summary.read,
            "documents_failed": summary.failed,
            "documents_unchanged": summary.unchanged,
            "documents_removed": summary.removed,
            "tables": summary.tables,
            "cells": summary.cells,
            "overrides_without_file": dg.MetadataValue.json(list(summary.warnings[:_ROWS_SHOWN])),
            "seconds_of_reading": round(summary.seconds, 2),
            "failed": dg.MetadataValue.json(
                [
                    f"{source_file} ({reason}): {message}"
                    for source_file, status, reason, message in sorted(summary.outcomes)
                    if status == "failed"
                ][:_ROWS_SHOWN]
            ),
            "outcomes": dg.MetadataValue.md(outcomes_as_markdown(summary)),
        },
    )


@dg.asset_check(asset=raw_tables, description="Every file of the raw folder has an outcome, read or failed.")
def every_document_has_an_outcome(workspace: Workspace) -> dg.AssetCheckResult:
    """Compare the folder with the ledger; what came while others were read waits for the next run."""
    settings = workspace.settings()
    with build_lock(settings.build_file), RawStore.open(settings.build_file, read_only=True) as store:
        inventory = take_inventory(settings.raw_dir, store.known_files())
        waiting = compare(inventory, store.ledger()).new
    return dg.AssetCheckResult(
        passed=not waiting,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "documents": len(inventory.documents),
            "waiting": dg.MetadataValue.json([document.source_file for document in waiting[:_ROWS_SHOWN]]),
        },
    )


def outcomes_as_markdown(summary: ExtractionSummary) -> str:
    """What came of the documents of a run, failures first, as a table."""
    outcomes = sorted(summary.outcomes, key=lambda outcome: (outcome[1] != "failed", outcome[0]))
    rows = outcomes[:_ROWS_SHOWN]
    if len(outcomes) > _ROWS_SHOWN:
        rows.append((f"… {len(outcomes) - _ROWS_SHOWN} more", "", "", ""))
    return markdown_table(("document", "outcome", "reason", "message"), rows)
