"""What a warehouse holds after a build, how much of it is proved, and what failed."""

from __future__ import annotations

import click

from pipelines.command.console import share
from pipelines.command.plain_text import labelled, printable, terminal_width
from pipelines.raw_store import RawStore
from pipelines.release.failed_checks import failed_checks
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings

_LABEL_WIDTH = 11


def print_summary(settings: Settings) -> int:
    """Say what the warehouse holds and what failed; returns how many documents failed."""
    with RawStore.open(settings.build_file, read_only=True) as store:
        ((documents, tables, cells),) = store.rows(
            "select count(*) filter (status = 'read'), coalesce(sum(table_count), 0), "
            "coalesce(sum(cell_count), 0) from raw.documents where gone_at is null"
        )
        failures = store.rows(
            "select source_file, duplicate_files, reason, message from raw.documents "
            "where status = 'failed' and gone_at is null order by source_file"
        )
        notices = store.rows(
            "select reason, count(*) from raw.notices semi join raw.documents using (disclosure_key) "
            "where reason <> 'printed_again' group by reason order by reason"
        )
    click.echo()
    _print("Documents", f"{documents:,} read, {len(failures):,} failed")
    _print("Tables", f"{tables:,} with {cells:,} printed cells")
    with PublishedWarehouse.open(settings) as warehouse:
        for label, text in _amount_lines(warehouse):
            _print(label, text)
    if notices:
        text = ", ".join(f"{count:,} with {reason}" for reason, count in notices)
        _print("Notices", f"of documents: {text}; see `yusuan check`")
    for source_file, duplicates, reason, message in failures:
        names = ", ".join([source_file, *duplicates])
        _print("Failed", f"{names} ({reason}): {message}", "red")
    for check in failed_checks(settings.dbt_target_dir):
        if not check.judges_publisher:
            _print("Data test", str(check), "red")
    _print("Published", str(settings.published_file))
    return len(failures)


def _print(label: str, text: str, colour: str | None = None) -> None:
    for line in labelled([(f"{label:<{_LABEL_WIDTH}}", printable(text))], terminal_width()):
        click.secho(line, fg=colour)


def _amount_lines(warehouse: PublishedWarehouse) -> list[tuple[str, str]]:
    lines = []
    if "verification" in warehouse.columns_of("fct_published_amounts"):
        counts = dict(
            warehouse.rows("select verification, count(*) from fct_published_amounts group by verification")
        )
        total = sum(counts.values())
        shares = ", ".join(
            f"{share(counts.get(kind, 0), total)} {kind}"
            for kind in ("verified", "contradicted", "unverified")
        )
        lines.append(("Amounts", f"{total:,}: {shares}"))
    if warehouse.columns_of("fct_unplaced_cells"):
        ((unplaced,),) = warehouse.rows("select count(*) from fct_unplaced_cells")
        lines.append(("Unplaced", f"{unplaced:,} numeric cells, each with its reason"))
    if "status" in warehouse.columns_of("fct_reconciliations"):
        counts = dict(warehouse.rows("select status, count(*) from fct_reconciliations group by status"))
        text = ", ".join(f"{counts[status]:,} {status}" for status in sorted(counts))
        lines.append(("Identities", text + ("; see `yusuan check`" if counts.get("fail") else "")))
    return lines
