"""Precision, recall and CPU seconds of finding sums in public tables, from numbers and blanks alone.

Usage: python benchmarks/structure.py [FILE] [--half even|odd] [--json]

FILE holds tables with annotated sums, as `aggregations.jl.gz` (AggreCol, Hasso Plattner Institute). A sum is
an aggregator cell and the set of its aggregatee cells. Annotated and found sums are taken once each, over all
tables together. They are compared in three ways:

- ``numbers``: the cells that print a number are the same; blanks and dashes inside a sum do not count.
- ``cells``: all cells are the same, blanks too.
- ``authors``: as AggreCol's own evaluation does it: what is found besides the annotated cells is empty. Found
  sums that match some annotated one count for precision, annotated ones that are matched for recall.

CPU seconds are those of the search in this process; reading the file and its numbers is not counted.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.settings import PROJECT_ROOT
from pipelines.structure import Figures, find_sums

DEFAULT_FILE = PROJECT_ROOT.parent / "shared" / "tables" / "aggregations.jl.gz"
GROUP_AND_POINT = {
    "None Point": ("", "."),
    "Comma Point": (",", "."),
    "Space Comma": (" ", ","),
    "Space Point": (" ", "."),
    "None Comma": ("", ","),
}
NUMBER = re.compile(r"[-+]?(?!00+$)(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
FINEST_DIGITS = 9
Cell = tuple[int, int]
Aggregate = tuple[Cell, frozenset[Cell]]


def number(text: str, number_format: str) -> Decimal | None:
    """The number that a cell prints, with brackets for less than zero; None where it prints none."""
    group, point = GROUP_AND_POINT[number_format]
    text = text.replace("\xa0", " ").strip().strip("$€£%* ")
    is_negative = text.startswith("(") and text.endswith(")")
    if is_negative:
        text = text[1:-1].strip("$ %")
    if group:
        text = text.replace(group, "")
    text = text.replace(point, ".")
    if not NUMBER.fullmatch(text):
        return None
    return -Decimal(text) if is_negative else Decimal(text)


def figures_of(table: dict[str, Any]) -> Figures:
    """The table's numbers in its finest decimal, each with the rounding step of its own digits."""
    numbers = [[number(cell, table["number_format"]) for cell in row] for row in table["table_array"]]
    digits = [[None if n is None else max(0, -int(n.as_tuple().exponent)) for n in row] for row in numbers]
    finest = min(max((d for row in digits for d in row if d is not None), default=0), FINEST_DIGITS)
    values = [
        [None if n is None else int((n * 10**finest).to_integral_value()) for n in row] for row in numbers
    ]
    steps = [[1 if d is None else 10 ** max(0, finest - d) for d in row] for row in digits]
    return Figures(values, steps)


def found_in(figures: Figures) -> set[Aggregate]:
    """All sums of rows and of columns, cell by cell where they hold."""
    found: set[Aggregate] = set()
    for is_turned in (False, True):
        for s in find_sums(figures.transposed() if is_turned else figures, ordered=is_turned):
            for place in (*s.places.exact, *s.places.rounding, *s.places.trivial):
                cells = [(place, item) if is_turned else (item, place) for item in (s.whole, *s.parts)]
                found.add((cells[0], frozenset(cells[1:])))
    return found


def annotated_in(table: dict[str, Any]) -> set[Aggregate]:
    """The annotated sums; the other operators are left out."""
    annotations = table["aggregation_annotations"]
    if isinstance(annotations, str):
        annotations = ast.literal_eval(annotations)
    return {
        (tuple(a["aggregator_index"]), frozenset(map(tuple, a["aggregatee_indices"])))
        for a in annotations
        if a["operator"] == "Sum"
    }


def with_numbers(aggregates: Iterable[Aggregate], figures: Figures) -> set[Aggregate]:
    """The same aggregates without the aggregatee cells that print no number."""
    return {
        (whole, frozenset((row, column) for row, column in parts if figures.values[row][column] is not None))
        for whole, parts in aggregates
    }


def matched_as_authors_do(
    annotated: set[Aggregate], found: set[Aggregate], cells: list[list[str]]
) -> tuple[int, int]:
    """(annotated sums that are found, found sums that are annotated)."""
    readings: dict[Cell, list[frozenset[Cell]]] = defaultdict(list)
    for whole, parts in found:
        readings[whole].append(parts)
    matched: set[Aggregate] = set()
    hits = 0
    for whole, parts in annotated:
        same = [other for other in readings[whole] if all(cells[r][c] == "" for r, c in other - parts)]
        hits += bool(same)
        matched.update((whole, other) for other in same)
    return hits, len(matched)


def tables_of(path: Path, half: str | None) -> Iterator[dict[str, Any]]:
    """The tables of the file, or every second one."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for index, line in enumerate(lines):
            if half is None or (half == "odd") == bool(index % 2):
                yield json.loads(line)


def measure(path: Path, half: str | None) -> dict[str, float]:
    """All measures over the tables of a file."""
    counts: Counter[str] = Counter()
    seconds = 0.0
    for table in tables_of(path, half):
        figures = figures_of(table)
        started = time.process_time()
        found = found_in(figures)
        seconds += time.process_time() - started
        annotated = annotated_in(table)
        hits, matched = matched_as_authors_do(annotated, found, table["table_array"])
        numbers = (with_numbers(annotated, figures), with_numbers(found, figures))
        counts.update(
            tables=1,
            annotated=len(annotated),
            found=len(found),
            cells=len(annotated & found),
            authors=hits,
            authors_found=matched,
            numbers=len(numbers[0] & numbers[1]),
            numbers_annotated=len(numbers[0]),
            numbers_found=len(numbers[1]),
        )
    return {
        "tables": counts["tables"],
        "annotated": counts["annotated"],
        "found": counts["found"],
        "numbers_precision": counts["numbers"] / max(counts["numbers_found"], 1),
        "numbers_recall": counts["numbers"] / max(counts["numbers_annotated"], 1),
        "cells_precision": counts["cells"] / max(counts["found"], 1),
        "cells_recall": counts["cells"] / max(counts["annotated"], 1),
        "authors_precision": counts["authors_found"] / max(counts["found"], 1),
        "authors_recall": counts["authors"] / max(counts["annotated"], 1),
        "cpu_seconds": seconds,
    }


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=DEFAULT_FILE)
    parser.add_argument("--half", choices=("even", "odd"), help="every second table only")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    measures = measure(arguments.file, arguments.half)
    if arguments.json:
        print(json.dumps({name: round(value, 3) for name, value in measures.items()}))
        return
    for name, value in measures.items():
        print(f"{name:20} {value:>10,.3f}" if isinstance(value, float) else f"{name:20} {value:>10,}")


if __name__ == "__main__":
    main()
