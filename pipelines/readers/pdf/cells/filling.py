"""Puts the glyphs of a page into the cells of its grids; the glyphs outside all grids are running text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from pipelines.readers.pdf.cells.overprint import Place, Visit, strays
from pipelines.readers.pdf.cells.overrun import is_code, texts_of
from pipelines.readers.pdf.ink.characters import Glyph
from pipelines.readers.pdf.ink.printed import PrintedPage
from pipelines.readers.pdf.ruled.grid import Grid
from pipelines.readers.pdf.words.lines import lines_of

# A glyph is astride a border when at least this share of its width is on each side.
ASTRIDE = 0.15
# A text at the side of its cell keeps less than this distance (font sizes).
AT_SIDE = 0.6
# The end of a text that the text of the next cell covers has at most this many glyphs.
MOST_COVERED = 2
# Glyphs of one text closer than this (share of the font size) touch.
TOUCHING = 0.1


@dataclass(frozen=True)
class FilledGrids:
    """The grids of a page with the glyphs in their cells, and the glyphs outside all grids.

    ``placed`` has the glyphs by ``(grid index, cell index)``, without empty cells, in drawing order.
    """

    printed: PrintedPage
    grids: list[Grid]
    placed: dict[Place, list[Glyph]]
    outside: list[Glyph]

    @cached_property
    def lines_outside(self) -> list[list[Glyph]]:
        """The printed lines outside all grids, from top to bottom."""
        return lines_of(self.outside)

    def with_more(self, grids: Sequence[Grid]) -> FilledGrids:
        """Fill the page again with more grids, if there are any."""
        if not grids:
            return self
        return fill(self.printed, sorted([*self.grids, *grids], key=lambda grid: grid.ys[0]))


def fill(printed: PrintedPage, grids: list[Grid]) -> FilledGrids:
    """Put every glyph into the cell in which its middle is."""
    placed, outside = _placed(printed.runs, grids, printed.drawn_together)
    return FilledGrids(printed, grids, placed, outside)


def _placed(
    runs: Sequence[list[Glyph]], grids: Sequence[Grid], together: Callable[[Glyph, Glyph], bool]
) -> tuple[dict[Place, list[Glyph]], list[Glyph]]:
    """The glyphs by cell, and those outside all grids.

    A run of touching glyphs that the file draws over a border as one text, or with one glyph on the border,
    is overflow: the whole run belongs to one cell. Text printed over the text of its cell belongs to the
    cell above.
    """
    placed: dict[Place, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    visits: list[Visit] = []
    for run in runs:
        first, last = _place(run[0], grids), _place(run[-1], grids)
        if first == last and first is not None:
            placed[first] += run
            if visits and visits[-1][0] == first:
                visits[-1][1].append(run)
            else:
                visits.append((first, [run]))
            continue
        for glyph, place in zip(run, _places(run, grids, together), strict=True):
            if place is None:
                outside.append(glyph)
            else:
                placed[place].append(glyph)
    for (place, stray), above in strays(visits, grids):
        glyphs = list(chain.from_iterable(stray))
        moved = set(map(id, glyphs))
        placed[place] = [glyph for glyph in placed[place] if id(glyph) not in moved]
        placed[above] += glyphs
    return {place: glyphs for place, glyphs in placed.items() if glyphs}, outside


def _place(glyph: Glyph, grids: Sequence[Grid]) -> Place | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for index, grid in enumerate(grids):
        xs, ys = grid.xs, grid.ys
        if xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]:
            # The last edge belongs to the last row and column.
            row = bisect_right(ys, y, 1, len(ys) - 1) - 1
            col = bisect_right(xs, x, 1, len(xs) - 1) - 1
            return index, grid.owner[row][col]
    return None


def _places(
    run: list[Glyph], grids: Sequence[Grid], together: Callable[[Glyph, Glyph], bool]
) -> list[Place | None]:
    """The cell of each glyph of a run that crosses a border.

    The end of a text that another one covers is overflow. A text that begins inside a cell, at neither of its
    sides, is not a text of its own, unless it is words in the cell after that of a code.
    """
    places = [_place(glyph, grids) for glyph in run]
    if len(set(places)) == 1:
        return places
    texts = texts_of(run, together)
    if not all(_is_apart(text, before, grids) for before, text in pairwise(texts)):
        texts = [run]
    found: list[Place | None] = []
    for number, text in enumerate(texts):
        own = places[len(found) : len(found) + len(text)]
        if number + 1 < len(texts) and own[0] != own[-1] and own.count(own[-1]) <= MOST_COVERED:
            found += [_home(text, own, grids)] * len(text)
        else:
            found += _gathered(text, own, grids, together)
    return found


def _is_apart(text: list[Glyph], before: list[Glyph], grids: Sequence[Grid]) -> bool:
    """Whether a text of a run is in its cell as a text of its own."""
    place = _place(text[0], grids)
    return _is_at_side(text, place, grids) or (is_code(before) and _place(before[0], grids) != place)


def _is_at_side(text: list[Glyph], place: Place | None, grids: Sequence[Grid]) -> bool:
    """Whether a text begins at the left side of its cell or ends at the right one."""
    if place is None:
        return False
    left, _, right, _ = grids[place[0]].box_of(grids[place[0]].cells[place[1]])
    room = AT_SIDE * (text[0].bottom - text[0].top)
    return text[0].x0 - left < room or abs(right - text[-1].x1) < room


def _gathered(
    run: list[Glyph],
    places: list[Place | None],
    grids: Sequence[Grid],
    together: Callable[[Glyph, Glyph], bool],
) -> list[Place | None]:
    """Join neighbouring stretches of a run where a glyph is astride the border between them."""
    stretches: list[list[int]] = [[0]]
    for index in range(1, len(run)):
        if places[index] != places[index - 1]:
            touching = run[index].x0 - run[index - 1].x1 < TOUCHING * (run[index].bottom - run[index].top)
            one_text = touching and together(run[index - 1], run[index])
            if not one_text and not _astride(run, places, index, grids):
                stretches.append([])
        stretches[-1].append(index)
    gathered = list(places)
    for stretch in stretches:
        home = _home([run[i] for i in stretch], [places[i] for i in stretch], grids)
        for index in stretch:
            gathered[index] = home
    return gathered


def _astride(run: list[Glyph], places: list[Place | None], index: int, grids: Sequence[Grid]) -> bool:
    """Whether one of the two glyphs around a change of cells is on the border itself."""
    after, before = places[index], places[index - 1]
    inner = after or before
    assert inner is not None
    grid = grids[inner[0]]
    box = grid.box_of(grid.cells[inner[1]])
    border = box[0] if inner == after else box[2]
    for glyph in (run[index - 1], run[index]):
        share = ASTRIDE * (glyph.x1 - glyph.x0)
        if glyph.x0 + share < border < glyph.x1 - share:
            return True
    return False


def _home(run: list[Glyph], places: list[Place | None], grids: Sequence[Grid]) -> Place | None:
    """The cell that a whole run belongs to.

    - Text that overflows a cell equally on both sides is centred in that cell.
    - Text that ends at the right edge of its last cell (amounts) overflows to the left from that cell.
    - Text that begins at the left edge of its first cell overflows to the right from that cell.
    - Any other text belongs to the cell with most of it.
    """
    counts = Counter(places)
    if len(counts) == 1:
        return places[0]
    size = run[0].bottom - run[0].top
    first, last = places[0], places[-1]
    most = counts.most_common(1)[0][0]
    if most is not None and most not in (first, last):
        left, _, right, _ = grids[most[0]].box_of(grids[most[0]].cells[most[1]])
        if abs((left - run[0].x0) - (run[-1].x1 - right)) < size / 2:
            return most
    if last is not None and run[-1].char.isdigit():
        right = grids[last[0]].box_of(grids[last[0]].cells[last[1]])[2]
        if 0 <= right - run[-1].x1 < size:
            return last
    if first is not None:
        left = grids[first[0]].box_of(grids[first[0]].cells[first[1]])[0]
        if run[0].x0 - left < 1.5 * size:
            return first
    return most
