"""The document of a workbook: each sheet is a page with one grid of what can be seen on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipelines.readers.document import Document, HiddenText, Notice, UnreadableDocument
from pipelines.readers.locked import is_locked, locked
from pipelines.readers.marks import struck_through
from pipelines.readers.media_types import ODS, XLS, XLSX
from pipelines.readers.spreadsheet.biff import workbook_of_xls
from pipelines.readers.spreadsheet.ooxml import workbook_of_xlsx
from pipelines.readers.spreadsheet.opendocument import workbook_of_ods
from pipelines.readers.spreadsheet.package import damaged
from pipelines.readers.spreadsheet.seen import Places, Seen, seen_on
from pipelines.readers.spreadsheet.sheet import UNKNOWN, Sheet, SheetCell, Workbook, column_letters
from pipelines.readers.structured import Block, Grid, GridCell, Paragraph, document_of, split

# A picture is large from this area on, in square points: a tenth of a page.
_LARGE = 0.1 * 595 * 842
_ALIGNED_BY_KIND = {True: "right", False: "left"}


def read_xlsx(path: Path) -> Document:
    """Read .xlsx, .xlsm or .et. Raises :class:`UnreadableDocument`."""
    _refuse_unopenable(path)
    return _document(workbook_of_xlsx(path), XLSX, "xlsx")


def read_xls(path: Path) -> Document:
    """Read .xls or .et. Raises :class:`UnreadableDocument`."""
    _refuse_unopenable(path)
    return _document(workbook_of_xls(path), XLS, "xls")


def read_ods(path: Path) -> Document:
    """Read .ods. Raises :class:`UnreadableDocument`."""
    _refuse_unopenable(path)
    return _document(workbook_of_ods(path), ODS, "ods")


def _refuse_unopenable(path: Path) -> None:
    """An empty file; and one with a password, which is a container of another form than what is locked."""
    if not path.stat().st_size:
        raise UnreadableDocument("empty_file", "The file is empty (0 bytes). Download or export it again.")
    if is_locked(path):
        raise locked()


def _document(workbook: Workbook, media_type: str, reader: str) -> Document:
    blocks: list[Block] = []
    hidden_texts: list[HiddenText] = []
    unknown: list[tuple[int, str]] = []
    _forget_uncalculated(workbook)
    if not workbook.sheets:
        raise damaged("it has no sheets")
    for page_no, sheet in enumerate(workbook.sheets, 1):
        seen, hidden = seen_on(sheet)
        unknown += [(page_no, _reference(one.cell)) for one in seen if one.cell.text == UNKNOWN]
        hidden_texts += _hidden_texts(page_no, hidden)
        if not sheet.hidden:
            blocks += [Paragraph(text, page_no) for text in sheet.boxes]
        if seen:
            blocks.append(_grid(sheet, seen, page_no))
    pictures = _pages_with_large_pictures(workbook.sheets)
    if pictures and not blocks:
        raise UnreadableDocument(
            "image_only",
            "The sheets hold pictures and no text. Ask the publisher for the original workbook, or run text "
            "recognition on the pictures first.",
        )
    if not blocks and not hidden_texts:
        raise UnreadableDocument(
            "empty_file", "The sheets hold no text. Check that it is the right file, or export it again."
        )
    return document_of(
        split(blocks),
        media_type=media_type,
        reader=reader,
        finder="sheet",
        page_names=[sheet.name for sheet in workbook.sheets],
        notices=[*_notices(unknown), *_picture_notices(pictures)],
        hidden_texts=hidden_texts,
    )


def _forget_uncalculated(workbook: Workbook) -> None:
    """Where a program wrote formulas that cannot calculate, their values are unknown.

    It gives each of them 0 as its value and asks for calculation when the file is opened, or a blank.
    """
    formulas = [cell for sheet in workbook.sheets for cell in sheet.cells if cell.is_formula]
    blank = [cell.number is None and cell.text in ("", UNKNOWN) for cell in formulas]
    zero = [cell.number == 0 for cell in formulas]
    if all(blank) or (workbook.calculated_when_opened and all(map(max, blank, zero))):
        for cell in formulas:
            cell.text, cell.number = UNKNOWN, None


def _hidden_texts(page_no: int, hidden: Iterable[tuple[str, SheetCell]]) -> Iterator[HiddenText]:
    """One text for the cells of a row that are hidden for the same reason."""
    rows: dict[tuple[int, str], list[str]] = {}
    for reason, cell in hidden:
        rows.setdefault((cell.row, reason), []).append(cell.text.strip())
    for (_, reason), texts in rows.items():
        yield HiddenText(page_no, None, "\t".join(texts), reason)


def _notices(unknown: Sequence[tuple[int, str]]) -> Iterator[Notice]:
    if unknown:
        named = ", ".join(reference for _, reference in unknown[:10]) + (" …" if len(unknown) > 10 else "")
        yield Notice(
            "formulas_without_values",
            tuple(sorted({page for page, _ in unknown})),
            f"{len(unknown)} cells hold formulas whose values are not in the file ({named}). Open the file "
            "in the program that it is for, and save it: then the values are in it.",
        )


def _pages_with_large_pictures(sheets: Sequence[Sheet]) -> list[int]:
    return [
        page_no
        for page_no, sheet in enumerate(sheets, 1)
        if sheet.largest_picture >= _LARGE and not sheet.hidden
    ]


def _picture_notices(pages: Sequence[int]) -> Iterator[Notice]:
    if pages:
        yield Notice(
            "large_pictures",
            tuple(pages),
            "There are large pictures on the sheet; what they show was not read. Check whether they show "
            "figures.",
        )


def _grid(sheet: Sheet, seen: Sequence[Seen], page_no: int) -> Grid:
    """The grid of what is seen, without hidden rows and columns, and of blank ones at most one in a place."""
    rows = Places((one.region.row for one in seen), sheet.hidden_rows)
    cols = Places((one.region.col for one in seen), sheet.hidden_cols)
    widths: dict[int, float] = {}
    for col, place in cols:
        widths[place] = sheet.widths.get(col, sheet.default_width)
    return Grid(
        cells=[_grid_cell(one, rows, cols) for one in seen],
        page_no=page_no,
        widths=[widths.get(place, sheet.default_width) for place in range(max(widths) + 1)],
    )


def _grid_cell(seen: Seen, rows: Places, cols: Places) -> GridCell:
    cell, region = seen.cell, seen.region
    row, row_span = rows.of(region.row, region.last_row)
    col, col_span = cols.of(region.col, region.last_col)
    return GridCell(
        row=row,
        col=col,
        text=struck_through(cell.text) if cell.style.struck else cell.text,
        row_span=row_span,
        col_span=col_span,
        reference=_reference(cell),
        indent=cell.style.indent,
        alignment=cell.style.alignment or _ALIGNED_BY_KIND[cell.number is not None],
        stored_value=cell.stored_value,
        framed=cell.style.framed,
    )


def _reference(cell: SheetCell) -> str:
    return f"{column_letters(cell.col)}{cell.row + 1}"
