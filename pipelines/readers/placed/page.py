"""A page on which each text has its place, as the file states it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER
from pipelines.readers.pdf.ink.matrix import Matrix, Rectangle, is_upright, mapped_box

# What a character advances, in font sizes: Chinese ones, and digits and letters.
WIDE, NARROW = 1.0, 0.5
# Characters that only a font of the file gives a meaning to.
_PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Characters drawn as one text, each with its box in points on the page; none of them is white space."""

    characters: str
    boxes: Sequence[Rectangle]
    is_upright: bool = True


@dataclass(slots=True)
class PlacedPage:
    """One page, its size in points, and what is on it in drawing order.

    ``fills`` are filled boxes, ``strokes`` straight lines as ``(x, y, x, y)``, and ``pictures`` the boxes of
    pictures. ``hidden`` are texts that a person cannot see. ``lost`` says why a part of the page could not be
    read; empty where it is whole.
    """

    width: float
    height: float
    texts: list[PlacedText] = field(default_factory=list)
    fills: list[Rectangle] = field(default_factory=list)
    strokes: list[Rectangle] = field(default_factory=list)
    pictures: list[Rectangle] = field(default_factory=list)
    hidden: list[PlacedText] = field(default_factory=list)
    lost: str = ""

    def moved_down(self, by: float) -> PlacedPage:
        """The page with room of this height (points) above it."""
        matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, by)

        def boxes(of: Sequence[Rectangle]) -> list[Rectangle]:
            return [mapped_box(box, matrix) for box in of]

        def texts(of: Sequence[PlacedText]) -> list[PlacedText]:
            return [PlacedText(text.characters, boxes(text.boxes), text.is_upright) for text in of]

        strokes = [(x, y + by, other_x, other_y + by) for x, y, other_x, other_y in self.strokes]
        return PlacedPage(
            self.width, self.height + by, texts(self.texts), boxes(self.fills), strokes,
            boxes(self.pictures), texts(self.hidden),
        )  # fmt: skip


def natural_width(character: str) -> float:
    """What a character advances in usual fonts, in font sizes."""
    if unicodedata.combining(character):
        return 0.0
    return WIDE if unicodedata.east_asian_width(character) in "WFA" else NARROW


def placed_text(
    text: str, starts: Sequence[float], widths: Sequence[float], top: float, bottom: float, matrix: Matrix
) -> PlacedText | None:
    """The text whose characters begin at ``starts``, between two heights, mapped to the page.

    None where there is nothing but white space.
    """
    shown = [number for number, character in enumerate(text) if not character.isspace() and widths[number]]
    boxes = [mapped_box((starts[n], top, starts[n] + widths[n], bottom), matrix) for n in shown]
    characters = "".join(UNKNOWN_CHARACTER if ord(text[n]) in _PRIVATE else text[n] for n in shown)
    return PlacedText(characters, boxes, is_upright(matrix)) if characters else None
