"""Joins the cells that a page end cuts with their parts on the next page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.readers.figures import holds_figure, looks_like_amount
from pipelines.readers.pdf.cells.pieces import Piece, PieceCell
from pipelines.readers.pdf.ink.characters import UNKNOWN_CHARACTER, Glyph
from pipelines.readers.pdf.pages.continuation import same_edges
from pipelines.readers.pdf.pages.cut_figures import Cut, cut_between, usual_decimals
from pipelines.readers.pdf.words.lines import lines_of

# The room that a cell keeps free next to a full line of text, left and right together (points).
CELL_PADDING = 12.0
# Glyphs one below the other have their middles within this share of their size.
SAME_MIDDLE = 0.3


class Tail(NamedTuple):
    """A cell that reaches the end of the last page: the whole of it, and its part on that page."""

    whole: PieceCell
    part: PieceCell


def join_cut_cells(
    tails: Sequence[Tail], piece: Piece, cells_before: Sequence[PieceCell]
) -> dict[int, PieceCell]:
    """Join each cell that the page end cuts with the cell below it on the next page.

    Rows of ``piece`` count on from those of the table; ``cells_before`` are those of its last page. Returns
    the whole cells by the ``id`` of their parts on this page. Parts that print their text again are marked
    ``printed_again`` where they hold figures.
    """
    heads = _head_cells(piece)
    wholes: dict[int, PieceCell] = {}
    repeated = True  # so far, from the left, every cell continues the one above it
    cut = {id(tail.part) for tail in tails} | {id(head) for head in heads}
    usual = usual_decimals(cell.text for cell in (*cells_before, *piece.cells) if id(cell) not in cut)
    wrapped = _row_is_wrapped(tails, heads, usual)
    full = _stands_below_full_lines(tails, heads)
    for head in heads:
        tail = _tail_over(tails, head)
        if tail is None:
            repeated = False
            continue
        if _prints_again(tail, head) and (tail.part.open_below or (repeated and _is_merged(tail, head))):
            _extend(tail.whole, head)
            head.printed_again = holds_figure(head.text)
        elif (
            (tail.part.open_below and (_can_follow(tail, head) or (full and _is_rest_of_figure(tail, head))))
            or wrapped
            or _stack_goes_on(tail.part, head)
        ):
            _join(tail, head)
        else:
            repeated = False
            continue
        wholes[id(head)] = tail.whole
    may_be_wrapped = usual is not None or _row_is_wrapped(tails, heads, usual, Cut.UNCLEAR)
    for head in heads:
        if may_be_wrapped and id(head) not in wholes:
            _spoil_unless_apart(tails, head, usual, unruled=piece.finder != "rulings")
    return wholes


def tails_of(piece: Piece, wholes: dict[int, PieceCell]) -> list[Tail]:
    """The cells that reach the last row of a piece."""
    end = max((cell.row + cell.row_span for cell in piece.cells), default=0)
    return [Tail(wholes.get(id(cell), cell), cell) for cell in piece.cells if cell.row + cell.row_span == end]


def _head_cells(piece: Piece) -> list[PieceCell]:
    """The cells of the first row that is not printed again, from left to right."""
    cells = [cell for cell in piece.cells if not cell.printed_again]
    top = min((cell.row for cell in cells), default=0)
    return sorted((cell for cell in cells if cell.row == top), key=lambda cell: cell.col)


def _tail_over(tails: Sequence[Tail], head: PieceCell) -> Tail | None:
    return next((tail for tail in tails if same_edges(tail.part.box, head.box)), None)


def _is_merged(tail: Tail, head: PieceCell) -> bool:
    return tail.part.row_span > 1 or head.row_span > 1


def _prints_again(tail: Tail, head: PieceCell) -> bool:
    """Whether a cell has the text of the cell above it, or the end of it, or is blank below it.

    A blank cell that the next page end cuts again may have its text there.
    """
    if not head.text:
        return not tail.part.open_below and not head.open_below
    if head.text.startswith(UNKNOWN_CHARACTER) and tail.whole.text.endswith("\n" + head.text[1:]):
        return True  # the second line of a wrapped number, whose first line this page cuts away
    return head.text in (tail.part.text, tail.whole.text)


def _can_follow(tail: Tail, head: PieceCell) -> bool:
    """Whether both can be one text; an amount below other text is in the next row, with no ruling between."""
    return not (tail.whole.text and looks_like_amount(head.text))


def _is_rest_of_figure(tail: Tail, head: PieceCell) -> bool:
    """Whether a cell has the rest of a figure that is too wide for its column."""
    upper, lower = tail.whole.text.split("\n"), head.text.split("\n")
    return len(lower) == 1 and looks_like_amount(upper[-1] + lower[0])


def _stands_below_full_lines(tails: Sequence[Tail], heads: Sequence[PieceCell]) -> bool:
    """Whether all texts of a row are below lines that were full, so that each may be the rest of one."""
    over = [(_tail_over(tails, head), head) for head in heads if head.text]
    return all(tail is not None and _last_line_is_full(tail.part, head) for tail, head in over)


def _row_is_wrapped(
    tails: Sequence[Tail], heads: Sequence[PieceCell], usual: int | None, cut: Cut = Cut.PLAIN
) -> bool:
    """Whether a closed row continues: it has text only below lines that were full, and no other text.

    A figure must be the rest of the one above it, by the ``usual`` decimals of the table; ``cut`` says how.

    Word draws a ruling below a row at the page end, and another at the top of the next page.
    """
    over = [_tail_over(tails, head) for head in heads]
    if not any(head.text for head in heads) or not any(
        tail is not None and tail.part.text and not head.text for tail, head in zip(over, heads, strict=True)
    ):
        return False
    return all(
        tail is not None
        and (
            not head.text
            or (
                (not holds_figure(head.text) or cut_between(tail.whole.text, head.text, usual) is cut)
                and _last_line_is_full(tail.part, head)
                and head.row_span == 1
            )
        )
        for tail, head in zip(over, heads, strict=True)
    )


def _spoil_unless_apart(tails: Sequence[Tail], head: PieceCell, usual: int | None, *, unruled: bool) -> None:
    """Make a figure unknown, and the one above it, where both may be one: each would be a wrong number.

    Between rulings only a full line continues. Without them it is unknown which lines are full.
    """
    for tail in tails:
        if not stands_below(head.glyphs, tail.part.glyphs):
            continue
        if cut_between(tail.whole.text, head.text, usual) is Cut.NONE:
            continue
        if unruled or _last_line_is_full(tail.part, head):
            tail.whole.text += UNKNOWN_CHARACTER
            head.text = UNKNOWN_CHARACTER + head.text


def stands_below(lower: Sequence[Glyph], upper: Sequence[Glyph]) -> bool:
    """Whether one text is below another, at whatever distance."""
    if not upper or not lower:
        return False
    left, right = max(g.x0 for g in (upper[0], lower[0])), min(g.x1 for g in (upper[-1], lower[-1]))
    return left < right


def _last_line_is_full(upper: PieceCell, lower: PieceCell) -> bool:
    """Whether the first character of the lower cell would not have fitted into the last line of the upper."""
    if not upper.glyphs or not lower.glyphs:
        return False
    last, next_glyph = lines_of(upper.glyphs)[-1], lines_of(lower.glyphs)[0][0]
    room = (upper.box[2] - upper.box[0]) - (last[-1].x1 - last[0].x0)
    if not holds_figure(lower.text):
        room -= max(last[0].x0 - next_glyph.x0, 0.0)  # the first line of a paragraph is indented
    return room < CELL_PADDING + next_glyph.x1 - next_glyph.x0


def _stack_goes_on(upper: PieceCell, lower: PieceCell) -> bool:
    """Whether characters one below the other continue over the page end.

    The upper ones end at the edge. The lower ones begin at an edge that no ruling closes, with room below.
    """
    if not (lower.open_above and _is_stack(upper.glyphs) and _is_stack(lower.glyphs)):
        return False
    above, below = upper.glyphs[-1], lower.glyphs[0]
    size = above.bottom - above.top
    room_below = lower.box[3] - max(glyph.bottom for glyph in lower.glyphs)
    return (
        abs(_middle(above) - _middle(below)) < SAME_MIDDLE * size
        and upper.box[3] - above.bottom < size
        and below.top - lower.box[1] < size < room_below
    )


def _is_stack(glyphs: Sequence[Glyph]) -> bool:
    """Whether the text is Chinese characters one below the other, one in each line."""
    return (
        bool(glyphs)
        and all(not glyph.char.isascii() for glyph in glyphs)
        and all(len(line) == 1 for line in lines_of(glyphs))
    )


def _middle(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _join(tail: Tail, lower: PieceCell) -> None:
    """Add the lower cell's text and rows to the whole cell."""
    whole = tail.whole
    if lower.text and not whole.text:
        whole.page_no, whole.box = lower.page_no, lower.box
        whole.text_x0, whole.alignment = lower.text_x0, lower.alignment
    upper_lines, lower_lines = whole.text.split("\n"), lower.text.split("\n")
    if whole.text and lower.text and upper_lines[-1] == lower_lines[0]:
        lower_lines = lower_lines[1:]  # the line that the page end cuts is drawn on both pages
    whole.text = "\n".join(line for line in upper_lines + lower_lines if line)
    whole.known_by_shape |= lower.known_by_shape
    whole.lines_end_early |= lower.lines_end_early
    scores = [score for score in (whole.recognition_score, lower.recognition_score) if score is not None]
    whole.recognition_score = min(scores, default=None)
    _extend(whole, lower)


def _extend(whole: PieceCell, part: PieceCell) -> None:
    whole.row_span = part.row + part.row_span - whole.row
