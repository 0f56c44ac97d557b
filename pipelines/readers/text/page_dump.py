"""Reads a dump of pages in JSON: ``[{"page": 1, "text": "…"}, …]``, as text extractors leave it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipelines.readers.document import Document, Line, Table, UnreadableDocument
from pipelines.readers.encodings import lost_characters
from pipelines.readers.structured import Block, Grid, GridCell, Paragraph, document_of
from pipelines.readers.text.decoding import decode
from pipelines.readers.text.reader import lines_and_tables
from pipelines.readers.text.rows import is_word_dump

_TEXT_KEYS = ("text", "content", "page_content")
_NUMBER_KEYS = ("page", "page_no", "page_number", "pageNo", "page_num")
_LIST_KEYS = ("pages", "data")
# A dump that claims a higher number of a page is not believed; its pages are counted.
_BELIEVED_PAGES = 2_000


def read_page_dump(path: Path) -> Document:
    """Read the text of each page as a text file; pages keep their numbers, and tables continue over them.

    Raises :class:`UnreadableDocument`: ``empty_file``, ``not_text``, ``damaged`` where it is not complete
    JSON, and ``unsupported_format`` where it is not a list of pages with texts.
    """
    content = path.read_bytes()
    text, _ = decode(content)
    pages = _pages(_parsed(text))
    sources = {number: text.splitlines() for number, text in pages}
    dump = is_word_dump([line for source in sources.values() for line in source])
    blocks = [block for number, source in sources.items() for block in _blocks(source, dump, number)]
    if not any(line.strip() for source in sources.values() for line in source):
        raise UnreadableDocument("empty_file", "The texts of all pages are blank. Extract them again.")
    return document_of(
        blocks,
        media_type="application/json",
        reader=f"text:page_dump:{'word_dump' if dump else 'tabs'}",
        finder="word_dump" if dump else "tabs",
        page_names=[""] * max(sources),
        notices=lost_characters(content, text),
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(
            "damaged",
            f"The file begins like JSON but is not valid JSON ({str(error)[:100]}). Export it again.",
        ) from error


def _pages(content: Any) -> list[tuple[int, str]]:
    """Number and text of each page, in their order."""
    entries = content
    if isinstance(content, dict):
        entries = next((content[key] for key in _LIST_KEYS if isinstance(content.get(key), list)), None)
    texts = [_text(entry) for entry in entries] if isinstance(entries, list) else []
    if not texts or None in texts:
        raise UnreadableDocument(
            "unsupported_format",
            'The file is JSON, but no list of pages with a text each ([{"page": 1, "text": "…"}]). Put the '
            "document itself in its place.",
        )
    numbers = [_number(entry) for entry in entries]
    rising = all(one < other for one, other in pairwise([0, *numbers])) and numbers[-1] <= _BELIEVED_PAGES
    return [
        (number if rising else place, text or "")
        for place, (number, text) in enumerate(zip(numbers, texts, strict=True), 1)
    ]


def _text(entry: Any) -> str | None:
    if not isinstance(entry, dict):
        return None
    return next((entry[key] for key in _TEXT_KEYS if isinstance(entry.get(key), str)), None)


def _number(entry: dict[str, Any]) -> int:
    """The number that a page states; 0 where it states none."""
    stated = next((entry[key] for key in _NUMBER_KEYS if key in entry), 0)
    return int(stated) if isinstance(stated, (int, str)) and str(stated).isdecimal() else 0


def _blocks(source: list[str], dump: bool, page_no: int) -> Iterator[Block]:
    """What the text reader finds on one page, in reading order."""
    lines, tables = lines_and_tables(source, dump)
    line_no = 0
    for table in tables:
        yield from _paragraphs(lines[line_no : table.after_line_no], page_no)
        line_no = table.after_line_no
        yield _grid(table, page_no)
    yield from _paragraphs(lines[line_no:], page_no)


def _paragraphs(lines: Sequence[Line], page_no: int) -> Iterator[Paragraph]:
    for line in lines:
        yield Paragraph(line.text, page_no)


def _grid(table: Table, page_no: int) -> Grid:
    return Grid(
        [
            GridCell(cell.row_no - 1, cell.col_no - 1, cell.text, cell.row_span, cell.col_span)
            for cell in table.cells
        ],
        page_no,
    )
