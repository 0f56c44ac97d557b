"""Tells pages made of positioned pieces, and finds the sheets of paper in them."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.web.page import WebPage
from pipelines.readers.web.positioned.fonts import Writing
from pipelines.readers.web.positioned.lengths import length
from pipelines.readers.web.text import UNSHOWN

# A page is one of pieces if at least so many of them have at least this share of its text, none of them long.
FEWEST_PIECES, LEAST_SHARE, LONGEST_PIECE = 10, 0.6, 200
# A sheet is at least this wide and high (points), and no more times as high as wide.
SMALLEST_SHEET, TALLEST_SHEET = 200.0, 3.5
OUT_OF_FLOW = frozenset({"absolute", "fixed"})


def is_positioned(page: WebPage) -> bool:
    """Whether most of the text of a page is in short pieces that have a place of their own."""
    pieces: list[int] = []
    around = [0]
    total = 0
    walker = etree.iterwalk(page.body, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in UNSHOWN:
                walker.skip_subtree()
            elif is_out_of_flow(page, element):
                around.append(0)
            text = element.text if element.tag not in UNSHOWN else None
        else:
            if element.tag not in UNSHOWN and is_out_of_flow(page, element):
                pieces.append(around.pop())
            text = element.tail if element is not page.body else None
        if text and len(around) > 1:
            around[-1] += sum(map(len, text.split()))
        total += sum(map(len, (text or "").split()))
    short = [count for count in pieces if 0 < count <= LONGEST_PIECE]
    return len(short) >= FEWEST_PIECES and sum(short) >= LEAST_SHARE * total


def is_out_of_flow(page: WebPage, element: HtmlElement) -> bool:
    """Whether an element has a place of its own, by its left and top."""
    return page.style(element).get("position") in OUT_OF_FLOW


def sheets_of(page: WebPage) -> set[HtmlElement]:
    """The outermost boxes of the size of a sheet of paper that hold positioned pieces.

    A sheet that begins after the pieces of another one is in it only because the end of that one is lost.
    """
    sheets: set[HtmlElement] = set()
    holding = _holders(page)
    for element in page.body.iter():
        if element in holding and element is not page.body and _is_sheet(page, element):
            around = next((each for each in element.iterancestors() if each in sheets), None)
            if around is None or _begins_behind_pieces(page, element):
                sheets.add(element)
    # A blank sheet holds no pieces; it is beside the others.
    around = {parent for sheet in sheets if (parent := sheet.getparent()) is not None}
    return sheets | {element for parent in around for element in parent if _is_sheet(page, element)}


def _begins_behind_pieces(page: WebPage, sheet: HtmlElement) -> bool:
    """Whether a sheet in another one has no place of its own there, though pieces are before it."""
    before = sheet.getprevious()
    return not is_out_of_flow(page, sheet) and before is not None and is_out_of_flow(page, before)


def _holders(page: WebPage) -> set[HtmlElement]:
    """The elements around positioned pieces."""
    holding: set[HtmlElement] = set()
    for element in page.body.iter():
        if is_out_of_flow(page, element):
            around = element.getparent()
            while around is not None and around not in holding:
                holding.add(around)
                around = around.getparent()
    return holding


def _is_sheet(page: WebPage, element: HtmlElement) -> bool:
    style = page.style(element)
    size = Writing().within(element, style).size
    width, height = length(style.get("width"), size), length(style.get("height"), size)
    if width is None or height is None or min(width, height) < SMALLEST_SHEET:
        return False
    return height <= TALLEST_SHEET * width and (
        style.get("position") in ("relative", *OUT_OF_FLOW) or style.get("overflow") == "hidden"
    )
