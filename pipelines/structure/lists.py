"""Lists whose only outline is their arithmetic: no codes, no numbers, often a single part below a line.

A list is everything between a total, or the line of a unit with its code, and the next. Where its lines add
up to more than its total, some are the sums of lines printed below them. A list is read only if exactly one
way of nesting its lines meets its total, or exactly one of them takes for sums only the lines of units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.structure.block import Block

# A list that can be begun in more ways is left alone.
READINGS_PURSUED = 200
LONGEST_LIST = 200
_MONEY_STEP = 10_000  # millionths: lists that print whole units or more digits than money are exact


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to nest the lines read so far, from the last up: which are open, and which sums were found."""

    open_lines: tuple[int, ...] = ()
    sums: tuple[tuple[int, tuple[int, ...]], ...] = ()
    sums_value: int = 0


@dataclass(frozen=True, slots=True)
class PrintedList:
    """The lines of a list with their values, and the value of its total."""

    lines: tuple[int, ...]
    values: tuple[int, ...]
    total: int
    step: int


def sums_of_lists(block: Block) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(whole, parts) of the lines that the arithmetic of their list makes sums, in all lists of a block."""
    column = fullest_column(block)
    if column is None:
        return
    for printed in printed_lists(block, column):
        readings = complete_readings(printed)
        of_units = [
            reading for reading in readings if all(block.lines[whole].is_unit for whole, _ in reading.sums)
        ]
        if len(readings) == 1:
            yield from readings[0].sums
        elif len(of_units) == 1:
            yield from of_units[0].sums


def fullest_column(block: Block) -> int | None:
    """The column with the most figures, the leftmost of these."""
    counts = [sum(row[k] is not None for row in block.values) for k in range(len(block.columns))]
    return max(range(len(counts)), key=lambda k: (counts[k], -k)) if any(counts) else None


def printed_lists(block: Block, column: int) -> Iterator[PrintedList]:
    """The lists of plain lines that have a total."""
    values = [row[column] for row in block.values]
    printed = [k for k, row in enumerate(block.values) if any(value is not None for value in row)]
    heads = [k for k in printed if block.lines[k].ends_list]
    if any((k, column) in block.unknown for k in printed):
        return
    for head, after in zip([None, *heads], [*heads, None], strict=True):
        first, last = -1 if head is None else head, len(values) if after is None else after
        members = [k for k in printed if first < k < last]
        total = total_of_list(block, values, head, after)
        numbers = [values[k] for k in members]
        plain = all(block.lines[k].is_plain for k in members) and not any((n or 0) < 0 for n in numbers)
        if total is None or not plain or not 1 <= len(members) <= LONGEST_LIST:
            continue
        printed_numbers = [n for n in (*numbers, total) if n is not None]
        is_money = any(n % 1_000_000 for n in printed_numbers) and not any(
            n % _MONEY_STEP for n in printed_numbers
        )
        pairs = [(k, n) for k, n in zip(members, numbers, strict=True) if n]
        yield PrintedList(
            tuple(k for k, _ in pairs), tuple(n for _, n in pairs), total, _MONEY_STEP if is_money else 0
        )


def total_of_list(
    block: Block, values: Sequence[int | None], head: int | None, after: int | None
) -> int | None:
    """The total above the lines, or below the first list; in a balance below, with the total above in it."""
    below = values[after] if after is not None and block.lines[after].is_total else None
    if block.totals_below:
        above = [
            values[k] for k, line in enumerate(block.lines) if line.is_total and (after is None or k < after)
        ]
        last_above = next((value for value in reversed(above) if value is not None), 0)
        return None if below is None else below - last_above
    return below if head is None else values[head]


def complete_readings(printed: PrintedList) -> list[Reading]:
    """All ways of nesting the lines that meet the total; none where there are too many to pursue."""
    excess = sum(printed.values) - printed.total
    tolerance = printed.step * (len(printed.lines) + 1) // 2
    if excess < -tolerance:
        return []
    readings = [Reading()]
    value_above = sum(printed.values)
    for number in reversed(range(len(printed.lines))):
        value_above -= printed.values[number]
        readings = [
            longer
            for reading in readings
            for longer in choices(printed, reading, number, excess + tolerance)
            # Pursued only while the sums found so far and the lines above can still make up the excess.
            if longer.sums_value + value_above >= excess - tolerance
        ]
        if len(readings) > READINGS_PURSUED:
            return []
    return [reading for reading in readings if abs(excess - reading.sums_value) <= tolerance]


def choices(printed: PrintedList, reading: Reading, number: int, most: int) -> Iterator[Reading]:
    """The next line up is the sum of the first few lines that are still open, or of none."""
    line, value = printed.lines[number], printed.values[number]
    yield Reading((number, *reading.open_lines), reading.sums, reading.sums_value)
    if reading.sums_value + value > most:
        return
    added = 0
    for count, opened in enumerate(reading.open_lines, start=1):
        added += printed.values[opened]
        if abs(added - value) * 2 <= printed.step * (count + 1):
            parts = tuple(printed.lines[k] for k in reading.open_lines[:count])
            yield Reading(
                (number, *reading.open_lines[count:]),
                (*reading.sums, (line, parts)),
                reading.sums_value + value,
            )
