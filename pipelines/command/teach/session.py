"""The steps of ``yusuan teach``: read, build, find, propose, try, and write only where that is asked for."""

from __future__ import annotations

import csv
import shlex
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console

from pipelines.command.apart import opened
from pipelines.command.teach import report
from pipelines.command.teach.building import CannotTeach, build, changed_project, read_once
from pipelines.command.teach.effect import Effect, compare
from pipelines.command.teach.pictures import draw_place, find_address
from pipelines.command.teach.proposals import NewRow, Proposal, propose, read_rows, write_proposals
from pipelines.command.teach.unknown import find_unknown, unplaced_otherwise
from pipelines.command.teach.vocabulary import Vocabulary
from pipelines.command.trace.source import SourceUnavailable
from pipelines.models.dbt import prepare_project
from pipelines.readers import draws_pages, media_type_of
from pipelines.settings import DATABASE_NAME, Limits, dbt_project_dir, is_part_of_installation

_COMPILING = "Compiling the project with the new rows and building it again"


@dataclass(frozen=True)
class Session:
    """One document and one vocabulary. ``work`` is a folder for what is thrown away in the end."""

    file: Path
    console: Console
    work: Path
    limits: Limits
    project_dir: Path = field(default_factory=dbt_project_dir)

    @property
    def vocabulary(self) -> Vocabulary:
        """The lists as they are in the seeds."""
        return Vocabulary(self.project_dir)

    @property
    def raw_file(self) -> Path:
        """The database of what was read."""
        return self.work / "read" / f"{DATABASE_NAME}.duckdb"

    def build_as_it_is(self) -> Path:
        """Read the document and build it with the vocabulary as it is."""
        with self._doing(f"Reading {self.file.name}"):
            self.raw_file.parent.mkdir()
            read_once(self.file, self.raw_file.parent, self.limits)
        with self._doing("Building it with the vocabulary as it is"):
            return build(self.raw_file, self.work / "before", prepare_project(self.project_dir), _silent)

    def show_effect(self, before: Path, rows: Sequence[NewRow]) -> Effect:
        """Build the same document with more rows, and show what changes; nothing is written."""
        number = len(list(self.work.glob("after*")))
        with self._doing(_COMPILING), changed_project(self.project_dir, rows, self.work) as prepared:
            after = build(self.raw_file, self.work / f"after{number}", prepared, _silent)
        with opened(before) as one, opened(after) as other:
            effect = compare(one, other)
        report.print_effect(self.console, effect, rows)
        return effect

    def write(self, rows: Sequence[NewRow]) -> None:
        """Add rows to the seeds, and their wordings to those that the tests know, where tests are."""
        paths = self.vocabulary.add(rows)
        known = self.project_dir.parent / "tests" / "expected" / "wordings.csv"
        tested = [each for each in rows if each.vocabulary != "units"]
        if known.is_file() and tested:
            with known.open("a", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows(
                    [each.vocabulary, each.row["pattern"], each.wording] for each in tested
                )
            paths.append(known)
        report.print_written(self.console, paths)

    @contextmanager
    def _doing(self, what: str) -> Generator[None]:
        if self.console.is_terminal:
            with self.console.status(f"{what} …"):
                yield
        else:
            self.console.print(f"{what} …", markup=False, soft_wrap=True)
            yield


def teach(
    file: Path, output: Path, limits: Limits, *, proposals_file: Path | None = None, accept: bool = False
) -> None:
    """Show what is unknown in a document, propose rows and show their effect; ``accept`` writes them.

    Raises :class:`CannotTeach`, :class:`BuildFailed`, OSError.
    """
    with _session(file, limits, writes=accept) as session:
        before = session.build_as_it_is()
        with opened(before) as warehouse:
            unknown, remainder = find_unknown(warehouse), unplaced_otherwise(warehouse)
        if not unknown:
            report.print_nothing_unknown(session.console)
            report.print_remainder(session.console, remainder)
            return
        proposals = [propose(session.vocabulary, each) for each in unknown]
        report.print_unknown(session.console, proposals, _places(session, before, proposals, output))
        report.print_remainder(session.console, remainder)
        proposals_file = proposals_file or output / "proposals.csv"
        write_proposals(session.vocabulary, proposals, proposals_file)
        session.console.print(f"\nProposals 建议: {proposals_file}", markup=False, soft_wrap=True)
        offered = [each.new_row for each in proposals if each.is_offered]
        again = f"yusuan teach {shlex.quote(str(file))} --with {shlex.quote(str(proposals_file))}"
        if not offered:
            report.print_nothing_offered(session.console, again)
        elif accept:
            _accept(session, before, offered)
        else:
            session.show_effect(before, offered)
            report.print_not_written(session.console, again)


def teach_with(file: Path, rows_file: Path, limits: Limits, *, write: bool = False) -> None:
    """Show what the rows of an edited file of proposals would change; ``write`` adds them to the seeds.

    Raises as :func:`teach` does.
    """
    with _session(file, limits, writes=write) as session:
        rows = read_rows(session.vocabulary, rows_file)
        before = session.build_as_it_is()
        with opened(before) as warehouse:
            cells = {(each.vocabulary, each.wording): each.cell_keys for each in find_unknown(warehouse)}
        rows = [
            replace(each, cell_keys=cells.get((each.vocabulary, each.wording), frozenset())) for each in rows
        ]
        session.show_effect(before, rows)
        if write:
            session.write(rows)
        else:
            session.console.print("\nNothing was written 未写入任何内容. Add --write to add these rows.")


def _accept(session: Session, before: Path, rows: list[NewRow]) -> None:
    """Write the rows that change something and make no identity fail; each round leaves out those that do."""
    while rows:
        effect = session.show_effect(before, rows)
        refused = _blamed(rows, effect) if effect.new_failures else []
        idle = [each for each in rows if not each.cell_keys & effect.changed_keys]
        report.print_refused(session.console, refused, "an identity would fail 将出现不平")
        report.print_refused(session.console, idle, "none of its cells would change 没有变化")
        rows = [each for each in rows if each not in refused and each not in idle]
        if rows and not refused:
            session.write(rows)
            return
    session.console.print("\nNothing was written 未写入任何内容.")


def _blamed(rows: list[NewRow], effect: Effect) -> list[NewRow]:
    """The rows whose cells are in identities that would fail, else in their tables, else all."""
    failing = frozenset[str]().union(*(failure.cell_keys for failure in effect.new_failures))
    tables = {_table(key) for key in failing}
    return (
        [each for each in rows if each.cell_keys & failing]
        or [each for each in rows if tables & {_table(key) for key in each.cell_keys}]
        or rows
    )


def _table(cell_key: str) -> str:
    return cell_key.rsplit("-", 2)[0]


def _places(session: Session, before: Path, proposals: Sequence[Proposal], output: Path) -> dict[str, str]:
    """Where each wording is to be seen: a picture, or a line of a text file."""
    places = {}
    has_pictures = draws_pages(media_type_of(session.file))
    for number, proposal in enumerate(proposals, start=1):
        unknown = proposal.unknown
        if not has_pictures:
            line = find_address(before, unknown.example_key).source_line
            places[unknown.example_key] = f"line 行 {line} of {session.file.name}" if line else ""
            continue
        picture = output / f"{number:02d}-{unknown.vocabulary}.png"
        try:
            places[unknown.example_key] = str(draw_place(session.file, before, unknown, picture))
        except SourceUnavailable as error:
            places[unknown.example_key] = str(error)
    return places


@contextmanager
def _session(file: Path, limits: Limits, *, writes: bool) -> Generator[Session]:
    if writes and is_part_of_installation(dbt_project_dir()):
        raise CannotTeach(
            f"The vocabulary in {dbt_project_dir()} is part of the installed program, so no rows are added "
            "to it. Copy this folder, name the copy in YUSUAN_DBT_PROJECT_DIR, and run this again."
        )
    with tempfile.TemporaryDirectory(prefix="yusuan-teach-") as work:
        yield Session(file, Console(highlight=False), Path(work), limits)


def _silent(done: int, total: int, name: str) -> None:
    """The models of one document take seconds: the status line is enough."""
