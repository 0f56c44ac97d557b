"""Cuts a grid where one statement ends and another begins; titles and notes become paragraphs.

A spreadsheet has titles, unit lines and notes in cells of the same grid as the statement, and several
statements on one sheet. (A table of a word processor or a web page is what its file says, with a title in its
first row if it has one there, as a frame on paper has.) They are recognised by the shape of the rows, and by
the lines drawn around cells where the form states them:

- Where lines are drawn around the rows of a table, what is outside them is not part of it.
- Above the header are rows of one text, and rows of two or three texts with colons that leave columns free
  between them (编制单位：…    单位：万元). A text over several columns that the next row divides is a header.
  Without a header below, such a row is a label of the list, unless it is as wide as the table.
- Below the last row of several texts are notes, from the first text on that needs more room than its
  columns have or stands apart; and lines of signatures, whose texts all have a colon.
- A new statement begins at a row of one text that stands apart, below a blank row, or outside the lines that
  are drawn around the rows above it, or above a text with a colon in a column of amounts (单位：万元), where
  a header follows before any amount. A label inside a statement is followed by amounts, or is between
  lines as all rows of the statement do.
- A grid without any row of several texts is running text; so is a table of contents.

Two statements side by side stay one grid: it looks like the two halves of a balance, which are one
statement, and halves that are columns of one table are known as such by what their headers say. They are cut
only where both have a title and a line with a colon of their own, or a title outside their lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipelines.readers.structured.blocks import Block, Grid, GridCell, Paragraph
from pipelines.readers.structured.captions import header_below_caption
from pipelines.readers.structured.grid_rows import Row, columns_of, has_letters, rows_of_grid
from pipelines.readers.structured.side_by_side import parts_side_by_side
from pipelines.readers.structured.text_size import text_width

# A caption has no more texts; lines of signatures may have one more.
_MOST_OF_CAPTION, _MOST_OF_SIGNATURES = 3, 4
# A note is at least so wide (points), about twenty characters, or wider than its columns.
_NOTE_WIDTH = 180.0
# A longer text in a frame as wide as the table is what the table says, and no title of it.
_TITLE_WIDTH = 540.0
# A table of contents has at least so many rows; no document has more pages.
_LEAST_CONTENTS, _MOST_PAGES = 4, 1000


def split(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each grid cut into its tables, and the text above, between and below them."""
    for block in blocks:
        if isinstance(block, Grid):
            for part in parts_side_by_side(block):
                yield from _parts(part)
        else:
            yield block


def _parts(grid: Grid) -> Iterator[Block]:
    rows = rows_of_grid(grid)
    if _is_running_text(rows) or _is_contents(rows):
        yield from (Paragraph(row.text, grid.page_no) for row in rows)
        return
    begins = [0, *_beginnings(rows), len(rows)]
    for begin, end in itertools.pairwise(begins):
        yield from _with_text_around(grid, rows[begin:end])


def _is_running_text(rows: Sequence[Row]) -> bool:
    """Whether no row is one of a table: all have one text, or name what they say (主管部门： | 某局)."""
    return not any(row.has_amounts for row in rows if len(row.cells) > 1) and all(
        len(row.cells) == 1 or (len(row.cells) <= _MOST_OF_CAPTION and row.cells[0] is _first_with_colon(row))
        for row in rows
    )


def _first_with_colon(row: Row) -> GridCell | None:
    return next((cell for cell in row.cells if cell.text.rstrip().endswith(("：", ":"))), None)


def _is_contents(rows: Sequence[Row]) -> bool:
    """Whether the rows, up to titles and a header, are words with numbers of pages, or numbered words."""
    pairs = [row for row in rows if len(row.cells) > 1]
    if pairs and len(pairs[0].cells) == 2 and not any(cell.text.strip().isdigit() for cell in pairs[0].cells):
        pairs = pairs[1:]
    if len(pairs) < _LEAST_CONTENTS or any(len(row.cells) != 2 for row in pairs):
        return False
    for numbered, worded in ((0, 1), (1, 0)):
        numbers = [row.cells[numbered].text.strip() for row in pairs]
        words = [row.cells[worded].text.strip() for row in pairs]
        is_list = numbered == 0 or not any(row.is_framed for row in pairs)
        if is_list and all(map(str.isdigit, numbers)) and all(map(has_letters, words)):
            counted = [int(number) for number in numbers]
            return counted == sorted(counted) and counted[-1] < _MOST_PAGES
    return False


def _beginnings(rows: Sequence[Row]) -> list[int]:
    """The rows at which another statement begins."""
    found: list[int] = []
    has_table = False
    index = 0
    while index < len(rows):
        header = _header_below(rows, index) if has_table and _stands_apart(rows, index) else None
        if header is None:
            has_table = has_table or len(rows[index].cells) > 1
            index += 1
        else:
            found.append(index)
            has_table = False
            index = header
    return found


def _stands_apart(rows: Sequence[Row], index: int) -> bool:
    """Whether a row of text stands apart from the table above it."""
    row, above = rows[index], rows[index - 1]
    if row.has_amounts or not (row.is_single or row.colons):
        return False
    if row.is_framed:
        return False
    return row.below_blank or above.is_framed or header_below_caption(rows, index) is not None


def _header_below(rows: Sequence[Row], index: int) -> int | None:
    """The first row of a header below titles that begin at a row; None where no header follows."""
    framed = any(row.is_framed for row in rows)
    while index < len(rows):
        row = rows[index]
        if row.has_amounts:
            return None
        if row.is_wordy and not _is_caption(row, rows[index + 1 :]) and (row.is_framed or not framed):
            return index
        index += 1
    return None


def _with_text_around(grid: Grid, rows: Sequence[Row]) -> Iterator[Block]:
    """The table of some rows, with the text above and below it."""
    first = 0
    while first < len(rows) and _is_above(rows, first):
        first += 1
    last = first + _table_length(rows[first:], grid.widths)
    yield from (Paragraph(row.text, grid.page_no) for row in rows[:first])
    if first < last:
        yield replace(grid, cells=[cell for row in rows[first:last] for cell in row.cells])
    yield from (Paragraph(row.text, grid.page_no) for row in rows[last:])


def _is_above(rows: Sequence[Row], index: int) -> bool:
    """Whether a row is above the table: all rows before it are."""
    row, rest = rows[index], rows[index + 1 :]
    table = [below for below in rest if len(below.cells) > 1]
    if not row.is_framed and any(below.is_framed for below in table):
        return len(row.cells) == 1 or not row.has_amounts
    if row.has_amounts or not table:
        return row.is_single and not table
    if row.is_framed and index and not rows[0].is_framed:
        return False
    if not row.is_single:
        return _is_caption(row, rest)
    return _is_title(row, rest, columns_of(table))


def _is_title(row: Row, rest: Sequence[Row], columns: tuple[int, int]) -> bool:
    """Whether one text is above a table in these columns, and is none of its headers and labels."""
    cell, below = row.cells[0], rest[0]
    last = cell.col + cell.col_span - 1
    if cell.col <= columns[0] and last >= columns[1]:
        return cell.framed is False or text_width(cell.text) < _TITLE_WIDTH
    if cell.row_span > 1:
        return False
    has_header = next((not below.has_amounts for below in rest if len(below.cells) > 1), False)
    if below.below_blank or not has_header:
        return below.below_blank
    divided = sum(cell.col <= under.col <= last for under in below.cells) > 1
    return cell.col <= columns[0] or (last >= columns[1] and not divided) or below.is_single


def _is_caption(row: Row, rest: Sequence[Row]) -> bool:
    """Whether two or three texts are above a table, at the ends of its width: 编制单位：…  单位：万元."""
    if not row.is_wordy or len(row.cells) > _MOST_OF_CAPTION or not rest:
        return False
    if row.colons == len(row.cells):
        return True
    free = not row.covers(*columns_of(rest))
    return free and (row.colons > 0 or rest[0].below_blank)


def _table_length(rows: Sequence[Row], widths: Sequence[float]) -> int:
    """How many of the rows are those of the table: notes may be below its last row of several texts."""
    table = [index for index, row in enumerate(rows) if len(row.cells) > 1 and not _is_signatures(row)]
    if not table:
        return len(rows)
    columns, framed = columns_of([rows[index] for index in table]), any(rows[i].is_framed for i in table)
    end = 1 + max(index for index, row in enumerate(rows) if index <= table[-1] or row.has_amounts)
    below = (n for n in range(end, len(rows)) if _is_note(rows[n], columns, framed, widths))
    return next(below, len(rows))


def _is_signatures(row: Row) -> bool:
    return row.is_wordy and row.colons == len(row.cells) <= _MOST_OF_SIGNATURES


def _is_note(row: Row, columns: tuple[int, int], framed: bool, widths: Sequence[float]) -> bool:
    """Whether a row below a table in these columns is not part of it; ``framed`` says that lines show it."""
    if not row.is_single:
        return True
    cell = row.cells[0]
    if not row.is_framed and (framed or row.below_blank):
        return True
    room = sum(widths[cell.col : cell.col + cell.col_span])
    width = text_width(cell.text)
    is_wide = cell.col_span > 1 and cell.col_span * 2 > columns[1] - columns[0]
    return cell.row_span == 1 and (width > max(room, _NOTE_WIDTH) or (is_wide and width > _NOTE_WIDTH))
