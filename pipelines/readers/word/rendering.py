"""Pictures of pages as LibreOffice lays them out, where it is installed, with one cell framed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from pipelines.readers.document import Box, UnreadableDocument
from pipelines.readers.figures import squeezed
from pipelines.readers.media_types import media_type_of
from pipelines.readers.word.conversion import SUFFIXES, converted

_FRAME = (208, 0, 0)
# Between the text and its frame, in points.
_ROOM = 2.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row was found: how many of its texts are there, on which page, and the box of the cell."""

    score: int
    page_no: int
    box: Box


def render_cell(path: Path, row: Sequence[str], index: int, scale: float = 1.0) -> Image.Image | None:
    """The page on which a cell is, as a picture of ``scale`` pixels for each point, the cell framed.

    ``row`` are the texts of the cells of its row from left to right, and ``index`` is its place in them (from
    0). None where LibreOffice is not installed or cannot convert the file, or where the row is not found, or
    on more than one page: then :func:`pipelines.readers.structured.drawing.draw_page` draws it.
    """
    try:
        laid_out = _laid_out(path)
    except UnreadableDocument:
        return None
    with contextlib.closing(pdfium.PdfDocument(laid_out)) as document:
        places = [place for number in range(len(document)) for place in _places(document, number, row, index)]
        best = max((place.score for place in places), default=0)
        found = [place for place in places if place.score == best]
        if len({place.page_no for place in found}) != 1:
            return None
        page = document[found[0].page_no]
        picture = page.render(scale=scale).to_pil().convert("RGB")
    if len(found) == 1:
        box = found[0].box
        edges = (box.x0 - _ROOM, box.top - _ROOM, box.x1 + _ROOM, box.bottom + _ROOM)
        frame = [edge * scale for edge in edges]
        ImageDraw.Draw(picture).rectangle(frame, outline=_FRAME, width=max(1, round(scale)))
    return picture


def _laid_out(path: Path) -> Path:
    """The document as PDF; it is kept in a temporary folder of this user, by the bytes of the document."""
    folder = Path(tempfile.gettempdir()) / f"yusuan-pages-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.pdf"
    if not kept.is_file():
        with converted(path, SUFFIXES.get(media_type_of(path), ".docx"), "pdf") as found:
            # Another process may do the same.
            shutil.copyfile(found, partial := kept.with_suffix(f".{os.getpid()}"))
            partial.replace(kept)
    return kept


def _places(document: pdfium.PdfDocument, number: int, row: Sequence[str], index: int) -> Iterator[_Place]:
    """Each place on a page where the text of the cell is among others of its row."""
    text, boxes = _characters(document, number)
    wanted = [squeezed(each) for each in row]
    hits = [list(_hits(text, boxes, each)) for each in wanted]
    # Of cells with the same text in one row, this is so many from the left.
    turn = wanted[:index].count(wanted[index])
    for hit in hits[index]:
        beside = sorted((each for each in hits[index] if _overlap(each, hit)), key=lambda box: box.x0)
        if len(beside) > turn and beside[turn] is hit:
            score = sum(any(_overlap(each, hit) for each in others) for others in hits)
            yield _Place(score, number, hit)


def _characters(document: pdfium.PdfDocument, number: int) -> tuple[str, list[Box]]:
    """The characters of a page without white space, and their boxes."""
    page = document[number]
    height = page.get_height()
    text_page = page.get_textpage()
    characters, boxes = [], []
    for position in range(text_page.count_chars()):
        character = text_page.get_text_range(position, 1)
        if len(character) == 1 and not character.isspace():
            left, bottom, right, top = text_page.get_charbox(position)
            characters.append(character)
            boxes.append(Box(left, height - top, right, height - bottom))
    return "".join(characters), boxes


def _hits(text: str, boxes: Sequence[Box], wanted: str) -> Iterator[Box]:
    """The box of each place where a text is. LibreOffice writes the lines of a cell in a row."""
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        within = boxes[start : start + len(wanted)]
        yield Box(
            min(box.x0 for box in within),
            min(box.top for box in within),
            max(box.x1 for box in within),
            max(box.bottom for box in within),
        )
        start = text.find(wanted, start + len(wanted))


def _overlap(one: Box, other: Box) -> bool:
    return one.top < other.bottom and other.top < one.bottom
