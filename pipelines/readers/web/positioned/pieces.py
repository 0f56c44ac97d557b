"""Goes through the elements of a page of positioned pieces, and puts their texts and lines on sheets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.pdf.ink.matrix import UNMOVED, Matrix, joined, moved
from pipelines.readers.placed import PlacedPage
from pipelines.readers.web.css import Declarations
from pipelines.readers.web.page import WebPage
from pipelines.readers.web.positioned.cutting import cut_texts
from pipelines.readers.web.positioned.drifting import with_unknown_figures
from pipelines.readers.web.positioned.fonts import Writing
from pipelines.readers.web.positioned.lengths import length, transform
from pipelines.readers.web.positioned.pages import OUT_OF_FLOW, sheets_of
from pipelines.readers.web.positioned.pens import Pen
from pipelines.readers.web.positioned.rulings import add_drawn, add_picture
from pipelines.readers.web.positioned.squeezing import squeezed_texts
from pipelines.readers.web.positioned.vectors import add_vectors
from pipelines.readers.web.text import BLOCKS, UNSHOWN
from pipelines.readers.web.unseen import is_undrawn

# Room around what is on no sheet (points).
_MARGIN = 20.0


@dataclass(slots=True)
class _Box:
    """A box that places the pieces in it: where it is on its sheet, and its size, where that is stated."""

    page: PlacedPage
    matrix: Matrix
    width: float | None
    height: float | None


@dataclass(slots=True)
class _Frame:
    """What counts for the texts of one element: their writing, the box around, and the pen in it."""

    writing: Writing
    box: _Box
    pen: Pen
    is_hidden: bool = False


def placed_pages(page: WebPage) -> list[PlacedPage]:
    """The sheets of a page in the order of the file; what is on none of them is a sheet of its own."""
    return _Walk(page).pages()


class _Walk:
    def __init__(self, page: WebPage) -> None:
        self._page = page
        self._sheets = sheets_of(page)
        self._loose = PlacedPage(0.0, 0.0)
        self._found = [self._loose]
        self._pens: list[Pen] = []
        box = _Box(self._loose, UNMOVED, None, None)
        # What is in no box is read as text around the pieces, not here.
        self._frames = [_Frame(Writing(), box, Pen(PlacedPage(0.0, 0.0), UNMOVED))]

    def pages(self) -> list[PlacedPage]:
        """Walk, and give the sheets; a blank one is a page as well."""
        walker = etree.iterwalk(self._page.body, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                self._begin(element)
                if element.tag in UNSHOWN:
                    walker.skip_subtree()
                else:
                    self._write(element.text)
            else:
                self._end(element)
                if element is not self._page.body:
                    self._write(element.tail)
        pens: dict[int, list[Pen]] = defaultdict(list)
        for pen in self._pens:
            pens[id(pen.page)].append(pen)
        for sheet in self._found:
            sheet.texts = with_unknown_figures(cut_texts(sheet), sheet, pens[id(sheet)])
            sheet.texts = squeezed_texts(sheet)
        _enlarge(self._loose)
        return self._found if self._loose.texts else self._found[1:]

    def _write(self, text: str | None) -> None:
        frame = self._frames[-1]
        frame.pen.write(text, frame.writing)

    def _begin(self, element: HtmlElement) -> None:
        around, style = self._frames[-1], self._page.style(element)
        writing = around.writing.within(element, style)
        is_hidden = around.is_hidden or is_undrawn(style) or style.get("visibility") == "hidden"
        is_hidden = is_hidden or element.get("hidden") is not None
        if element in self._sheets:
            box = self._sheet(style, writing)
        elif style.get("position") in OUT_OF_FLOW:
            box = self._placed(around.box, style, writing)
        elif style.get("position") == "relative" and element.tag in BLOCKS:
            width, height = _size(style, writing, around.box)
            left = length(style.get("left"), writing.size, around.box.width) or 0.0
            top = length(style.get("top"), writing.size, around.box.height) or 0.0
            matrix = joined(moved(left, top), around.box.matrix)
            box = _Box(around.box.page, matrix, width or around.box.width, height or around.box.height)
            if box.page is self._loose:
                self._frames.append(_Frame(writing, box, around.pen, is_hidden))
                return
        else:
            self._begin_inline(element, style, writing, is_hidden)
            return
        pen = Pen(box.page, box.matrix, box.width, is_hidden=is_hidden)
        if style.get("position") not in OUT_OF_FLOW:
            pen.width = None
        pen.left = pen.x = length(style.get("padding-left"), writing.size) or 0.0
        pen.y = length(style.get("padding-top"), writing.size) or 0.0
        self._frames.append(_Frame(writing, box, pen, is_hidden))
        self._pens.append(pen)
        if not is_hidden:
            self._draw(element, style, box)

    def _begin_inline(
        self, element: HtmlElement, style: Declarations, writing: Writing, is_hidden: bool
    ) -> None:
        """An element that is where the pen of its box is."""
        frame = self._frames[-1]
        pen = frame.pen
        if element.tag in BLOCKS and pen.x > pen.left:
            pen.end_line(writing)
        if element.tag == "br":
            pen.end_line(writing)
        pen.skip(length(style.get("margin-left"), writing.size) or 0.0)
        if element.tag == "svg" and not is_hidden:
            self._draw(element, style, _Box(pen.page, joined(moved(pen.x, pen.y), pen.matrix), None, None))
        elif element.tag == "img" and not is_hidden:
            matrix = joined(moved(pen.x, pen.y), pen.matrix)
            add_picture(pen.page, element, _known(_size(style, writing, frame.box)), matrix)
        width = length(style.get("width"), writing.size)
        if (
            width is not None
            and element.tag == "span"
            and not (element.text or "").strip()
            and not len(element)
        ):
            # A gap that the exporter made of an empty box.
            pen.skip(width)
            pen = Pen(pen.page, pen.matrix, is_hidden=True)
        elif is_hidden and not frame.is_hidden:
            pen = Pen(pen.page, joined(moved(pen.x, pen.y), pen.matrix), is_hidden=True)
        self._frames.append(_Frame(writing, frame.box, pen, is_hidden))

    def _end(self, element: HtmlElement) -> None:
        frame = self._frames.pop()
        around = self._frames[-1]
        if frame.pen is not around.pen:
            frame.pen.finish()
        elif element.tag in BLOCKS and frame.pen.x > frame.pen.left:
            frame.pen.end_line(frame.writing)

    def _sheet(self, style: Declarations, writing: Writing) -> _Box:
        width, height = length(style.get("width"), writing.size), length(style.get("height"), writing.size)
        page = PlacedPage(width or 0.0, height or 0.0)
        self._found.append(page)
        return _Box(page, UNMOVED, width, height)

    def _placed(self, around: _Box, style: Declarations, writing: Writing) -> _Box:
        """The box of a piece with a place of its own in the box around it."""
        width, height = _size(style, writing, around)
        size = _known((width, height))
        line = size[1] or writing.line_height
        x = _place(style, ("left", "right"), writing.size, around.width, size[0])
        y = _place(style, ("top", "bottom"), writing.size, around.height, line)
        x += length(style.get("margin-left"), writing.size) or 0.0
        y += length(style.get("margin-top"), writing.size) or 0.0
        own = transform(style.get("transform"), style.get("transform-origin"), (size[0], line), writing.size)
        matrix = joined(joined(own, moved(x, y)), around.matrix)
        return _Box(around.page, matrix, width, height)

    def _draw(self, element: HtmlElement, style: Declarations, box: _Box) -> None:
        size = _known((box.width, box.height))
        if element.tag == "img":
            add_picture(box.page, element, size, box.matrix)
        elif element.tag == "svg":
            add_vectors(box.page, element, size, box.matrix)
        elif element not in self._sheets:
            add_drawn(box.page, style, size, box.matrix)


def _size(style: Declarations, writing: Writing, around: _Box) -> tuple[float | None, float | None]:
    width = length(style.get("width"), writing.size, around.width)
    height = length(style.get("height"), writing.size, around.height)
    return width, height


def _known(size: tuple[float | None, float | None]) -> tuple[float, float]:
    return size[0] or 0.0, size[1] or 0.0


def _place(
    style: Declarations, sides: tuple[str, str], font_size: float, whole: float | None, own: float
) -> float:
    """Where a box begins, by its distance from one side of the box around it or from the other one."""
    near, far = (length(style.get(side), font_size, whole) for side in sides)
    if near is None and far is not None and whole is not None:
        return whole - far - own
    return near or 0.0


def _enlarge(page: PlacedPage) -> None:
    """Make a sheet as large as what is on it."""
    boxes = [box for text in page.texts for box in text.boxes] + page.fills + page.strokes + page.pictures
    page.width = max((max(box[0], box[2]) for box in boxes), default=0.0) + _MARGIN
    page.height = max((max(box[1], box[3]) for box in boxes), default=0.0) + _MARGIN
