"""The place of an unknown wording, cut out of its page: the words framed, row and header tinted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipelines.command.teach.unknown import UnknownWording
from pipelines.command.trace.chain import Address
from pipelines.command.trace.neighbours import PrintedCell, find_neighbours
from pipelines.command.trace.page import page_picture
from pipelines.command.trace.picture import DPI, SCALE, draw_address
from pipelines.raw_folder.fingerprints import file_key
from pipelines.raw_store import RawStore
from pipelines.readers.document import Box

_MARGIN = 90.0


def find_address(build_file: Path, cell_key: str) -> Address:
    """Where a cell is printed."""
    disclosure_key, table_no, row_no, col_no = cell_key.rsplit("-", 3)
    place = [int(table_no[1:]), int(row_no[1:]), int(col_no[1:])]
    with RawStore.open(build_file, read_only=True) as store:
        found = store.rows(
            "select page_no, x0, top, x1, bottom, source_line, text from raw.cells "
            "where disclosure_key = ? and table_no = ? and row_no = ? and col_no = ?",
            [file_key(disclosure_key), *place],
        )
    assert found, f"no cell {cell_key}"
    ((page_no, x0, top, x1, bottom, source_line, text),) = found
    box = None if x0 is None else Box(x0, top, x1, bottom)
    table, row, column = place
    return Address(disclosure_key, page_no, table, row, column, box, source_line, text)


def draw_place(file: Path, build_file: Path, unknown: UnknownWording, output: Path) -> Path:
    """Write the picture of the first place of a wording; returns its path.

    The words are framed where they are found on paper, else the figure. Raises :class:`SourceUnavailable`
    where the page cannot be drawn.
    """
    address = find_address(build_file, unknown.example_key)
    neighbours = find_neighbours(build_file, address, unknown.column_label or "")
    cells = (*neighbours.header, *neighbours.row)
    page_no, frame = (
        _words_in_cells(cells, unknown)
        or _words_in_lines(build_file, unknown, address.page_no)
        or (
            address.page_no,
            address.box,
        )
    )
    page = page_picture(file, page_no, SCALE)
    row = [cell.box for cell in neighbours.row if cell.page_no == page_no and cell.box]
    if address.box and address.page_no == page_no:
        row.append(address.box)
    header = [cell.box for cell in neighbours.header if cell.page_no == page_no and cell.box]
    seen = [box for box in (frame, *row) if box]
    top = max(0.0, min((box.top for box in seen), default=0.0) - _MARGIN)
    bottom = min(page.height / SCALE, max((box.bottom for box in seen), default=page.height) + _MARGIN)
    picture = draw_address(
        page.crop((0, round(top * SCALE), page.width, round(bottom * SCALE))),
        _lower(frame, top) if frame else None,
        [_lower(box, top) for box in row],
        [_lower(box, top) for box in header],
        caption=f"page {page_no}: no row of {unknown.vocabulary} covers these words",
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    picture.save(output, format="PNG", dpi=(DPI, DPI))
    return output


def _words_in_cells(cells: Iterable[PrintedCell], unknown: UnknownWording) -> tuple[int, Box] | None:
    """The cell with just these words, else the first that has them among others."""
    wanted = unknown.printed_text
    holding = [cell for cell in cells if cell.box and wanted in _compact(cell.text)]
    holding.sort(key=lambda cell: len(cell.text))
    return next(((cell.page_no, cell.box) for cell in holding if cell.box), None)


def _words_in_lines(build_file: Path, unknown: UnknownWording, page_no: int) -> tuple[int, Box] | None:
    """The last line with these words on the page of the figure, or on the one before."""
    with RawStore.open(build_file, read_only=True) as store:
        lines = store.rows(
            "select text, page_no, x0, top, x1, bottom from raw.lines "
            "where page_no between ? - 1 and ? and x0 is not null order by line_no desc",
            [page_no, page_no],
        )
    for text, page, *edges in lines:
        if unknown.printed_text in _compact(text):
            return page, Box(*edges)
    return None


def _compact(text: str) -> str:
    return "".join(text.split())


def _lower(box: Box, top: float) -> Box:
    return Box(box.x0, box.top - top, box.x1, box.bottom - top)
