"""Where a finding is on paper: strips cut from its pages with a red frame, or lines of a text file."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
from PIL import Image, ImageChops

from pipelines.command.check.looked import Looked
from pipelines.command.check.reports import Disclosure, Finding
from pipelines.command.trace.page import page_picture
from pipelines.command.trace.picture import around, mark_cells
from pipelines.command.trace.source import (
    ExcerptLine,
    SourceUnavailable,
    find_source,
    read_source_lines,
    source_excerpt,
)
from pipelines.raw_folder.fingerprints import file_key
from pipelines.raw_store import BuildInProgress, RawStore
from pipelines.raw_store.segments import DamagedSegments
from pipelines.readers import draws_pages
from pipelines.readers.document import Box

_SCALE = 2.0
# Points of the page above and below what is framed; a strip that would be higher shows the frame alone.
_AROUND = 50.0
_HIGHEST = 300.0
# A shorter line is part of many texts.
_SHORTEST_LINE = 6
_COLOURS = 48
# Paper that is left around print, in points; a fainter tone is paper.
_EDGE = 8.0
_FAINT = 16


@dataclass(frozen=True, slots=True)
class Place:
    """A place on paper: ``picture`` is a data URI; of a text file there are ``lines``; else ``missing``.

    ``is_right``: what is framed is in the right half of the page.
    """

    page_no: int | None
    picture: str = ""
    width: int = 0
    height: int = 0
    is_right: bool = False
    lines: Sequence[ExcerptLine] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class _Printed:
    page_no: int
    box: Box | None
    source_line: int | None
    text: str


class Places:
    """Finds the places of findings; each page is drawn once."""

    def __init__(self, looked: Looked) -> None:
        self._looked = looked
        self._source = lru_cache(None)(self._find_source)
        self._page = lru_cache(8)(lambda path, page_no: page_picture(path, page_no, _SCALE))
        self._lines = lru_cache(None)(self._read_lines)

    def of(self, disclosure: Disclosure, finding: Finding) -> list[Place]:
        """The sentence or title that a finding is about, and its figure; each on its own page."""
        amounts = self._amounts(finding.amount_keys)
        words = [] if finding.kind == "identity" else self._words(disclosure, finding)
        wanted = [printed for printed in (words, amounts) if printed]
        try:
            path = self._source(disclosure)
            return [self._shown(disclosure, path, printed) for printed in wanted]
        except SourceUnavailable as error:
            return [Place(finding.page_no, missing=str(error))]

    def _shown(self, disclosure: Disclosure, path: Path, printed: Sequence[_Printed]) -> Place:
        first = printed[0]
        if not draws_pages(disclosure.media_type):
            if first.source_line is None:
                return Place(first.page_no)
            lines = source_excerpt(read_source_lines(path), first.source_line, first.text)
            return Place(first.page_no, lines=lines)
        page = self._page(path, first.page_no)
        boxes = [each.box for each in printed if each.box and each.page_no == first.page_no]
        return _strip(page, first.page_no, boxes)

    def _amounts(self, keys: Sequence[str]) -> list[_Printed]:
        """Where figures are printed, in the order of their keys."""
        quoted = ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
        if not quoted:
            return []
        rows = self._looked.warehouse.rows(
            "select amount_key, page_no, x0, top, x1, bottom, source_line, raw_text "
            f"from fct_published_amounts where amount_key in ({quoted})"
        )
        found = {key: _printed(row) for key, *row in rows}
        return [found[key] for key in keys if key in found]

    def _words(self, disclosure: Disclosure, finding: Finding) -> list[_Printed]:
        """The lines of the page that a finding is about, as one place, where they are found."""
        if finding.page_no is None:
            return []
        wanted = _compact(finding.subject)
        lines = [
            line
            for line in self._lines(disclosure.disclosure_key, finding.page_no)
            if len(text := _compact(line.text)) >= _SHORTEST_LINE and (text in wanted or wanted in text)
        ]
        boxes = [line.box for line in lines if line.box]
        if not lines or (boxes and around(boxes).bottom - around(boxes).top > _HIGHEST):
            return lines[:1]
        return [
            _Printed(finding.page_no, around(boxes) if boxes else None, lines[0].source_line, lines[0].text)
        ]

    def _read_lines(self, disclosure_key: str, page_no: int) -> list[_Printed]:
        """Lines outside tables; none where the build file is not there, or a build is writing it."""
        try:
            with RawStore.open(self._looked.settings.build_file, read_only=True) as store:
                rows = store.rows(
                    "select page_no, x0, top, x1, bottom, source_line, text from raw.lines "
                    "where disclosure_key = ? and page_no = ? order by line_no",
                    [file_key(disclosure_key), page_no],
                )
        except (duckdb.Error, BuildInProgress, DamagedSegments):
            return []
        return [_printed(row) for row in rows]

    def _find_source(self, disclosure: Disclosure) -> Path:
        return find_source(self._looked.settings.raw_dir, [disclosure.source_file], disclosure.content_sha256)


def _strip(page: Image.Image, page_no: int, boxes: Sequence[Box]) -> Place:
    """The page in its width around the first box, which is framed; the others are tinted."""
    frame, *others = boxes or [None]
    shown = around([box for box in boxes if box]) if frame else Box(0, 0, 0, _HIGHEST)
    if frame and shown.bottom - shown.top > _HIGHEST:
        shown = frame
    marked = mark_cells(page, frame, [box for box in others if box], scale=_SCALE)
    top = max(0, round((shown.top - _AROUND) * _SCALE))
    bottom = min(page.height, round((shown.bottom + _AROUND) * _SCALE))
    strip = _without_margins(marked.crop((0, top, page.width, max(bottom, top + 1))))
    stream = io.BytesIO()
    strip.quantize(_COLOURS).save(stream, format="PNG", optimize=True)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    middle = (frame.x0 + frame.x1) / 2 * _SCALE if frame else 0
    return Place(
        page_no,
        f"data:image/png;base64,{data}",
        strip.width,
        strip.height,
        is_right=middle > page.width / 2,
    )


def _without_margins(picture: Image.Image) -> Image.Image:
    """What is printed, with a little paper around it: a table between wide margins is shown larger."""
    ink = ImageChops.invert(picture.convert("L")).point(lambda dark: 255 if dark > _FAINT else 0).getbbox()
    if ink is None:
        return picture
    x0, top, x1, bottom = ink
    edge = round(_EDGE * _SCALE)
    return picture.crop(
        (
            max(0, x0 - edge),
            max(0, top - edge),
            min(picture.width, x1 + edge),
            min(picture.height, bottom + edge),
        )
    )


def _printed(row: Sequence) -> _Printed:
    page_no, x0, top, x1, bottom, source_line, text = row
    return _Printed(page_no, None if x0 is None else Box(x0, top, x1, bottom), source_line, text)


def _compact(text: str) -> str:
    return "".join(text.split())
