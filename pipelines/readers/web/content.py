"""Goes through a page from top to bottom: its paragraphs and the grids of its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from pipelines.readers.document import HiddenText
from pipelines.readers.figures import squeezed
from pipelines.readers.structured import Block, Paragraph
from pipelines.readers.web.furniture import Furniture
from pipelines.readers.web.page import WebPage
from pipelines.readers.web.tables import grid_of, is_data, tables_of
from pipelines.readers.web.text import BLOCKS, UNSHOWN, Lines, keeps_white_space, text_of

# The title by the standard for sites of Chinese authorities.
_TITLE_NAMES = frozenset({"articletitle", "og:title"})
# What is between the title of a page and the name of the site.
_BEFORE_SITE = ("_", "|", " - ", "--", "——", " — ")
# A title that is not shown is looked for in so much of the text.
_HEAD_CHARACTERS = 600


class Content:
    """The blocks of one page in reading order, and the texts that a person cannot see.

    ``table_no`` is the number of its first table; tables are counted through all pages of a file. What
    ``is_left_out`` is read otherwise. ``has_title_alone`` says that nothing but a title was found.
    """

    def __init__(
        self,
        page: WebPage,
        page_no: int = 1,
        table_no: int = 1,
        is_left_out: Callable[[HtmlElement], bool] = lambda _: False,
    ) -> None:
        self.blocks: list[Block] = []
        self.hidden: list[HiddenText] = []
        self.table_no = table_no
        self.has_title_alone = False
        self._page, self._page_no, self._is_left_out = page, page_no, is_left_out
        self._tables = tables_of(page)
        self._furniture = Furniture(page)
        self._lines = Lines()
        self._walk()
        self._add_title()

    def _walk(self) -> None:
        passed: set[HtmlElement] = set()
        kept: HtmlElement | None = None
        walker = etree.iterwalk(self._page.body, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self._is_passed(element):
                    walker.skip_subtree()
                    passed.add(element)
                    continue
                self._begin(element)
                if element.tag == "pre" or (kept is None and keeps_white_space(self._page, element)):
                    kept = kept if kept is not None else element
                self._lines.add(element.text, kept is not None)
                continue
            if element not in passed or element.tag == "table":
                self._end(element)
            kept = None if element is kept else kept
            if element is not self._page.body:
                self._lines.add(element.tail, kept is not None)
        self._end_paragraph()

    def _is_passed(self, element: HtmlElement) -> bool:
        """Whether what is in an element is not walked through: it is not read, or was read as a table."""
        if element.tag in UNSHOWN or self._is_left_out(element):
            return True
        if self._page.is_hidden(element):
            text = " ".join(" ".join(element.itertext()).split())
            if text:
                self.hidden.append(HiddenText(self._page_no, None, text, "hidden_text"))
            return True
        if self._furniture.has(element):
            return True
        table = self._tables.get(element)
        if table is None or not is_data(self._page, table):
            return False
        self._end_paragraph()
        caption = element.find("caption")
        if caption is not None:
            self.blocks.append(Paragraph(text_of(self._page, caption)[0], self._page_no))
        grid, hidden = grid_of(self._page, table, self.table_no, self._page_no)
        self.blocks.append(replace(grid, is_apart=_stands_beside(element)))
        self.hidden += hidden
        self.table_no += 1
        return True

    def _begin(self, element: HtmlElement) -> None:
        if element.tag in ("td", "th") and element.getprevious() is not None:
            self._lines.set_apart()
        elif element.tag in BLOCKS:
            self._end_paragraph()

    def _end(self, element: HtmlElement) -> None:
        if element.tag == "br":
            self._lines.break_line()
        elif element.tag in BLOCKS and element.tag not in ("td", "th"):
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = self._lines.taken()
        if text:
            self.blocks.append(Paragraph(text, self._page_no))

    def _add_title(self) -> None:
        """Put the title of the page above its content, unless it is there."""
        title = title_of(self._page)
        self.has_title_alone = not self.blocks
        head = "".join(block.text for block in self.blocks if isinstance(block, Paragraph))
        if title and squeezed(title) not in squeezed(head)[:_HEAD_CHARACTERS]:
            self.blocks.insert(0, Paragraph(title, self._page_no))


def _stands_beside(table: HtmlElement) -> bool:
    """Whether a table is in a row of the layout with another one to the left of it."""
    cell = next(table.iterancestors("td"), None)
    return cell is not None and any(
        left.find(".//table") is not None for left in cell.itersiblings("td", preceding=True)
    )


def title_of(page: WebPage) -> str:
    """What the page says that it is about, without the name of the site."""
    for meta in page.root.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        if name.lower() in _TITLE_NAMES and meta.get("content", "").strip():
            return " ".join(meta.get("content").split())
    heading = page.body.find(".//h1")
    text = " ".join("".join(heading.itertext()).split()) if heading is not None else ""
    if text:
        return text
    title = page.root.find(".//head/title")
    text = " ".join((title.text or "").split()) if title is not None else ""
    return _without_site(text, _BEFORE_SITE)


def _without_site(title: str, separators: Sequence[str]) -> str:
    for separator in separators:
        first = title.split(separator)[0].strip()
        if first and first != title:
            return first
    return title
