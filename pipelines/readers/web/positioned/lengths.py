"""Lengths and maps of styles, in points."""

from __future__ import annotations

import math
import re

from pipelines.readers.pdf.ink.matrix import UNMOVED, Matrix, joined, moved
from pipelines.readers.web.css import points

_PERCENT = re.compile(r"([-+]?[\d.]+)%")
# calc(var(--scale-factor) * 12px): pages are read at their own scale.
_CALCULATED = re.compile(r"(?:calc|round|min|max)\(.*?([-+]?[\d.]+)\s*(px|pt|em|%)", re.DOTALL)
_FUNCTION = re.compile(r"([a-z0-9]+)\(([^()]*)\)", re.IGNORECASE)
_PLACES = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


def length(value: str | None, font_size: float, whole: float | None = None) -> float | None:
    """A length in points, where it is one; percents are those of the ``whole``."""
    if not value:
        return None
    calculated = _CALCULATED.match(value)
    if calculated:
        value = calculated[1] + calculated[2]
    percent = _PERCENT.fullmatch(value)
    if percent:
        return None if whole is None else _number(percent[1]) * whole / 100
    return points(value, font_size)


def transform(value: str | None, origin: str | None, size: tuple[float, float], font_size: float) -> Matrix:
    """The map of a ``transform`` on a box of this width and height, from the box to where it is drawn."""
    if not value or value == "none":
        return UNMOVED
    matrix = UNMOVED
    for name, written in _FUNCTION.findall(value):
        arguments = [
            argument.strip() for argument in re.split(r"[,\s]+", written.strip()) if argument.strip()
        ]
        matrix = joined(_step(name.lower(), arguments, size, font_size), matrix)
    x, y = _origin(origin, size, font_size)
    return joined(joined(moved(-x, -y), matrix), moved(x, y))


def _step(name: str, arguments: list[str], size: tuple[float, float], font_size: float) -> Matrix:
    numbers = [_number(argument) for argument in arguments]
    if name == "matrix" and len(numbers) == 6:
        a, b, c, d, e, f = numbers
        return (a, b, c, d, 0.75 * e, 0.75 * f)
    if name in ("scale", "scalex", "scaley") and numbers:
        x = 1.0 if name == "scaley" else numbers[0]
        y = 1.0 if name == "scalex" else numbers[-1]
        return (x, 0.0, 0.0, y, 0.0, 0.0)
    if name in ("translate", "translatex", "translatey", "translate3d") and arguments:
        wholes = size if name != "translatey" else size[::-1]
        moves = [length(a, font_size, w) or 0.0 for a, w in zip(arguments, wholes, strict=False)]
        first, second = (*moves, 0.0)[:2]
        return moved(0.0, first) if name == "translatey" else moved(first, second)
    if name in ("rotate", "rotatez") and arguments:
        angle = _angle(arguments[0])
        return (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0.0, 0.0)
    return UNMOVED


def _origin(value: str | None, size: tuple[float, float], font_size: float) -> tuple[float, float]:
    """The point of the box that a map leaves in place: its middle where nothing is said."""
    parts = (value or "50% 50%").split()[:2]
    if parts[0] in ("top", "bottom"):
        parts = [*parts[1:], "center", parts[0]][-2:] if len(parts) == 1 else [parts[1], parts[0]]
    parts = [*parts, "center"][:2]
    x, y = (
        _PLACES[part] * whole if part in _PLACES else length(part, font_size, whole) or 0.0
        for part, whole in zip(parts, size, strict=True)
    )
    return x, y


def _angle(value: str) -> float:
    number = _number(value)
    if value.endswith("rad") and not value.endswith("grad"):
        return number
    return number * 2 * math.pi if value.endswith("turn") else math.radians(number)


def _number(value: str) -> float:
    found = re.match(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", value)
    number = float(found[0]) if found else 0.0
    return number if abs(number) < 1e6 else 0.0
