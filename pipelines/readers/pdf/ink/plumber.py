"""The one place where pdfplumber and pdfminer are called: gives pages as plain values, or one kind of error.

They read what pdfium cannot, and raise errors of many kinds on damaged files. What goes wrong outside of
their calls is a fault of ours and is not caught here.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.readers.pdf.ink.paths import Rectangle
from pipelines.readers.pdf.ink.upright import FARTHEST

if TYPE_CHECKING:
    from pdfplumber.page import Page as LibraryPage
    from pdfplumber.pdf import PDF

# The time for finding tables grows with the square of the rulings; a page with more of them is a drawing.
MOST_RULINGS = 4_000

# pdfminer reports each oddity of a damaged file. What could not be read is said by a notice of the page.
for _name in ("pdfminer", "pdfplumber"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class PlumberError(Exception):
    """pdfplumber cannot read a page or the file; the message is the kind of its error."""


@dataclass(frozen=True, slots=True)
class PlumberChar:
    """A text as pdfplumber reads it: mostly one character, more in a ligature.

    ``box`` is ``(x0, top, x1, bottom)`` on the page as it is shown; ``bottom_up`` is ``(x0, y0, x1, y1)``
    with y growing upwards. ``slope`` are the first two numbers of its text matrix.
    """

    text: str
    box: Rectangle
    bottom_up: Rectangle
    slope: tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlumberTable:
    """A table by its box and the boxes of its cells."""

    box: Rectangle
    cells: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class PlumberPage:
    """One page. ``media_box`` is ``(left, bottom, right, top)`` before the page is turned by ``rotation``.

    ``tables`` is None where they were not looked for, or where the page has too many rulings for a table.
    """

    width: float
    height: float
    media_box: Rectangle
    rotation: int
    chars: tuple[PlumberChar, ...]
    tables: tuple[PlumberTable, ...] | None = None


class PlumberFile:
    """A PDF file that is opened when it is needed first. Each call raises :class:`PlumberError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pages: list[LibraryPage] | None = None
        self._pdf: PDF | None = None
        self._failed: PlumberError | None = None
        self._expected: int | None = None

    def expect(self, page_count: int) -> None:
        """Pages are the same under their numbers only if pdfplumber finds this many, too."""
        self._expected = page_count

    def page_count(self) -> int:
        """How many pages are in the file, whatever it claims."""
        return len(self._opened())

    def page(self, index: int, *, with_tables: bool = False) -> PlumberPage:
        """The page at ``index`` (from 0)."""
        pages = self._opened()
        if self._expected not in (None, len(pages)):
            raise PlumberError(f"{len(pages)} of {self._expected} pages are in the file")
        with _library_errors():
            page = pages[index]
            try:
                return _plain(page, with_tables)
            finally:
                page.close()

    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._pdf is not None:
            self._pdf.stream.close()

    def _opened(self) -> list[LibraryPage]:
        if self._failed is not None:
            raise self._failed
        if self._pages is None:
            import pdfplumber

            try:
                with _library_errors():
                    self._pdf = pdfplumber.open(self._path)
                    self._pages = self._pdf.pages
            except PlumberError as error:
                self._failed = error
                raise
        return self._pages


@contextmanager
def _library_errors() -> Generator[None]:
    """Turns errors of the libraries into one kind, but for those that do not come from the file's content."""
    try:
        yield
    except (MemoryError, OSError):
        raise
    except Exception as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        raise PlumberError(type(cause).__name__) from error


def _plain(page: LibraryPage, with_tables: bool) -> PlumberPage:
    left, bottom, right, top = map(float, page.page_obj.mediabox)
    sizes = left, bottom, right, top, float(page.width), float(page.height)
    if not all(map(math.isfinite, sizes)):
        raise PlumberError("the page has no size")
    tables = None
    if with_tables and len(page.edges) <= MOST_RULINGS:
        tables = tuple(PlumberTable(table.bbox, tuple(table.cells)) for table in page.find_tables())
    rotation = page.page_obj.rotate % 360
    return PlumberPage(
        sizes[4], sizes[5], (left, bottom, right, top), rotation, tuple(_chars(page.chars)), tables
    )


def _chars(chars: list[dict[str, Any]]) -> Iterator[PlumberChar]:
    """The texts within reach of the paper: a damaged matrix puts some nowhere, or makes them enormous."""
    for char in chars:
        x0, x1, top, bottom = (float(char[key]) for key in ("x0", "x1", "top", "bottom"))
        y0, y1 = float(char["y0"]), float(char["y1"])
        slope = float(char["matrix"][0]), float(char["matrix"][1])
        edges = (x0, x1, top, bottom, y0, y1)
        if all(abs(edge) < FARTHEST for edge in edges) and all(map(math.isfinite, slope)):
            yield PlumberChar(str(char["text"]), (x0, top, x1, bottom), (x0, y0, x1, y1), slope)
