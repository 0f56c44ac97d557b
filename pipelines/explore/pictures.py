"""The place of a figure: a picture cut from its page, drawn when asked for and kept; or lines of text."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from pipelines.command.trace.chain import Address
from pipelines.command.trace.page import page_picture
from pipelines.command.trace.picture import around, mark_cells
from pipelines.command.trace.source import ExcerptLine, find_source, read_source_lines, source_excerpt
from pipelines.explore.pages import figure
from pipelines.explore.release import Record
from pipelines.readers.document import Box
from pipelines.release.queries import PublishedWarehouse
from pipelines.settings import Settings

_SCALE = 2.0
# A cut shows its cells with some of the page around them (left, above, right, below), in points. Where they
# are farther apart than people can read at once, it shows the surroundings of the framed one.
_AROUND = Box(270.0, 42.0, 36.0, 42.0)
_READABLE = (400.0, 250.0)
_AROUND_FRAME = Box(250.0, 62.0, 120.0, 62.0)
_FOLDER = "explore-pictures"
# pdfium draws one page at a time.
_drawing = threading.Lock()


class Pictures:
    """Draws places of figures, and keeps the pictures beside the warehouse, else in a temporary folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.folder = _writable_folder(settings.warehouse_dir / _FOLDER)

    def of_figure(
        self, warehouse: PublishedWarehouse, address: Address, disclosure: Record, *, whole: bool = False
    ) -> Path:
        """The picture of a figure with its row tinted: a cut, or the whole page.

        Raises :class:`SourceUnavailable` where the file is not there any more or cannot be drawn.
        """
        row = figure.row_boxes(
            warehouse, address.disclosure_key, address.page_no, address.table_no, address.row_no
        )
        return self._draw(disclosure, address.page_no, address.box, [_box(cell) for cell in row], whole=whole)

    def of_finding(
        self, warehouse: PublishedWarehouse, address: Address, disclosure: Record, keys: set[str]
    ) -> Path:
        """The picture of a finding: its first figure framed, the others of the same page tinted."""
        found = figure.boxes(warehouse, address.disclosure_key, address.page_no, keys)
        return self._draw(disclosure, address.page_no, address.box, [_box(cell) for cell in found])

    def _draw(
        self,
        disclosure: Record,
        page_no: int,
        frame: Box | None,
        tinted: Sequence[Box],
        *,
        whole: bool = False,
    ) -> Path:
        places = [frame, *tinted]
        what = repr(
            (disclosure["content_sha256"], page_no, places, whole, _SCALE, _AROUND, _READABLE, _AROUND_FRAME)
        )
        file = self.folder / f"{hashlib.sha256(what.encode()).hexdigest()[:32]}.png"
        if file.exists():
            return file
        source = find_source(
            self._settings.raw_dir, [disclosure["source_file"]], disclosure["content_sha256"]
        )
        with _drawing:
            page = page_picture(source, page_no, _SCALE)
        picture = mark_cells(page, frame, tinted, scale=_SCALE)
        if not whole:
            picture = picture.crop(_cut([box for box in places if box is not None], picture.size))
        beside = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}")
        # Print is black on white: few colours make small files.
        picture.quantize(64).save(beside, format="PNG", optimize=True)
        beside.replace(file)
        return file


def excerpt(
    settings: Settings, warehouse: PublishedWarehouse, address: Address, disclosure: Record
) -> list[ExcerptLine]:
    """The lines of a text file around a figure; raises :class:`SourceUnavailable` where it is gone."""
    source = find_source(settings.raw_dir, [disclosure["source_file"]], disclosure["content_sha256"])
    if address.source_line is None:
        return []
    return source_excerpt(
        read_source_lines(source),
        address.source_line,
        address.raw_text,
        figure.place_among_equals(warehouse, address),
    )


def _cut(boxes: Sequence[Box], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Pixels of the page around the boxes, of which the first is the framed one; the page for none."""
    if not boxes:
        return (0, 0, *size)
    whole = around(boxes)
    width, height = _READABLE
    fits = whole.x1 - whole.x0 <= width and whole.bottom - whole.top <= height
    shown, margin = (whole, _AROUND) if fits else (boxes[0], _AROUND_FRAME)
    return (
        max(0, round((shown.x0 - margin.x0) * _SCALE)),
        max(0, round((shown.top - margin.top) * _SCALE)),
        min(size[0], round((shown.x1 + margin.x1) * _SCALE)),
        min(size[1], round((shown.bottom + margin.bottom) * _SCALE)),
    )


def _box(cell: Record) -> Box:
    return Box(cell["x0"], cell["top"], cell["x1"], cell["bottom"])


def _writable_folder(folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="yusuan-pictures-"))
