"""The tables of a page: which of them are tables, which only lay out the page, and the grids of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.document import HiddenText
from pipelines.readers.figures import looks_like_amount
from pipelines.readers.structured import Grid, GridCell
from pipelines.readers.web.css import points
from pipelines.readers.web.page import WebPage
from pipelines.readers.web.text import blocks_in, text_of

# A table that holds other tables is one of data only where so many of its own cells are amounts.
FEWEST_AMOUNTS = 3
# As in browsers, no cell spans more columns; and beyond so many columns, cells span one.
_WIDEST_SPAN, _MOST_COLUMNS = 1000, 4096
# What a level of indent is in a page that Excel saved, in points.
_INDENT = 9.0
_LONGEST_AMOUNT = 40
_RED = ("#ff0000", "red")
# As they are shown, whatever their order in the file.
_SECTIONS = ("thead", "tbody", "tfoot")
_NUMBER = re.compile(r"\s*(\d+)")
_ALIGNMENTS = {"left": "left", "start": "left", "center": "centre", "right": "right", "end": "right"}


@dataclass(slots=True)
class WebCell:
    """One cell, and whether it holds another table."""

    element: HtmlElement
    holds_table: bool = False


@dataclass(slots=True)
class WebTable:
    """The rows of one table in the order of the file, each with its section, and its declared columns."""

    element: HtmlElement
    rows: list[tuple[str, HtmlElement | None, list[WebCell]]] = field(default_factory=list)
    columns: list[HtmlElement] = field(default_factory=list)

    def cells(self) -> Iterator[WebCell]:
        """All its own cells."""
        for _, _, cells in self.rows:
            yield from cells

    def add(self, element: HtmlElement, section: str) -> None:
        """Add a row, a cell or a column."""
        if element.tag == "col":
            span = min(_number(element.get("span")) or 1, _MOST_COLUMNS - len(self.columns))
            self.columns += [element] * span
            return
        if element.tag == "tr" or not self.rows:
            self.rows.append((section, element if element.tag == "tr" else None, []))
        if element.tag != "tr":
            self.rows[-1][2].append(WebCell(element))


def tables_of(page: WebPage) -> dict[HtmlElement, WebTable]:
    """All tables of a page, each with its own rows and cells."""
    found: dict[HtmlElement, WebTable] = {}
    around: list[WebTable] = []
    sections: list[str] = []
    tags = ("table", *_SECTIONS, "tr", "td", "th", "col")
    for event, element in etree.iterwalk(page.body, events=("start", "end"), tag=tags):
        if event == "end":
            if element.tag == "table":
                around.pop()
                sections.pop()
            elif element.tag in _SECTIONS and around:
                sections[-1] = "tbody"
        elif element.tag == "table":
            for outer in around:
                if outer.rows and outer.rows[-1][2]:
                    outer.rows[-1][2][-1].holds_table = True
            found[element] = WebTable(element)
            around.append(found[element])
            sections.append("tbody")
        elif around and element.tag in _SECTIONS:
            sections[-1] = element.tag
        elif around:
            around[-1].add(element, sections[-1])
    return found


def is_data(page: WebPage, table: WebTable) -> bool:
    """Whether a table is one of data, and does not only lay out the page.

    A table that holds another one is layout, unless its own cells have amounts. So is a table in no row of
    which two cells have text.
    """
    cells = list(table.cells())
    if any(cell.holds_table for cell in cells):
        own = (cell for cell in cells if not cell.holds_table)
        return sum(has_amount(cell.element) for cell in own) >= FEWEST_AMOUNTS
    return any(sum(not _is_blank(cell.element) for cell in row) > 1 for _, _, row in table.rows)


def has_amount(cell: HtmlElement) -> bool:
    """Whether the whole text of a cell is one amount."""
    text = ""
    for part in cell.itertext():
        text += part.strip()
        if len(text) > _LONGEST_AMOUNT:
            return False
    return looks_like_amount(text)


def _is_blank(element: HtmlElement) -> bool:
    return not any(part.strip() for part in element.itertext()) and element.find(".//input") is None


def grid_of(page: WebPage, table: WebTable, table_no: int, page_no: int) -> tuple[Grid, list[HiddenText]]:
    """The grid of a table of data, and the texts of it that a person cannot see.

    Rows of the head come first and those of the foot last, whatever their order in the file.
    """
    cells: list[GridCell] = []
    hidden: list[HiddenText] = []
    hidden_columns = {number for number, col in enumerate(table.columns) if page.takes_no_room(col)}
    row_no = 0
    for section in _SECTIONS:
        rows = [row for row in table.rows if row[0] == section]
        seen = [row for row in rows if not _takes_no_room(page, row[1])]
        hidden += [_hidden(page_no, "hidden_row", row[2]) for row in rows if row not in seen]
        last = row_no + len(seen)
        taken: dict[int, int] = {}
        for _, element, row in seen:
            col = 0
            is_blank = element is not None and any(map(page.is_hidden, _row_and_section(element)))
            if is_blank:
                hidden.append(_hidden(page_no, "hidden_row", row))
            for cell in row:
                while taken.get(col, 0) > row_no:
                    col += 1
                if page.takes_no_room(cell.element) and col not in hidden_columns:
                    hidden.append(_hidden(page_no, "hidden_text", [cell]))
                    continue
                span = _column_span(page, cell.element, col)
                reach = min(last, row_no + _row_span(cell.element, last - row_no))
                if reach > row_no + 1:
                    taken.update(dict.fromkeys(range(col, col + span), reach))
                if set(range(col, col + span)) <= hidden_columns:
                    hidden.append(_hidden(page_no, "hidden_column", [cell]))
                elif not is_blank and page.is_hidden(cell.element):
                    hidden.append(_hidden(page_no, "hidden_text", [cell]))
                elif not is_blank:
                    reference = f"T{table_no}R{row_no + 1}C{col + 1}"
                    shown, unseen = _cell(page, cell, element, (row_no, col, reach - row_no, span), reference)
                    cells.append(shown)
                    hidden.append(HiddenText(page_no, None, unseen, "hidden_text"))
                col += span
            row_no += 1
    return Grid(cells, page_no), [text for text in hidden if text.text]


def _row_and_section(row: HtmlElement) -> list[HtmlElement]:
    section = row.getparent()
    return [row, section] if section is not None and section.tag in _SECTIONS else [row]


def _takes_no_room(page: WebPage, row: HtmlElement | None) -> bool:
    return row is not None and any(map(page.takes_no_room, _row_and_section(row)))


def _cell(
    page: WebPage, cell: WebCell, row: HtmlElement | None, place: tuple[int, int, int, int], reference: str
) -> tuple[GridCell, str]:
    element = cell.element
    text, unseen = text_of(page, element)
    if text[:1].isdigit() and _is_reddened(page, element):
        text = f"-{text}"
    ignored = "colspan" in page.style(element).get("mso-ignore", "")
    row_no, col, row_span, col_span = place
    shown = GridCell(
        row_no, col, text, row_span, 1 if ignored else col_span, reference,
        _indent(page, element), _alignment(page, element, row),
        framed=_is_framed(page, element) if page.is_sheet else None,
    )  # fmt: skip
    return shown, unseen


def _is_framed(page: WebPage, cell: HtmlElement) -> bool:
    """Whether lines are drawn at both sides of a cell of a sheet."""
    style = page.style(cell)
    sides = (style.get(f"border-{side}", style.get("border", "none")) for side in ("left", "right"))
    return all(side.split()[:1] not in ([], ["none"], ["0"], ["0px"]) for side in sides)


def _is_reddened(page: WebPage, cell: HtmlElement) -> bool:
    """Whether Excel saved the red of a number format, which shows a negative number without a sign."""
    return any(
        page.style(font).get("mso-ignore") == "color" and font.get("color", "").lower() in _RED
        for font in cell.iter("font")
    )


def _hidden(page_no: int, reason: str, cells: list[WebCell]) -> HiddenText:
    texts = (" ".join("".join(cell.element.itertext()).split()) for cell in cells)
    return HiddenText(page_no, None, "\t".join(filter(None, texts)), reason)


def _number(text: str | None) -> int | None:
    found = _NUMBER.match(text or "")
    return int(found[1][:9]) if found else None


def _column_span(page: WebPage, cell: HtmlElement, col: int) -> int:
    span = _number(cell.get("colspan")) or 1
    return min(span, _WIDEST_SPAN) if col < _MOST_COLUMNS else 1


def _row_span(cell: HtmlElement, rest: int) -> int:
    """How many rows a cell spans; 0 is the rest of its section."""
    span = _number(cell.get("rowspan"))
    return rest if span == 0 else span or 1


def _indent(page: WebPage, cell: HtmlElement) -> float:
    """How far the first line of a cell is moved to the right, in points."""
    indent = 0.0
    for element in blocks_in(cell):
        style = page.style(element)
        padding = points(style.get("padding-left")) or _left_of(style.get("padding"))
        excel = _INDENT * (_number(style.get("mso-char-indent-count")) or 0)
        indent += max(padding, excel)
        indent += points(style.get("text-indent")) or 0.0
        if element is not cell:
            indent += points(style.get("margin-left")) or 0.0
    return round(max(0.0, min(indent, 200.0)), 2)


def _left_of(box: str | None) -> float:
    """The left one of the lengths ``top right bottom left``."""
    sides = (box or "").split()
    return (points(sides[{1: 0, 2: 1, 3: 1, 4: 3}[len(sides)]]) or 0.0) if 0 < len(sides) < 5 else 0.0


def _alignment(page: WebPage, cell: HtmlElement, row: HtmlElement | None) -> str | None:
    """Where the text of a cell is; what is nearest to the text decides."""
    inner = list(blocks_in(cell))
    for element in (*reversed(inner), *([row] if row is not None else [])):
        stated = page.style(element).get("text-align") or element.get("align", "").lower()
        if stated in _ALIGNMENTS:
            return _ALIGNMENTS[stated]
        if element.tag == "center":
            return "centre"
    return "centre" if cell.tag == "th" else None
