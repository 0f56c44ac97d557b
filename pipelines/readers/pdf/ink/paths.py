"""The drawn lines, dots and shaded boxes of a page, on the upright page, exactly as the file draws them."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.pdf.ink.doubts import Doubts
from pipelines.readers.pdf.ink.matrix import UNMOVED, Matrix, Rectangle, joined, mapped
from pipelines.readers.pdf.ink.upright import FARTHEST, Upright, on_paper

# A drawn shape up to this thick (points) is a line, not a box.
THICKEST_RULING = 3.2
# Forms inside forms deeper than this are not followed.
DEEPEST_FORM = 6
# A filled shape with more corners than this is many shapes, or a net of rulings; a rounded box has more.
MOST_CORNERS, MOST_CURVED = 6, 24
# A colour with every channel above this is paper white: a mask or background, not a visible line.
PAPER_WHITE = 250
# A filled shape up to this tall (points), with curves and at least so many segments, could be letters.
TALLEST_LETTER, FEWEST_SEGMENTS = 40.0, 8
# pdfium leaves out texts narrower than this (points).
NO_WIDTH = 0.01

# A page object of pdfium's raw API, which has no static type.
PageObject = Any
Point = tuple[float, float]
# A slanted line from its left to its right end: ``(x, y, x, y)``.
Slanted = tuple[float, float, float, float]

# Buffers that pdfium writes its results to: made once, since a page may need them ten thousand times.
_EDGES = tuple(ctypes.c_float() for _ in range(4))
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))
_FILL, _STROKE = ctypes.c_int(), ctypes.c_int()


def box_around(boxes: Iterable[Rectangle]) -> Rectangle:
    """The smallest box around all boxes, of which there is at least one."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


@dataclass(slots=True)
class Drawn:
    """What is drawn on one page. Every rectangle is ``(x0, top, x1, bottom)`` in points on the upright page.

    ``left_out`` are the places of texts that pdfium leaves out (see ``unembedded``). ``outlines`` are small
    filled shapes with so many corners that they could be letters. ``moved`` are the
    addresses of texts in forms that are moved or scaled, and ``doubts`` the signs that text is hidden.
    """

    doubts: Doubts
    horizontal: list[Rectangle] = field(default_factory=list)
    vertical: list[Rectangle] = field(default_factory=list)
    dots: list[Rectangle] = field(default_factory=list)
    shaded: list[Rectangle] = field(default_factory=list)
    left_out: list[Rectangle] = field(default_factory=list)
    pictures: list[Rectangle] = field(default_factory=list)
    outlines: list[Rectangle] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    slanted: list[Slanted] = field(default_factory=list)

    def add_thin_or_shaded(self, box: Rectangle) -> None:
        """Add a filled shape to the list that its proportions ask for."""
        wide, high = box[2] - box[0] > THICKEST_RULING, box[3] - box[1] > THICKEST_RULING
        if wide and high:
            self.shaded.append(box)
        elif wide:
            self.horizontal.append(box)
        elif high:
            self.vertical.append(box)
        else:
            self.dots.append(box)

    def add_filled(self, points: Sequence[Point]) -> None:
        """Add one filled shape by its corners; one as narrow as a line that leans is a slanted line."""
        box = x0, top, x1, bottom = box_around((x, y, x, y) for x, y in points)
        if min(x1 - x0, bottom - top) > THICKEST_RULING and 2 * _area(points) < THICKEST_RULING * (x1 - x0):
            self.slanted.append((*min(points), *max(points)))
        else:
            self.add_thin_or_shaded(box)

    def add_stroke(self, ax: float, ay: float, bx: float, by: float) -> None:
        """Add one straight stroke; slanted strokes (charts, slashes) are no rulings."""
        box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        if min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULING / 2:
            self.add_thin_or_shaded(box)
        else:
            self.slanted.append((ax, ay, bx, by) if ax <= bx else (bx, by, ax, ay))


def _area(points: Sequence[Point]) -> float:
    """The area within the corners of a shape."""
    return (
        abs(
            sum(
                ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True)
            )
        )
        / 2
    )


def drawn_on(page: pdfium.PdfPage, upright: Upright) -> Drawn:
    """Collect every visible path of the page, including those in Form XObjects, and count its pictures."""
    drawn = Drawn(Doubts(lambda placed: _bounds(placed[0], upright, placed[1])))
    drawn.doubts.add_page(page)
    handle, object_at = page.raw, raw.FPDFPage_GetObject
    for index in range(raw.FPDFPage_CountObjects(handle)):
        _collect(object_at(handle, index), upright, None, 0, drawn)
    return drawn


def _collect(item: PageObject, upright: Upright, outer: Matrix | None, depth: int, drawn: Drawn) -> None:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        drawn.doubts.texts.append((item, outer))
        if outer is not None and outer != UNMOVED:
            drawn.moved.add(ctypes.addressof(item.contents))
        _collect_left_out(item, upright, outer, drawn)
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        _collect_path(item, upright, outer, drawn)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        box = _bounds(item, upright, outer)
        if box is None:
            return
        if min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULING:
            drawn.add_thin_or_shaded(box)
        else:
            drawn.pictures.append(box)
            drawn.doubts.add_cover(box)
    elif kind == raw.FPDF_PAGEOBJ_SHADING:
        box = _bounds(item, upright, outer)
        if box is not None:
            drawn.doubts.add_cover(box)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
        matrix = _within(_matrix(item), outer)
        clip = raw.FPDFPageObj_GetClipPath(item)
        if raw.FPDFPageObj_HasTransparency(item) or (clip and raw.FPDFClipPath_CountPaths(clip) > 0):
            drawn.doubts.found = True
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            _collect(raw.FPDFFormObj_GetObject(item, index), upright, matrix, depth + 1, drawn)


def _collect_left_out(item: PageObject, upright: Upright, outer: Matrix | None, drawn: Drawn) -> None:
    left, _, right, _ = _EDGES
    if not raw.FPDFPageObj_GetBounds(item, *_EDGES) or right.value - left.value >= NO_WIDTH:
        return
    if not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)):
        box = _bounds(item, upright, outer)
        if box is not None:
            drawn.left_out.append(box)


def _collect_path(item: PageObject, upright: Upright, outer: Matrix | None, drawn: Drawn) -> None:
    box = _bounds(item, upright, outer)
    if box is None:
        return
    raw.FPDFPath_GetDrawMode(item, _FILL, _STROKE)
    stroked = bool(_STROKE.value)
    thin = min(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULING
    filled = bool(_FILL.value)
    if not thin and filled:
        drawn.doubts.add_fill(item, _filled_boxes(item, box, upright, outer))
    elif not thin and stroked and _is_broad(item):
        drawn.doubts.add_cover(box)
    if not (filled or stroked) or _is_white(item, stroked):
        return
    dot = thin and max(box[2] - box[0], box[3] - box[1]) <= THICKEST_RULING
    if dot or (thin and raw.FPDFPath_CountSegments(item) <= 6):
        drawn.add_thin_or_shaded(box)
        return
    if not stroked and not thin and _may_be_letters(item, box):
        drawn.outlines.append(box)
    for points in _subpaths(item, upright, _within(_matrix(item), outer)):
        if stroked:
            for (ax, ay), (bx, by) in itertools.pairwise(points):
                drawn.add_stroke(ax, ay, bx, by)
        elif 2 <= len(points) <= 6:
            drawn.add_filled(points)


def _may_be_letters(item: PageObject, box: Rectangle) -> bool:
    """Whether a filled shape is as small as letters and has curves."""
    if box[3] - box[1] > TALLEST_LETTER:
        return False
    count = raw.FPDFPath_CountSegments(item)
    return count >= FEWEST_SEGMENTS and _is_curved(item, count)


def _bounds(item: PageObject, upright: Upright, outer: Matrix | None) -> Rectangle | None:
    left, bottom, right, top = _EDGES
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    ax, ay, bx, by = left.value, bottom.value, right.value, top.value
    if outer is not None:
        (ax, ay), (bx, by) = mapped(ax, ay, outer), mapped(bx, by, outer)
    box = upright.box(ax, ay, bx, by)
    return box if abs(box[0]) + abs(box[1]) + abs(box[2]) + abs(box[3]) < FARTHEST else on_paper(box)


def _is_white(item: PageObject, stroked: bool) -> bool:
    red, green, blue, alpha = _COLOUR
    colour_of = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
    if not colour_of(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) > PAPER_WHITE


def _filled_boxes(
    item: PageObject, box: Rectangle, upright: Upright, outer: Matrix | None
) -> list[Rectangle]:
    """What a filled shape may cover: its box, or the boxes of its parts where it has many (all rulings)."""
    count = raw.FPDFPath_CountSegments(item)
    if count <= MOST_CORNERS or (count <= MOST_CURVED and _is_curved(item, count)):
        return [box]
    parts: list[Rectangle] = []
    for points in _subpaths(item, upright, _within(_matrix(item), outer)):
        if len(points) <= MOST_CORNERS:
            part = box_around((x, y, x, y) for x, y in points)
            if min(part[2] - part[0], part[3] - part[1]) > THICKEST_RULING:
                parts.append(part)
    return parts


def _is_curved(item: PageObject, count: int) -> bool:
    segments = (raw.FPDFPath_GetPathSegment(item, index) for index in range(count))
    return any(raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO for segment in segments)


def _is_broad(item: PageObject) -> bool:
    """Whether a stroke is as broad as a brush that paints text over."""
    width = _EDGES[0]
    return bool(raw.FPDFPageObj_GetStrokeWidth(item, width)) and width.value > THICKEST_RULING


def _matrix(item: PageObject) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _within(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The matrix of what is within a form, if it is."""
    return inner if outer is None else joined(inner, outer)


def _subpaths(item: PageObject, upright: Upright, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each sub-path, on the upright page; curves are left out of their sub-path."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = point = upright.point(*mapped(x.value, y.value, matrix))
        if not abs(px) + abs(py) < FARTHEST:
            nearer = on_paper((*point, *point))
            if nearer is None:
                continue
            point = nearer[:2]
        if kind == raw.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            if len(points) > 1:
                yield points
            points = [point]
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            points.append(points[0])
    if len(points) > 1:
        yield points
