"""Affine maps of the plane: ``(a, b, c, d, e, f)`` as in PDF and CSS."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]

UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def moved(x: float, y: float) -> Matrix:
    """The map that moves everything."""
    return (1.0, 0.0, 0.0, 1.0, x, y)


def joined(inner: Matrix, outer: Matrix) -> Matrix:
    """The map that applies ``inner`` first and then ``outer``."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od,
        c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def mapped(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """Where a point is mapped to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def mapped_box(box: Rectangle, matrix: Matrix) -> Rectangle:
    """The upright rectangle around a mapped one."""
    a, b, c, d, e, f = matrix
    if not b and not c:
        x0, x1 = sorted((a * box[0] + e, a * box[2] + e))
        top, bottom = sorted((d * box[1] + f, d * box[3] + f))
        return x0, top, x1, bottom
    corners = [mapped(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def is_upright(matrix: Matrix) -> bool:
    """Whether text stays upright, running from left to right."""
    a, b, c, d, _, _ = matrix
    return a > 0 and d > 0 and abs(b) < 0.05 * a and abs(c) < 0.4 * d
