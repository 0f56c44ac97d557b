"""What is drawn over a sheet of an .xls workbook: texts in boxes, and pictures, which are only reported.

Records of the sheet say it one after another: where something is drawn (MSODRAWING), what it is (OBJ), and
its text (TXO, in the CONTINUE record after it). See [MS-XLS] 2.4.181, 2.4.329, and [MS-ODRAW] 2.2.46.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from pipelines.readers.spreadsheet.sheet import Sheet

_DRAWING, _OBJECT, _TEXT, _CONTINUE = 0x00EC, 0x005D, 0x01B6, 0x003C
# Kinds of objects: rectangles, ellipses, text boxes and other shapes; and pictures.
_SHAPES, _PICTURE = (2, 3, 6, 30), 8
_MODERN = struct.pack("<HH", 0x15, 0x12)
# The head of the record that says from which cell to which a drawing reaches, and in which shares of them.
_ANCHOR = struct.pack("<HI", 0xF010, 18)
_PLACE = "<9H"
_WIDTH_SHARES, _HEIGHT_SHARES = 1024, 256
_ROW_HEIGHT, _TWIPS = 15.0, 20.0
# A drawing over more rows and columns is as large as any.
_MOST_CELLS = 500
# The longest text of a box that is read.
_LONGEST_TEXT = 100_000


def add_drawings(sheet: Sheet, records: Iterable[tuple[int, bytes]], heights: Mapping[int, float]) -> None:
    """Add the texts of boxes, and the area of the largest picture, to a sheet.

    ``heights`` are those of rows with a height of their own, in twips.
    """
    kind, length, area = -1, 0, 0.0
    for record, body in records:
        if record == _DRAWING:
            place = body.rfind(_ANCHOR)
            area = _area(sheet, body[place + len(_ANCHOR) :], heights) if place >= 0 else 0.0
        elif record == _OBJECT and len(body) >= 6:
            kind, length = struct.unpack_from("<H", body, 4)[0], 0
            if not body.startswith(_MODERN):  # of Excel 5, with its own place
                area = _area(sheet, body[8:], heights)
            if kind == _PICTURE:
                sheet.largest_picture = max(sheet.largest_picture, area)
        elif record == _TEXT and len(body) >= 12:
            length = struct.unpack_from("<H", body, 10)[0] if kind in _SHAPES else 0
        elif record == _CONTINUE and length:
            text = _text(body, min(length, _LONGEST_TEXT)).strip()
            if text:
                sheet.boxes.append(text)
            length = 0


def _text(body: bytes, length: int) -> str:
    """The text of a CONTINUE record, in one or two bytes for each character as its first byte says."""
    if body[:1] == b"\0":
        return body[1 : 1 + length].decode("latin-1").replace("\r", "\n")
    return body[1 : 1 + 2 * length].decode("utf-16-le", "replace").replace("\r", "\n")


def _area(sheet: Sheet, anchor: bytes, heights: Mapping[int, float]) -> float:
    """The area of a drawing by the cells that it is anchored to, in square points."""
    if len(anchor) < struct.calcsize(_PLACE):
        return 0.0
    _, col, x, row, y, last_col, last_x, last_row, last_y = struct.unpack_from(_PLACE, anchor)
    last_col, last_row = min(last_col, col + _MOST_CELLS), min(last_row, row + _MOST_CELLS)

    def across(edge: int, share: int) -> float:
        whole = sum(sheet.widths.get(each, sheet.default_width) for each in range(col, edge))
        return whole + sheet.widths.get(edge, sheet.default_width) * share / _WIDTH_SHARES

    def down(edge: int, share: int) -> float:
        def height(each: int) -> float:
            return heights[each] / _TWIPS if each in heights else _ROW_HEIGHT

        return sum(height(each) for each in range(row, edge)) + height(edge) * share / _HEIGHT_SHARES

    width = across(last_col, last_x) - across(col, x)
    return max(0.0, width) * max(0.0, down(last_row, last_y) - down(row, y))
