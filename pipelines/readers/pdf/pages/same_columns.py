"""Which columns of a piece are which columns of its table: by the header, or by order and contents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.readers.figures import header_row_count, looks_like_amount, squeezed
from pipelines.readers.pdf.cells.pieces import Piece, PieceCell
from pipelines.readers.pdf.pages.continuation import same_edges

# Edges of two pieces agree within this many points, once they are moved and scaled onto each other.
SAME_PLACE = 4.0
# A page may leave out this many empty columns at the right of the table, and keeps at least this many.
MOST_LEFT_OUT, FEWEST_KEPT = 2, 3
# One page prints a table at most this many times as wide as another.
MOST_SCALED = 2.0
# A header in the middle of a form has at least this many labels.
FEWEST_LABELS = 3


def equal_leading_rows(first: Piece, piece: Piece) -> int:
    """How many rows at the top of a piece print the same texts as the first rows of the table."""
    equal = 0
    for one, other in zip(_texts(first), _texts(piece), strict=False):
        if one != other:
            break
        equal += 1
    return equal


def header_rows(piece: Piece) -> int:
    """The rows with text above the first amount; 0 where a piece has no amounts, or none below such rows."""
    texts = _texts(piece)
    count = header_row_count(texts)
    return count if count < len(texts) else 0


class Continuation(NamedTuple):
    """How a piece continues a table.

    ``repeated`` counts the rows that it prints again. ``anchors`` says which of its column edges are which of
    the table's, as far as that is known: places in its ``xs`` and in those of the table's first piece.
    """

    repeated: int
    anchors: dict[int, int]


def with_header_again(head: Piece, piece: Piece, same_box: bool) -> Continuation | None:
    """How a piece continues that begins with the first rows of the table again; None where it does not.

    In a box of another width (not ``same_box``) the header must be whole; only its last columns may be left
    out with theirs.
    """
    repeated = equal_leading_rows(head, piece)
    if repeated and (same_box or _is_whole_header(head, repeated)):
        return Continuation(repeated, header_anchors(head, piece, repeated))
    shortened = 0 if repeated or same_box else shortened_header_rows(head, piece)
    return Continuation(shortened, header_anchors(head, piece, shortened)) if shortened else None


def repeats_inner_header(table: Sequence[Piece], piece: Piece) -> bool:
    """Whether a piece begins with a header from the middle of a form again.

    These are labels without digits, side by side, each in the middle of its cell, in the same columns. Cells
    that span more rows are not part of it.
    """
    again = [cell for cell in next(iter(piece.rows()), ()) if cell.row_span == 1]
    return _are_labels(again) and any(
        _are_same([cell for cell in row if cell.row_span == 1], again)
        for part in table
        for row in part.rows()
    )


def _are_labels(cells: Sequence[PieceCell]) -> bool:
    return len(cells) >= FEWEST_LABELS and all(
        cell.alignment in (None, "centre") and not any(char.isdigit() for char in cell.text) for cell in cells
    )


def _are_same(labels: Sequence[PieceCell], again: Sequence[PieceCell]) -> bool:
    return (
        len(labels) == len(again)
        and all(squeezed(a.text) == squeezed(b.text) for a, b in zip(labels, again, strict=True))
        and all(same_edges(a.box, b.box) for a, b in zip(labels, again, strict=True))
        and _are_labels(labels)
    )


def _is_whole_header(head: Piece, repeated: int) -> bool:
    """Whether so many rows are the whole header of a table, with labels side by side."""
    count = header_rows(head)
    return 0 < count <= repeated and any(len(row) >= 2 for row in head.rows()[:count])


def shortened_header_rows(head: Piece, piece: Piece) -> int:
    """How many rows the header of a table has that a piece repeats without the last columns; else 0."""
    count = header_rows(head)
    whole, shorter = _texts(head)[:count], _texts(piece)[:count]
    kept = len(piece.xs) - 1
    if not count or len(shorter) < count or not FEWEST_KEPT <= kept < len(head.xs) - 1:
        return 0
    if any(not again or row[: len(again)] != again for row, again in zip(whole, shorter, strict=True)):
        return 0
    return count if len(shorter[-1]) >= FEWEST_KEPT or len(shorter[0]) >= FEWEST_KEPT else 0


def header_anchors(head: Piece, piece: Piece, repeated: int) -> dict[int, int]:
    """Which edges of a piece are which edges of the table, from the header rows that it repeats."""
    anchors: dict[int, int] = {}
    for row, again in zip(head.rows()[:repeated], piece.rows()[:repeated], strict=True):
        for cell, other in zip(row, again, strict=False):
            anchors[other.col] = cell.col
            anchors[other.col + other.col_span] = cell.col + cell.col_span
    if len(set(anchors.values())) < len(anchors):
        return {}
    return anchors


def order_anchors(head: Piece, piece: Piece) -> dict[int, int]:
    """Which edges of a piece without a header are which edges of the table; empty where that is not plain.

    The columns must hold the same kinds of texts. The edges are the table's, moved and scaled; the last
    columns may be left out. Without equal edges, the number of columns must be the same.
    """
    count = len(piece.xs)
    left_out = len(head.xs) - count
    if left_out < 0 or not _kinds_agree(head, piece):
        return {}
    fits = _fits(head.xs[:count], piece.xs, 1.0) or _fits(head.xs[:count], piece.xs)
    if left_out and not (fits and left_out <= MOST_LEFT_OUT and count > FEWEST_KEPT):
        return {}
    return {place: place for place in range(count)}


def edges_wander(head: Piece, piece: Piece) -> bool:
    """Whether a piece has as many columns as the table, at other places."""
    return len(head.xs) == len(piece.xs) and not _fits(head.xs, piece.xs, 1.0)


def _fits(edges: list[float], others: list[float], scale: float | None = None) -> bool:
    if scale is None:
        scale = (edges[-1] - edges[0]) / (others[-1] - others[0])
    if not 1 / MOST_SCALED <= scale <= MOST_SCALED:
        return False
    return all(
        abs(x - edges[0] - scale * (other - others[0])) <= SAME_PLACE
        for x, other in zip(edges, others, strict=True)
    )


def _kinds_agree(head: Piece, piece: Piece) -> bool:
    """Whether columns of one place hold the same kind of text, among them words and decimal numbers."""
    pairs = [(one, other) for one, other in zip(_kinds(head), _kinds(piece), strict=False) if one and other]
    return all(one == other for one, other in pairs) and {"words", "decimals"} <= {one for one, _ in pairs}


def _kinds(piece: Piece) -> list[str | None]:
    """For each column ``words``, ``integers`` or ``decimals``, as most of its texts are; None if blank."""
    texts: dict[int, list[str]] = defaultdict(list)
    for row in piece.rows()[header_rows(piece) :]:
        for cell in row:
            if cell.col_span == 1:
                texts[cell.col].append(squeezed(cell.text))
    return [_kind(texts[col]) for col in range(len(piece.xs) - 1)]


def _kind(texts: list[str]) -> str | None:
    if not texts:
        return None
    numbers = [text for text in texts if looks_like_amount(text)]
    if 2 * len(numbers) <= len(texts):
        return "words"
    return "decimals" if any("." in text or "," in text for text in numbers) else "integers"


def _texts(piece: Piece) -> list[list[str]]:
    return [[squeezed(cell.text) for cell in row] for row in piece.rows()]
