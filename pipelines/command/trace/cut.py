"""What is cut out of a page so that people see a figure with what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.readers.document import Box

# A cut shows its cells with some of the page around them (left, above, right, below), in points. Where they
# stand farther apart than people can read at once, it shows the surroundings of the first one.
_AROUND = Box(150.0, 42.0, 36.0, 42.0)
_READABLE = (400.0, 250.0)
_AROUND_FIRST = Box(250.0, 62.0, 120.0, 62.0)


def cut_around(boxes: Sequence[Box], size: tuple[int, int], scale: float) -> tuple[int, int, int, int]:
    """Pixels (left, upper, right, lower) around boxes in points, the most important first; all for no box."""
    if not boxes:
        return (0, 0, *size)
    whole = Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    fits = whole.x1 - whole.x0 <= _READABLE[0] and whole.bottom - whole.top <= _READABLE[1]
    shown, margin = (whole, _AROUND) if fits else (boxes[0], _AROUND_FIRST)
    return (
        max(0, round((shown.x0 - margin.x0) * scale)),
        max(0, round((shown.top - margin.top) * scale)),
        min(size[0], round((shown.x1 + margin.x1) * scale)),
        min(size[1], round((shown.bottom + margin.bottom) * scale)),
    )
