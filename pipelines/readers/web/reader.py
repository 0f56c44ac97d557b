"""Reads one web page as a :class:`Document`, or says which documents it links to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipelines.readers.document import (
    Document,
    HiddenText,
    Notice,
    UnreadableDocument,
    gathered,
    listed,
)
from pipelines.readers.encodings import lost_characters
from pipelines.readers.figures import looks_like_amount
from pipelines.readers.media_types import HTML
from pipelines.readers.placed import PlacedPage, document_of_pages
from pipelines.readers.structured import Block, Grid, Paragraph, document_of, split
from pipelines.readers.web.content import Content
from pipelines.readers.web.decoding import pages_of
from pipelines.readers.web.links import document_links
from pipelines.readers.web.page import WebPage
from pipelines.readers.web.positioned import is_positioned, placed_pages, with_text_around

# A page without any amount in a table is read for its text if it has so many characters.
FEWEST_CHARACTERS = 500
_END_CHARACTERS = 2000
_TABLES, _TABLE_ENDS = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\b", re.IGNORECASE)
_BODY, _BODY_END = re.compile(r"<body\b", re.IGNORECASE), re.compile(r"</body\b", re.IGNORECASE)


def read_web_page(path: Path) -> Document:
    """Read a web page as lines and tables, without what belongs to the site around it.

    A file of pages that were saved together (.mht) has a page for each of them. Raises
    :class:`UnreadableDocument`: ``empty_file``, ``damaged``, and ``web_page`` where the page prints neither
    amounts nor much text; the message then names the documents that it links to.
    """
    content = path.read_bytes()
    texts = pages_of(content)
    if not any(text.strip() for text in texts):
        raise UnreadableDocument(
            "empty_file", "The file has no content. Ask the publisher for it again, or remove it."
        )
    pages = [WebPage(text) for text in texts]
    sheets = placed_sheets(pages)
    damage = [*_cut_off(texts), *lost_characters(content, "".join(texts))]
    if sheets:
        document = document_of_pages(sheets, HTML, "web:positioned", texts_are_cells=True)
        return replace(document, warnings=gathered([*document.warnings, *damage]))
    links = [link for text in texts for link in document_links(text)]
    blocks, hidden, count = _content_of(pages)
    if not _says_something(blocks):
        raise UnreadableDocument("web_page", _about(path, pages, links))
    return document_of(
        blocks,
        media_type=HTML,
        reader="web:page",
        finder="html_table",
        page_names=[""] * count,
        notices=[*_notices(links), *damage],
        hidden_texts=hidden,
    )


def placed_sheets(pages: Sequence[WebPage]) -> list[PlacedPage]:
    """The sheets of paper of pages that are made of positioned pieces; none where they are not."""
    if not any(map(is_positioned, pages)):
        return []
    return [sheet for page in pages for sheet in with_text_around(page, placed_pages(page))]


def _content_of(pages: Sequence[WebPage]) -> tuple[list[Block], list[HiddenText], int]:
    """The blocks of all pages, numbered without those that have none."""
    blocks: list[Block] = []
    hidden: list[HiddenText] = []
    page_no = table_no = 1
    for page in pages:
        content = Content(page, page_no, table_no)
        if content.blocks:
            blocks += split(content.blocks) if page.is_sheet else content.blocks
            hidden += content.hidden
            page_no, table_no = page_no + 1, content.table_no
    return blocks, hidden, max(1, page_no - 1)


def _says_something(blocks: Iterable[Block]) -> bool:
    characters = 0
    for block in blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
        if isinstance(block, Grid) and any(map(looks_like_amount, texts)):
            return True
        characters += sum(map(len, texts))
    return characters >= FEWEST_CHARACTERS


def _notices(links: Sequence[str]) -> list[Notice]:
    if not links:
        return []
    message = f"The web page links to {_counted(links)}, which may be fetched as well: {listed(links)}"
    return [Notice("links_to_documents", (), message)]


def _cut_off(texts: Iterable[str]) -> list[Notice]:
    """What to say where a page ends before its own end, or within a table."""
    for text in texts:
        if "</html" in text[-_END_CHARACTERS:].lower():
            continue
        where = "within a table" if len(_TABLES.findall(text)) > len(_TABLE_ENDS.findall(text)) else ""
        where = where or ("before its own end" if _BODY.search(text) and not _BODY_END.search(text) else "")
        if where:
            return [Notice("cut_off", (), f"The web page ends {where}. Download or save it again.")]
    return []


def _about(path: Path, pages: Sequence[WebPage], links: Sequence[str]) -> str:
    is_web_name = path.suffix.lower() in (".htm", ".html", ".shtml", ".mht", ".mhtml")
    said = "The file is a web page" + ("" if is_web_name else ", whatever its name says")
    frames = [frame.get("src") for page in pages for frame in page.root.iter("frame") if frame.get("src")]
    if frames and not links:
        return (
            f"{said}, and it is only the frame of others, as Excel saves a workbook of several sheets: "
            f"{listed(frames)}. Put those pages, or the workbook itself, in its place."
        )
    if not links:
        return (
            f"{said}, and it links to no document. Open its address in a browser to see what the publisher "
            "shows there, and save the document itself."
        )
    return f"{said}. It links to {_counted(links)}; fetch instead: {listed(links)}"


def _counted(links: Sequence[str]) -> str:
    return "1 document" if len(links) == 1 else f"{len(links)} documents"
