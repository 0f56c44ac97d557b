"""The cells that give a figure its meaning on paper: the others of its row, and the header above it.

The published file holds no raw cells, so they come from the private build file. That file belongs to the
builds: it is opened read-only, under their lock, and where it cannot be had the figure stands alone.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.command.trace.chain import Address
from pipelines.raw_folder.fingerprints import file_key
from pipelines.raw_store import BuildInProgress, RawStore, build_lock
from pipelines.raw_store.segments import DamagedSegments
from pipelines.readers.document import Box

_LOCK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A raw cell, as far as its place and its text go."""

    row_no: int
    col_no: int
    row_span: int
    col_span: int
    page_no: int
    box: Box | None
    source_line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The row of a figure without the figure itself, and its header from the outside in.

    ``missing`` says why both are empty, where they could not be had.
    """

    row: tuple[PrintedCell, ...] = ()
    header: tuple[PrintedCell, ...] = ()
    missing: str | None = None


def find_neighbours(build_file: Path, address: Address, column_label: str = "") -> Neighbours:
    """Row and header of an address; never raises for a build file that is busy, gone or of another time."""
    if not build_file.exists():
        return Neighbours(missing=f"the build file {build_file} is not there")
    try:
        with _reading(build_file) as store:
            cells = _cells_of_table(store, address)
            header_rows = store.rows(
                "select header_row_count from raw.tables where disclosure_key = ? and table_no = ?",
                [file_key(address.disclosure_key), address.table_no],
            )
    except BuildInProgress:
        return Neighbours(missing=f"a build is writing {build_file}; trace again when it has finished")
    except (duckdb.Error, DamagedSegments) as error:
        return Neighbours(missing=f"the build file {build_file} cannot be read ({_first_line(error)})")
    target = _cell_at(cells, address)
    if target is None or target.text != address.raw_text or target.page_no != address.page_no:
        return Neighbours(
            missing=f"the build file {build_file} has read this disclosure otherwise than the published "
            "release; bring the release up to date with `yusuan build`"
        )
    ((header_row_count,),) = header_rows or [(0,)]
    return Neighbours(row_cells(cells, target), header_cells(cells, target, header_row_count, column_label))


def row_cells(cells: Iterable[PrintedCell], target: PrintedCell) -> tuple[PrintedCell, ...]:
    """The other cells that are in, or reach into, the rows of ``target``, from left to right."""
    others = [
        cell
        for cell in cells
        if _place(cell) != _place(target)
        and cell.row_no < target.row_no + target.row_span
        and target.row_no < cell.row_no + cell.row_span
    ]
    return tuple(sorted(others, key=lambda cell: (cell.col_no, cell.row_no)))


def header_cells(
    cells: Sequence[PrintedCell], target: PrintedCell, header_row_count: int, column_label: str = ""
) -> tuple[PrintedCell, ...]:
    """The cells of the header of ``target``, outermost first.

    ``column_label`` is what the warehouse calls the column (`` / `` between its parts). Each part is the cell
    with its words above ``target``, else the nearest one with them: in a form a header is at the side,
    and the cells of dumped text are not below each other. A part that is nowhere is left out. Without a
    label these are all cells above ``target`` in the header rows.
    """
    above = [
        cell
        for cell in sorted(cells, key=_place)
        if cell.row_no < target.row_no
        and cell.col_no < target.col_no + target.col_span
        and target.col_no < cell.col_no + cell.col_span
    ]
    parts = [part for part in map(_compact, column_label.split(" / ")) if part]
    if not parts:
        return tuple(cell for cell in above if cell.row_no <= header_row_count)
    found = [cell for cell in above if _compact(cell.text) in parts]
    for part in parts:
        if part not in map(_compact, (cell.text for cell in found)):
            same = [cell for cell in cells if _compact(cell.text) == part and cell.row_no <= target.row_no]
            found += sorted(same, key=lambda cell: _distance(cell, target))[:1]
    return tuple(sorted(found, key=_place))


@contextmanager
def _reading(build_file: Path) -> Generator[RawStore]:
    """The build file, read-only. Its lock makes a build that starts now wait, as it would fail otherwise."""
    with ExitStack() as stack:
        # A read-only folder needs no lock: no build can start there either.
        with suppress(OSError):
            stack.enter_context(build_lock(build_file, wait_seconds=_LOCK_SECONDS))
        yield stack.enter_context(RawStore.open(build_file, read_only=True))


def _cells_of_table(store: RawStore, address: Address) -> list[PrintedCell]:
    found = store.rows(
        "select row_no, col_no, row_span, col_span, page_no, source_line, text, x0, top, x1, bottom "
        "from raw.cells where disclosure_key = ? and table_no = ? order by row_no, col_no",
        [file_key(address.disclosure_key), address.table_no],
    )
    return [
        PrintedCell(
            row_no=row_no,
            col_no=col_no,
            row_span=row_span,
            col_span=col_span,
            page_no=page_no,
            box=None if x0 is None else Box(x0, top, x1, bottom),
            source_line=source_line,
            text=text,
        )
        for row_no, col_no, row_span, col_span, page_no, source_line, text, x0, top, x1, bottom in found
    ]


def _cell_at(cells: Sequence[PrintedCell], address: Address) -> PrintedCell | None:
    return next((cell for cell in cells if _place(cell) == (address.row_no, address.col_no)), None)


def _distance(cell: PrintedCell, target: PrintedCell) -> tuple[int, int]:
    return target.row_no - cell.row_no, abs(target.col_no - cell.col_no)


def _place(cell: PrintedCell) -> tuple[int, int]:
    return cell.row_no, cell.col_no


def _compact(text: str) -> str:
    return "".join(text.split())


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
