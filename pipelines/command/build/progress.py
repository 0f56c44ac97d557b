"""How far a build is: bars at a terminal, lines in a pipe; with the time that is left, from its first second.

What failed is only counted here: the summary lists it, with the reason.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from pipelines.batches.build import BuildProgress
from pipelines.command.console import counted
from pipelines.command.plain_text import printable
from pipelines.raw_folder.discovery import FoundDocument
from pipelines.reading.outcome import Outcome

# Without a terminal, so many models and tests make one line.
_LINE_EVERY = 50
# Every document costs some time, whatever its size.
_LEAST_BYTES = 20_000


class BuildConsole:
    """What a build shows while it runs; a context that ends what it shows."""

    def __init__(self) -> None:
        self.console = Console(file=sys.stdout, highlight=False)
        self._bars = Progress(
            TextColumn("{task.description}", table_column=Column(no_wrap=True)),
            BarColumn(bar_width=14),
            TextColumn("{task.fields[count]}", table_column=Column(no_wrap=True, justify="right")),
            _Times(table_column=Column(no_wrap=True)),
            _Now(table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
            console=self.console,
            expand=True,
        )
        self._task: TaskID | None = None
        self._bytes = self._bytes_done = self._failed = 0
        self._started = time.monotonic()

    def __enter__(self) -> BuildConsole:
        if self.console.is_terminal:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def reading(self, documents: Sequence[FoundDocument], workers: int) -> None:
        """These documents are going to be read."""
        self._bytes = sum(map(_weight, documents))
        self._begin(f"Reading {counted(len(documents), 'document')} with {counted(workers, 'process')}.")
        self._show("Reading", self._bytes, f"0/{len(documents)}")

    def document_done(self, outcome: Outcome, done: int, total: int) -> None:
        """A document was read, or failed."""
        self._failed += outcome.status == "failed"
        self._bytes_done += _weight(outcome.document)
        name = printable(outcome.document.source_file)
        if self._task is not None:
            count = f"{done}/{total}" + (f", {self._failed} failed" if self._failed else "")
            self._bars.update(self._task, completed=self._bytes_done, count=count, now=name)
            return
        text = printable(str(outcome)) if outcome.status == "read" else f"{name}: failed ({outcome.reason})"
        left = _left(time.monotonic() - self._started, self._bytes_done, self._bytes)
        self._line(f"[{done}/{total}] {text}" + (f" ({left})" if left else ""))

    def building(self) -> None:
        """The models are going to be built; preparing them takes a while after a change of the project."""
        self._begin("Building models and tests.")
        self._show("Building", None, "")

    def model_done(self, progress: BuildProgress) -> None:
        """A seed, a model or a test is done."""
        done, total = progress.done, progress.total
        if self._task is not None:
            self._bars.update(
                self._task, completed=done, total=total, count=f"{done}/{total}", now=progress.name
            )
        elif done == total or done % _LINE_EVERY == 0:
            left = _left(time.monotonic() - self._started, done, total)
            self._line(f"{progress}: {done} of {total}" + (f" ({left})" if left else ""))

    def publishing(self) -> None:
        """What was built is going to be published."""
        self._begin("Publishing.")
        self._show("Publishing", None, "")

    def _begin(self, line: str) -> None:
        self._started = time.monotonic()
        if not self.console.is_terminal:
            self._line(line)

    def _show(self, description: str, total: float | None, count: str) -> None:
        if self._task is not None:
            task = self._bars.tasks[-1]
            self._bars.update(self._task, total=task.total or 1, completed=task.total or 1, now="")
            self._bars.stop_task(self._task)
        if self.console.is_terminal:
            self._task = self._bars.add_task(description, total=total, count=count, now="")

    def _line(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)


class _Times(ProgressColumn):
    """The time that passed, and about how much is left of this step."""

    def render(self, task: Task) -> Text:
        elapsed = task.elapsed or 0.0
        left = "" if task.stop_time else _left(elapsed, task.completed, task.total or 0)
        return Text(_clock(elapsed) + (f", {left}" if left else ""), style="cyan")


class _Now(ProgressColumn):
    """What was done last, as it is called: names are not markup."""

    def render(self, task: Task) -> Text:
        return Text(task.fields["now"], style="dim")


def _left(elapsed: float, done: float, total: float) -> str:
    """``about 4:20 left``; nothing before anything is done and at the end."""
    if not 0 < done < total:
        return ""
    return f"about {_clock(elapsed * (total - done) / done)} left"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _weight(document: FoundDocument) -> int:
    return document.size_bytes + _LEAST_BYTES
