"""What a build shows to the person who started it: progress while it runs, a summary at its end."""

from __future__ import annotations

import sys
from decimal import Decimal
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.models.batches import BuildProgress
from pipelines.raw_store import RawStore
from pipelines.reading.outcome import Outcome
from pipelines.release.failed_checks import failed_checks
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings

# Without a terminal, so many models and tests make one line.
_LINE_EVERY = 50


class BuildConsole:
    """Progress bars at a terminal, else one plain line per document and step."""

    def __init__(self) -> None:
        self.console = Console(file=sys.stdout)
        self.bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}", style="dim", markup=False),
            console=self.console,
        )
        self._documents = None
        self._models = None

    def __enter__(self) -> BuildConsole:
        if self.console.is_terminal:
            self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()

    def document_done(self, outcome: Outcome, done: int, total: int) -> None:
        """A document was read, or failed."""
        if not self.console.is_terminal:
            self._line(f"[{done}/{total}] {outcome}")
            return
        if outcome.status == "failed":
            self._line(f"{outcome.document.source_file}: {outcome.message}")
        if self._documents is None:
            self._documents = self.bars.add_task("Reading documents", total=total, now="")
        self.bars.update(self._documents, completed=done, total=total, now=outcome.document.source_file)

    def model_done(self, progress: BuildProgress) -> None:
        """A seed, a model or a test is done."""
        done, total = progress.done, progress.total
        if not self.console.is_terminal:
            if done == total or done % _LINE_EVERY == 0:
                self._line(f"{progress}: {done} of {total}")
            return
        if self._models is None:
            self._models = self.bars.add_task("", total=total, now="")
        self.bars.update(
            self._models, description=str(progress), completed=done, total=total, now=progress.name
        )

    def _line(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


def print_summary(settings: Settings) -> int:
    """Say what the warehouse holds, how much of it is proved, and what failed; returns how many failed."""
    console = Console(highlight=False, soft_wrap=True)
    with RawStore.open(settings.build_file, read_only=True) as store:
        ((documents, tables, cells),) = store.rows(
            "select count(*) filter (status = 'read'), coalesce(sum(table_count), 0), "
            "coalesce(sum(cell_count), 0) from raw.documents where gone_at is null"
        )
        failures = store.rows(
            "select source_file, duplicate_files, reason, message from raw.documents "
            "where status = 'failed' order by source_file"
        )
        notices = store.rows(
            "select reason, count(*) from raw.notices semi join raw.documents using (disclosure_key) "
            "where reason <> 'printed_again' group by reason order by reason"
        )
    console.print()
    console.print(f"Documents    {documents:,} read, {len(failures):,} failed", markup=False)
    console.print(f"Tables       {tables:,} with {cells:,} printed cells", markup=False)
    with PublishedWarehouse.open(settings) as warehouse:
        for label, text in _amount_lines(warehouse):
            console.print(f"{label:<12} {text}", markup=False)
    if notices:
        text = ", ".join(f"{count:,} with {reason}" for reason, count in notices)
        console.print(f"Notices      of documents: {text}; see `yusuan check`", markup=False)
    for source_file, duplicates, reason, message in failures:
        names = ", ".join([source_file, *duplicates])
        console.print(f"Failed       {names} ({reason}): {message}", markup=False, style="red")
    for check in failed_checks(settings.dbt_target_dir):
        if not check.judges_publisher:
            console.print(f"Data test    {check}", markup=False, style="red")
    console.print(f"Published    {settings.published_file}", markup=False)
    return len(failures)


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


def share(part: int, whole: int) -> str:
    """Percentage with one decimal; never 100.0 % of what is not all."""
    if not whole:
        return "0 %"
    percent = Decimal(part) * 100 / whole
    return f"{min(percent, Decimal('99.9')) if part < whole else percent:.1f} %"
