"""Reads the document of a word processor as a :class:`Document`.

The file has no pages: where one ends is decided by the program that prints it, its fonts and its printer. So
all of it is page 1, and a cell is named by its table, row and column in the file: ``T3R2C4`` is column 4 of
row 2 of the third table, counted as the program counts them, with tables within cells. Headers and footers,
which every page repeats, and comments are left out. Notes are at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipelines.readers.document import Document, Notice, UnreadableDocument
from pipelines.readers.media_types import DOCX
from pipelines.readers.structured import Block, Grid, GridCell, Paragraph, document_of
from pipelines.readers.word.fields import UNKNOWN
from pipelines.readers.word.graphics import Graphics
from pipelines.readers.word.names import DELETED_TEXT, KEY, PARAGRAPH, TABLE, TEXT, Element, held, w
from pipelines.readers.word.package import Package, open_package
from pipelines.readers.word.paragraphs import Paragraphs, ShownParagraph
from pipelines.readers.word.properties import shading, value_of
from pipelines.readers.word.tables import TableCell, cells_of, rows_of, why_gone, widths_of

_EMBEDDED = w("altChunk")
_BLOCKS = frozenset((PARAGRAPH, TABLE, _EMBEDDED))
# A picture outside of tables is large from this area on, in square points: a tenth of a page.
_LARGE = 0.1 * 595 * 842
_IN_CELLS = (
    "There are pictures in table cells where text should be; what they show was not read. Compare the file."
)
_LARGE_PICTURES = (
    "There are large pictures in the text; what they show was not read. Check whether they show figures."
)
_UNKNOWN = "Some signs or formulas have no text in the file and are shown as \ufffd. Compare the file."
_EQUATION = "equation"


def read_docx(path: Path) -> Document:
    """Read a document of the format docx, also of its strict variant, with macros, or a template.

    Raises :class:`UnreadableDocument`: ``encrypted``, ``too_large``, ``damaged``, ``image_only`` where it
    holds nothing but pictures, and ``empty_file``.
    """
    return document_in(path, DOCX, "word")


def document_in(path: Path, media_type: str, reader: str) -> Document:
    """Read a file of the format docx that was made of one of this media type; see :func:`read_docx`."""
    body = _Body(open_package(path))
    blocks = list(body.all_blocks())
    document = document_of(
        blocks,
        media_type=media_type,
        reader=reader,
        finder="word_table",
        notices=body.notices(blocks),
        hidden_texts=body.paragraphs.hidden,
    )
    if not document.lines and not document.tables:
        if body.pictures:
            raise UnreadableDocument(
                "image_only",
                f"The document holds {body.pictures} pictures and no text. Ask the publisher for the "
                "original, or run text recognition on the pictures first.",
            )
        raise UnreadableDocument("empty_file", "The document has no text. Check the export.")
    return document


class _Body:
    """Turns the text of a document into blocks, and notes what a person should know of it."""

    def __init__(self, package: Package) -> None:
        self.paragraphs = Paragraphs(package)
        self.pictures = 0
        self._package = package
        self._tables = 0
        self._noted: dict[tuple[str, str], None] = {}

    def all_blocks(self) -> Iterator[Block]:
        """The text, and the notes below it."""
        yield from self._blocks(self._package.body, "")
        for notes, name in ((self._package.footnotes, "footnote"), (self._package.endnotes, "endnote")):
            for note in () if notes is None else notes.findall(w(name)):
                if note.get(w("type"), "normal") == "normal":
                    yield from self._blocks(note, "")

    def notices(self, blocks: list[Block]) -> list[Notice]:
        """What a person should know of the document, when all of it has been read to these blocks."""
        found = [Notice(reason, (1,), message) for reason, message in self._noted]
        if any(UNKNOWN in text for block in blocks for text in _texts(block)):
            found.append(Notice("unknown_characters", (1,), _UNKNOWN))
        hidden = self.paragraphs.hidden
        if hidden:
            counts = sorted(Counter(text.reason for text in hidden).items())
            reasons = ", ".join(f"{reason} {count}" for reason, count in counts)
            message = f"{len(hidden)} texts cannot be seen, so they are not read ({reasons})."
            found.append(Notice("hidden_texts", (1,), message))
        return found

    def _blocks(self, container: Element, paper: str | None) -> Iterator[Block]:
        """What is in a part of the document on this colour, one below another."""
        begun = ""
        for element in held(container, _BLOCKS):
            if element.tag == PARAGRAPH:
                shown = self.paragraphs.read(element, paper)
                begun += shown.text
                if not shown.goes_on:
                    yield Paragraph(begun)
                    begun = ""
                if shown.graphics.largest >= _LARGE:
                    self._note("large_pictures", _LARGE_PICTURES)
                yield from self._drawn(shown.graphics)
            else:
                yield from self._other(element)
        yield Paragraph(begun)

    def _other(self, element: Element) -> Iterator[Block]:
        if element.tag == TABLE:
            yield from self._table(element)
        else:
            self._note_embedded("another file", element.get(KEY, ""))

    def _table(self, table: Element) -> Iterator[Block]:
        """The grid of a table, and those of the tables within it; a single cell is only a frame."""
        self._tables += 1
        number, rows = self._tables, rows_of(table)
        for row in rows:
            if reason := why_gone(row):
                self.paragraphs.hide(_all_text(row), reason)
        cells, widths = cells_of(rows, widths_of(table))
        paper = self._paper_of(table.findall(w("tblPr")))
        if len(cells) == 1:
            yield from self._blocks(cells[0].element, _behind(cells[0], paper))
            return
        below: list[Block] = []
        shown = [self._cell(cell, number, paper, below) for cell in cells]
        yield Grid(shown, widths=widths)
        yield from below

    def _cell(self, cell: TableCell, table_no: int, paper: str | None, below: list[Block]) -> GridCell:
        """A cell with its text; tables and text boxes within it go below its table."""
        paragraphs: list[ShownParagraph] = []
        graphics = Graphics()
        for element in held(cell.element, _BLOCKS):
            if element.tag == PARAGRAPH:
                paragraphs.append(self.paragraphs.read(element, _behind(cell, paper)))
                graphics.add(paragraphs[-1].graphics)
            else:
                below += (
                    replace(block, is_apart=True) if isinstance(block, Grid) else block
                    for block in self._other(element)
                )
        for covered in cell.covered:
            self.paragraphs.hide(_all_text(covered), "hidden_text")
        text = "".join(each.text + ("" if each.goes_on else "\n") for each in paragraphs)
        text = "\n".join(line for line in text.split("\n") if line.strip())
        if graphics.pictures and not text:
            self._note("figures_as_pictures", _IN_CELLS)
        below += self._drawn(graphics)
        first = next((each for each in paragraphs if each.text.strip()), ShownParagraph())
        return GridCell(
            cell.row,
            cell.col,
            text,
            cell.row_span,
            cell.col_span,
            f"T{table_no}R{cell.file_row + 1}C{cell.file_col + 1}",
            round(first.indent, 2),
            first.alignment,
        )

    def _paper_of(self, properties: list[Element]) -> str | None:
        """The colour behind the cells of a table; None where its style may colour some of them."""
        return (
            None if value_of(properties, "tblStyle") in self.paragraphs.styles.shaded else shading(properties)
        )

    def _drawn(self, graphics: Graphics) -> Iterator[Block]:
        """The texts of text boxes and shapes, on a colour that is not known."""
        self.pictures += graphics.pictures
        yield from map(Paragraph, graphics.words)
        for program, key in graphics.objects:
            if _EQUATION not in program.lower():
                self._note_embedded(f"an object of {program}" if program else "an object", key)
        for box in graphics.boxes:
            yield from self._blocks(box, None)

    def _note(self, reason: str, message: str) -> None:
        self._noted[(reason, message)] = None

    def _note_embedded(self, what: str, key: str) -> None:
        target = self._package.targets.get(key)
        named = f"{what} ({target})" if target else what
        self._note(
            "figures_as_pictures",
            f"The document holds {named}, which was not read. Save what it holds as a file of its own, and "
            "put that beside this one.",
        )


def _behind(cell: TableCell, paper: str | None) -> str | None:
    """The colour of a cell in a table of this colour."""
    own = shading(cell.element.findall(w("tcPr")))
    return paper if own == "" else own


def _all_text(element: Element) -> str:
    """All text within, whether it is shown or not."""
    return " ".join(part.text or "" for part in element.iter(TEXT, DELETED_TEXT))


def _texts(block: Block) -> list[str]:
    return [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
