"""What paper says about the structure, as proposals: codes, numbering, indents, totals, header groups.

Each says for every line which line it belongs to; whether it is right is for the sums to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.structure.block import Block, Column, Line
from pipelines.structure.evidence import Figures, try_sum

# Text of one level begins within so many points.
SAME_INDENT = 2.5
# A total has parts in one of a few places, in one of a few outlines.
PRICE_OF_A_TOTAL = 4.0
Parents = list[int | None]


@dataclass(frozen=True, slots=True)
class Hinted:
    """``whole`` = ``parts`` according to ``hint``; ``is_partial``: they need not be all of it."""

    whole: int
    parts: tuple[int, ...]
    hint: str
    price: float
    is_partial: bool = False


def hinted_lines(lines: Sequence[Line], figures: Figures, is_printed: Sequence[bool]) -> Iterator[Hinted]:
    """The divisions that the hints of lines propose, without lines that print no figure."""
    proposed: list[tuple[str, float, Parents]] = [
        ("codes", 1.0, with_codes_printed_twice(parents_by_code(lines), lines, figures)),
        ("numbering", 2.0, parents_by_depth(lines, [line.numbering_depth or None for line in lines])),
        ("headings", 2.0, parents_by_depth(lines, [line.heading_depth or None for line in lines])),
        ("indents", 2.0, parents_by_depth(lines, [line.text_x0 for line in lines], SAME_INDENT)),
        ("totals", PRICE_OF_A_TOTAL, [None] * len(lines)),
    ]
    for hint, price, parents in proposed:
        children: dict[int, list[int]] = defaultdict(list)
        for child, parent in enumerate(parents):
            if parent is not None and is_printed[child] and not lines[child].is_partial:
                children[parent].append(child)
        for whole, parts in children.items():
            if is_printed[whole]:
                yield Hinted(whole, tuple(parts), hint, price)
        if children or hint == "totals":
            yield from under_totals(lines, parents, is_printed)
    yield from partial_lines(lines, is_printed)


def parents_by_code(lines: Sequence[Line]) -> Parents:
    """The line above, else any, with the longest code that begins this one's; a unit begins a new scope."""
    parents: Parents = [None] * len(lines)
    seen: dict[str, int] = {}
    for k, line in enumerate(lines):
        if line.is_unit:
            seen = {}
        if not line.code:
            continue
        prefixes = (
            [line.parent_code]
            if line.parent_code
            else [line.code[:n] for n in range(len(line.code) - 1, 0, -1)]
        )
        parents[k] = next((seen[prefix] for prefix in prefixes if prefix in seen), None)
        seen[line.code] = k
    return parents


def with_codes_printed_twice(parents: Parents, lines: Sequence[Line], figures: Figures) -> Parents:
    """A line and its only part print one code: the second is below the first if no other sum above holds."""
    settled = list(parents)
    for k in range(1, len(lines)):
        above, whole = k - 1, parents[k]
        same_code = lines[k].code and lines[k].code == lines[above].code and parents[above] == whole
        if not same_code or whole is None or figures.values[k] != figures.values[above]:
            continue
        parts = [part for part, parent in enumerate(settled) if parent == whole]
        places = range(figures.place_count)
        twice = try_sum(figures, whole, parts, places)
        once = try_sum(figures, whole, [part for part in parts if part != k], places)
        if twice.failed and not once.failed:
            settled[k] = above
    return settled


def parents_by_depth(lines: Sequence[Line], depths: Sequence[float | None], tolerance: float = 0) -> Parents:
    """The nearest line above with less depth; totals and lines without depth part the outline."""
    parents: Parents = [None] * len(lines)
    open_lines: list[tuple[float, int]] = []
    for k, (line, depth) in enumerate(zip(lines, depths, strict=True)):
        if line.is_total:
            open_lines = []
        elif depth is not None and not line.is_partial:
            while open_lines and open_lines[-1][0] >= depth - tolerance:
                open_lines.pop()
            if open_lines:
                parents[k] = open_lines[-1][1]
            open_lines.append((depth, k))
    return parents


def under_totals(lines: Sequence[Line], parents: Parents, is_printed: Sequence[bool]) -> Iterator[Hinted]:
    """Totals and units as the sum of top lines: below up to the next one, above since the last, or all."""
    tops = [k for k, line in enumerate(lines) if parents[k] is None and is_printed[k] and not line.is_partial]
    heads = [k for k in tops if lines[k].is_total or lines[k].is_unit]
    plain = [k for k in tops if k not in set(heads)]
    units = [k for k in heads if lines[k].is_unit and not lines[k].is_total]
    for n, head in enumerate(heads):
        before = heads[n - 1] if n else -1
        after = heads[n + 1] if n + 1 < len(heads) else len(lines)
        options = [[k for k in plain if head < k < after]]
        if lines[head].is_total:
            totals = [k for k in heads if lines[k].is_total and k != head]
            last = max((k for k in totals if k < head), default=-1)
            options += [[k for k in plain if before < k < head], plain, units]
            options.append([k for k in [last, *plain] if k >= 0 and (k == last or last < k < head)])
        for parts in options:
            if parts:
                yield Hinted(head, tuple(parts), "totals", PRICE_OF_A_TOTAL)


def partial_lines(lines: Sequence[Line], is_printed: Sequence[bool]) -> Iterator[Hinted]:
    """Lines in a row that are some of the line above them."""
    whole: int | None = None
    parts: list[int] = []
    for k, line in enumerate([*lines, Line()]):
        if line.is_partial:
            if is_printed[k]:
                parts.append(k)
            continue
        if whole is not None and parts and is_printed[whole]:
            yield Hinted(whole, tuple(parts), "partial", 1.0, is_partial=True)
        whole, parts = k, []


def hinted_columns(block: Block, is_printed: Sequence[bool]) -> Iterator[Hinted]:
    """The divisions that the hints of columns propose, without columns that print no figure."""
    families: dict[int, list[int]] = defaultdict(list)
    for k, column in enumerate(block.columns):
        if is_printed[k]:
            families[column.family].append(k)
    for members in families.values():
        yield from by_headers(block.columns, members)
        yield from by_kinds(block.columns, members)


def by_headers(columns: Sequence[Column], family: Sequence[int]) -> Iterator[Hinted]:
    """A group's total, or the column that bears the group's name, = the columns of the group.

    A group inside it counts once: by its own head, else by its columns. One without a head may also be one
    of several classifications, each of which is all of it.
    """
    groups = {columns[k].header[:n] for k in family for n in range(len(columns[k].header))}
    heads = {group: head_of(columns, family, group) for group in groups}
    for group in sorted(groups, key=len, reverse=True):
        head = heads[group]
        if head is None:
            continue
        members = [k for k in family if k != head and is_below(columns[k], group)]
        covered = {
            k
            for inner, inner_head in heads.items()
            if len(inner) > len(group) and inner_head in members and inner_head != head
            for k in members
            if k != inner_head and columns[k].header[: len(inner)] == inner
        }
        full = tuple(k for k in members if k not in covered and not columns[k].is_partial)
        if full:
            yield Hinted(head, full, "headers", 1.0)
        partial = tuple(k for k in members if columns[k].is_partial)
        if partial:
            yield Hinted(head, partial, "headers", 1.0, is_partial=True)
        for inner in groups:
            if len(inner) == len(group) + 1 and inner[:-1] == group and heads[inner] is None:
                alone = tuple(k for k in full if is_below(columns[k], inner))
                if len(alone) > 1 and alone != full:
                    yield Hinted(head, alone, "headers", 2.0)


def is_below(column: Column, group: tuple[int, ...]) -> bool:
    """Whether the column belongs to the group and does not only bear its name."""
    return column.header[: len(group)] == group and column.header != group


def head_of(columns: Sequence[Column], family: Sequence[int], group: tuple[int, ...]) -> int | None:
    """The first column of the group that is its total, or bears its very name."""
    for k in family:
        column = columns[k]
        if (bool(group) and column.header == group) or (column.is_total and column.header[:-1] == group):
            return k
    return None


def by_kinds(columns: Sequence[Column], family: Sequence[int]) -> Iterator[Hinted]:
    """A column = those of the next narrower kinds in one classification, and of its own kind in the others.

    They are in its header group, or in groups inside. Of several wider columns the nearest one is meant.
    Where none is of their own kind in the others, one is that they say nothing else of: 财政拨款支出 is
    基本支出 + 项目支出.
    """
    children: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k in family:
        kinds = columns[k].kinds
        for n, path in enumerate(kinds):
            wider = [
                (others(other, n) != others(kinds, n), -len(other[n]), abs(k - head), head)
                for head in family
                if len(other := columns[head].kinds) == len(kinds)
                and is_below(columns[k], columns[head].header[:-1])
                and len(other[n]) < len(path)
                and begins(path, other[n])
                and all(map(begins, others(other, n), others(kinds, n)))
            ]
            if wider and not columns[k].is_partial:
                children[n, min(wider)[-1]].append(k)
    for (_, head), parts in children.items():
        yield Hinted(head, tuple(parts), "kinds", 1.0)


def others(kinds: tuple[tuple[int, ...], ...], n: int) -> tuple[tuple[int, ...], ...]:
    """The kinds in all classifications but one."""
    return (*kinds[:n], *kinds[n + 1 :])


def begins(path: tuple[int, ...], wider: tuple[int, ...]) -> bool:
    """Whether the kind is the wider one, or below it."""
    return path[: len(wider)] == wider
