"""Places of findings as pictures within a page, or as lines of a text file."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from pipelines.command.check.reports import Disclosure, Finding
from pipelines.command.trace import SourceUnavailable
from pipelines.command.trace.cut import cut_around
from pipelines.command.trace.page import page_picture
from pipelines.command.trace.picture import mark_cells
from pipelines.command.trace.source import ExcerptLine, find_source, read_source_lines, source_excerpt
from pipelines.readers.document import Box
from pipelines.release.queries import PublishedWarehouse

_SCALE = 2.0
# Print is black on white, and the frame red: few colours make small files.
_COLOURS = 32
# Findings come by yuan, not by page; a page that is kept takes some megabytes.
_PAGES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: a picture as a data address, or lines of text, or why there is neither."""

    picture: str = ""
    lines: Sequence[ExcerptLine] = ()
    reason: str = ""


class Places:
    """Draws the places of findings of one warehouse; a page is drawn once for several findings."""

    def __init__(self, warehouse: PublishedWarehouse, raw_dir: Path) -> None:
        self._warehouse = warehouse
        self._raw_dir = raw_dir
        self._pages: dict[tuple[Path, int], Image.Image] = {}

    def of(self, disclosure: Disclosure, finding: Finding) -> Place:
        """The place of a finding: its first figure framed, its other figures on that page tinted."""
        cells = self._cells(finding.amount_keys)
        if not cells:
            return Place()
        page_no, box, source_line, raw_text = cells[0]
        try:
            source = find_source(self._raw_dir, [disclosure.source_file], disclosure.content_sha256)
            if box is not None:
                others = [other for number, other, *_ in cells[1:] if number == page_no and other]
                return Place(picture=self._drawn(source, page_no, box, others))
            if source_line is not None:
                return Place(lines=source_excerpt(read_source_lines(source), source_line, raw_text))
        except SourceUnavailable as error:
            return Place(reason=str(error))
        return Place()

    def _cells(self, keys: Sequence[str]) -> list[tuple[int, Box | None, int | None, str]]:
        rows = self._warehouse.rows(
            """
            select page_no, x0, top, x1, bottom, source_line, raw_text
            from fct_published_amounts
            where list_contains(?::varchar[], amount_key)
            order by list_position(?::varchar[], amount_key)
            """,
            [list(keys)] * 2,
        )
        return [
            (page_no, None if box[0] is None else Box(*box), source_line, raw_text)
            for page_no, *box, source_line, raw_text in rows
        ]

    def _drawn(self, source: Path, page_no: int, frame: Box, others: Sequence[Box]) -> str:
        if (source, page_no) not in self._pages:
            if len(self._pages) >= _PAGES_KEPT:
                self._pages.clear()
            self._pages[source, page_no] = page_picture(source, page_no, _SCALE)
        picture = mark_cells(self._pages[source, page_no], frame, others, scale=_SCALE)
        picture = picture.crop(cut_around([frame, *others], picture.size, _SCALE))
        stream = io.BytesIO()
        picture.quantize(_COLOURS).save(stream, format="PNG", optimize=True)
        return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
