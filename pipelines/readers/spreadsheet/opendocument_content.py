"""What is recorded about the sheets of an .ods workbook while its content is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipelines.readers.marks import in_white, raised, struck_through
from pipelines.readers.spreadsheet.numbers import decimal, whole
from pipelines.readers.spreadsheet.opendocument_drawing import DrawingEvents
from pipelines.readers.spreadsheet.opendocument_styles import OdsStyles
from pipelines.readers.spreadsheet.package import damaged
from pipelines.readers.spreadsheet.sheet import UNKNOWN, CellCount, Region, Sheet, SheetCell

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_TEXT = 1_000_000
# What is in a cell or a sheet and is not its text: notes, pictures, tables in tables.
_ASIDE = frozenset(
    ("annotation", "frame", "shapes", "custom-shape", "sub-table", "tracked-changes", "ruby-text")
)
_NUMBERS = ("float", "percentage", "currency")
_NOT_SHOWN = ("collapse", "filter")
_ZEROS_SHOWN = "ShowZeroValues"
_CELLS = ("table-cell", "covered-table-cell")


@dataclass(slots=True)
class _OpenCell:
    """A cell that is being read."""

    attributes: Mapping[str, str]
    paragraphs: list[str]


class ContentEvents:
    """Fills the sheets while the content is read; settings and styles are before it."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._styles, self._shows_zeros = OdsStyles(), True
        self._setting = ""
        self._drawing = DrawingEvents()
        self._count = CellCount()
        self._depth = self._aside = 0
        self._row = self._col = self._column = 0
        self._rows_repeated = 1
        self._row_begins = 0
        self._column_styles: list[str] = []
        self._cell: _OpenCell | None = None
        self._in_paragraph = 0
        self._length = 0
        self._spans: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._aside or name in _ASIDE or (name == "table" and self._depth):
            self._aside += 1
            self._drawing.start(name, attributes)
        elif name == "table":
            self._depth = 1
            self._begin_sheet(attributes)
        elif not self._depth:
            self._setting = attributes.get("name", "") if name == "config-item" else ""
            self._styles.start(name, attributes)
        elif name == "table-column":
            self._add_columns(attributes)
        elif name == "table-row":
            self._begin_row(attributes)
        elif name in _CELLS:
            self._cell = _OpenCell(attributes, [])
            self._spans = []
        elif self._cell is not None:
            self._begin_text(name, attributes, self._cell)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
            if self.sheets:
                self._drawing.end(name, self.sheets[-1])
        elif name == "table":
            self._depth = 0
        elif not self._depth:
            self._styles.end(name)
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell, name)
            self._cell = None
        elif name == "table-row":
            self._end_row()
        elif name == "p":
            self._in_paragraph = 0
        elif name == "span" and self._spans:
            self._spans.pop()

    def data(self, text: str) -> None:
        """A piece of text; line breaks and rows of blanks in the XML are one blank."""
        if self._setting == _ZEROS_SHOWN and text.strip():
            self._shows_zeros = text.strip() != "false"
        if self._aside:
            self._drawing.data(text)
        elif self._in_paragraph and self._cell is not None:
            joined = " ".join(text.split())
            before, behind = " " * text[:1].isspace(), " " * (text[-1:].isspace() and joined != "")
            self._add(self._marked(before + joined + behind, self._cell.paragraphs[-1]))

    def _begin_text(self, name: str, attributes: Mapping[str, str], cell: _OpenCell) -> None:
        if name == "p":
            self._in_paragraph = 1
            self._length = 0 if not cell.paragraphs else self._length
            cell.paragraphs.append("")
        elif name == "span":
            self._spans.append(attributes.get("style-name", ""))
        elif name == "s" and self._in_paragraph:
            self._add(" " * min(whole(attributes.get("c"), 1), 1000))
        elif name == "tab" and self._in_paragraph:
            self._add(" ")
        elif name == "line-break" and self._in_paragraph:
            self._add("\n")

    def _marked(self, text: str, before: str) -> str:
        """A text in spans that strike it out, raise it or make it white."""
        if any(map(self._styles.is_white, self._spans)):
            return in_white(text)
        if any(self._styles.cell(span).struck for span in self._spans):
            return struck_through(text)
        return raised(text, before) if any(map(self._styles.is_raised, self._spans)) else text

    def _add(self, text: str) -> None:
        assert self._cell is not None
        self._length += len(text)
        if self._length > _LONGEST_TEXT:
            raise damaged("a cell holds a text of more than a million characters")
        self._cell.paragraphs[-1] += text

    def _begin_sheet(self, attributes: Mapping[str, str]) -> None:
        shown = self._styles.is_shown(attributes.get("style-name", ""))
        self.sheets.append(Sheet(attributes.get("name", ""), hidden=not shown, shows_zeros=self._shows_zeros))
        self._row = self._column = 0
        self._column_styles = []

    def _add_columns(self, attributes: Mapping[str, str]) -> None:
        sheet, last = (
            self.sheets[-1],
            min(self._column + self._count_of(attributes, "columns-repeated"), MOST_COLUMNS),
        )
        width = self._styles.width(attributes.get("style-name", ""))
        self._count.take_columns(last - self._column)
        for col in range(self._column, last):
            if attributes.get("visibility") in _NOT_SHOWN:
                sheet.hidden_cols.add(col)
            if width > 0:
                sheet.widths[col] = width
            self._column_styles.append(attributes.get("default-cell-style-name", ""))
        self._column = last

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._col = 0
        self._rows_repeated = min(self._count_of(attributes, "rows-repeated"), MOST_ROWS - self._row)
        self._row_begins = len(self.sheets[-1].cells)
        if attributes.get("visibility") in _NOT_SHOWN:
            self.sheets[-1].hidden_rows.update(range(self._row, self._row + self._rows_repeated))

    def _end_row(self) -> None:
        """The row again as often as it is repeated."""
        sheet = self.sheets[-1]
        row = sheet.cells[self._row_begins :]
        if row:
            self._count.take(len(row) * (self._rows_repeated - 1))
            for down in range(1, self._rows_repeated):
                sheet.cells += [replace(cell, row=cell.row + down) for cell in row]
        self._row += self._rows_repeated

    def _end_cell(self, cell: _OpenCell, name: str) -> None:
        attributes = cell.attributes
        repeated = min(self._count_of(attributes, "columns-repeated"), MOST_COLUMNS - self._col)
        shown = self._shown(cell)
        if shown.text:
            self._count.take(repeated)
            sheet = self.sheets[-1]
            sheet.cells += [replace(shown, col=self._col + right) for right in range(repeated)]
            down, right = (
                self._count_of(attributes, "rows-spanned"),
                self._count_of(attributes, "columns-spanned"),
            )
            if name == "table-cell" and (down > 1 or right > 1):
                sheet.regions.append(
                    Region(
                        self._row,
                        self._col,
                        min(self._row + max(down, 1), MOST_ROWS) - 1,
                        min(self._col + max(right, 1), MOST_COLUMNS) - 1,
                    )
                )
        self._col += repeated

    def _shown(self, cell: _OpenCell) -> SheetCell:
        attributes = cell.attributes
        text = "\n".join(cell.paragraphs)
        kind, is_formula = attributes.get("value-type", ""), "formula" in attributes
        number = decimal(attributes.get("value"), float("nan")) if kind in _NUMBERS else None
        if number is not None and number != number:
            number = None
        if number == 0 and not self._shows_zeros:
            text = ""
        elif is_formula and not kind and not text:
            text = UNKNOWN
        style = self._style_name(attributes)
        if number is not None and number < 0 and text[:1].isdigit() and self._styles.reddens_negatives(style):
            text = f"-{text}"
        return SheetCell(self._row, self._col, text, self._styles.cell(style), number, is_formula)

    def _style_name(self, attributes: Mapping[str, str]) -> str:
        """The style of the cell, else the one that its column gives to cells without one."""
        of_column = self._column_styles[self._col] if self._col < len(self._column_styles) else ""
        return attributes.get("style-name") or of_column

    def _count_of(self, attributes: Mapping[str, str], what: str) -> int:
        """How many rows or columns something is repeated for or spans: at least one."""
        told = attributes.get(f"number-{what}", "1")
        count = whole(told, -1)
        if count < 0:
            raise damaged(f"sheet {self.sheets[-1].name[:31]}: {what} is {told}")
        return max(1, count)
