"""What is drawn in a paragraph: text boxes, which are read; pictures and objects, which are only reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.readers.word.names import ALTERNATE, KEY, OFFICE, TEXT_BOX, VML, Element, chosen_of

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURES = frozenset((f"{_DRAWING}blip", f"{VML}imagedata"))
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_EMU = 12_700


@dataclass
class Graphics:
    """Text boxes (their contents), words of shapes, how many pictures, and the programs of embedded objects.

    ``largest`` is the area of the largest picture in square points, where the file states it. An object is
    the name of its program and the key of its part.
    """

    boxes: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    pictures: int = 0
    largest: float = 0.0
    objects: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Graphics) -> None:
        """Add those of another one."""
        self.boxes += other.boxes
        self.words += other.words
        self.pictures += other.pictures
        self.largest = max(self.largest, other.largest)
        self.objects += other.objects


def graphics_of(element: Element) -> Graphics:
    """What a drawing holds; of several forms of the same, the first."""
    found, area = Graphics(), 0.0
    for part in _parts(element):
        if part.tag == TEXT_BOX:
            found.boxes.append(part)
        elif part.tag == _EXTENT:
            area = _points(part.get("cx")) * _points(part.get("cy"))
        elif part.tag in _PICTURES:
            found.pictures += 1
        elif part.tag == f"{VML}textpath" and part.get("string"):
            found.words.append(part.get("string"))
        elif part.tag == f"{OFFICE}OLEObject":
            found.objects.append((part.get("ProgID", ""), part.get(KEY, "")))
    if found.objects:
        found.pictures = 0  # it only shows the object
    found.largest = area if found.pictures else 0.0
    return found


def _parts(element: Element) -> Iterator[Element]:
    """All elements within, but not those in text boxes, and not those of a second form."""
    for child in element:
        yield child
        if child.tag != TEXT_BOX:
            within = chosen_of(child) if child.tag == ALTERNATE else child
            yield from _parts(within) if within is not None else ()


def _points(emu: str | None) -> float:
    return int(emu) / _EMU if emu and emu.isascii() and emu.isdigit() and len(emu) < 12 else 0.0
