"""A line with one part that is not zero is proven by no figure; the sum above it says that it counts once."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.structure import Block, Column, Line, read_structure
from pipelines.structure.rows import division_rows

FIELDS = ("text_x0", "numbering_depth", "code", "is_total")
SEEDS = st.integers(0, 2**32)


def settled_parents(lines: Sequence[Line], figures: Sequence[Sequence[int]]) -> dict[int, int]:
    """The settled parent of each line, from rows as a table has them."""
    line_rows = [
        {"block_key": "b", "line_key": str(k)} | {name: getattr(line, name) for name in FIELDS}
        for k, line in enumerate(lines)
    ]
    column_rows = [{"block_key": "b", "column_key": f"c{c}"} for c in range(len(figures[0]))]
    figure_rows = [
        {"line_key": str(k), "column_key": f"c{c}", "value": value, "step": 1}
        for k, row in enumerate(figures)
        for c, value in enumerate(row)
    ]
    return {
        int(row["part_key"]): int(row["whole_key"])
        for row in division_rows(line_rows, column_rows, figure_rows)
        if row["axis"] == "lines" and row["is_settled"]
    }


def department(groups: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[int], dict[int, int]]:
    """Figures, depths and parents of a department, its units, and the projects of each, often one."""
    values, depths = [sum(map(sum, groups))], [0]
    right: dict[int, int] = {}
    for group in groups:
        unit = len(values)
        right |= {unit: 0} | {unit + 1 + k: unit for k in range(len(group))}
        values += [sum(group), *group]
        depths += [1, *[2] * len(group)]
    return [[value, 7 * value] for value in values], depths, right


@pytest.mark.parametrize(
    "part", [Line(text_x0=60), Line(text_x0=60, numbering_depth=3), Line(text_x0=70, numbering_depth=1)]
)
@given(SEEDS)
def test_what_was_carried_over_stands_above_its_only_part(part: Line, seed: int) -> None:
    """收入合计, then 上年结转 with 1. and 2. below it, and 总计 of both."""
    a, b, carried = random.Random(seed).sample(range(100_003, 99_999_989), 3)
    total, plain = Line(text_x0=100, is_total=True), Line(text_x0=50)
    lines = [plain, plain, total, plain, part, part, total]
    figures = [[a], [b], [a + b], [carried], [carried], [0], [a + b + carried]]

    assert settled_parents(lines, figures).items() >= {4: 3, 5: 3}.items()


@given(SEEDS)
def test_a_line_that_the_total_counts_beside_its_equal_is_no_part_of_it(seed: int) -> None:
    """Two lines have one amount, the second is indented by mistake, and the total needs both."""
    a, b, same = random.Random(seed).sample(range(100_003, 99_999_989), 3)
    total, plain = Line(text_x0=100, is_total=True), Line(text_x0=50)
    lines = [plain, plain, plain, Line(text_x0=60), total]
    found = settled_parents(lines, [[a], [b], [same], [same], [a + b + 2 * same]])

    assert found.get(3) != 2


@given(SEEDS, st.booleans())
def test_a_code_printed_twice_in_a_row_counts_as_often_as_its_sum_needs(seed: int, is_once: bool) -> None:
    a, b, same = random.Random(seed).sample(range(100_003, 99_999_989), 3)
    codes = ["", "201", "20101", "20102", "229", "22999", "22999"]
    other = same if is_once else 2 * same
    figures = [[a + b + other], [a + b], [a], [b], [other], [same], [same]]
    figures = [[value, 3 * value] for (value,) in figures]
    lines = [Line(code=code, is_total=not code) for code in codes]
    parents = read_structure(Block(tuple(lines), (Column(), Column()), figures)).lines.parents

    assert parents[5:] == ((4, 5) if is_once else (4, 4))


def random_groups(rng: random.Random, count: int) -> list[list[int]]:
    return [[rng.randint(10_000, 99_999_999) for _ in range(rng.randint(1, 6))] for _ in range(count)]


@settings(deadline=None, max_examples=150)
@given(SEEDS, st.integers(2, 8))
def test_moved_and_lost_indents_settle_less_and_nothing_wrong(seed: int, count: int) -> None:
    rng = random.Random(seed)
    values, depths, right = department(random_groups(rng, count))
    moved = [50 + 10.0 * depth + rng.choice([-20, -10, 0, 0, 0, 10, 20]) for depth in depths]
    lines = [Line(text_x0=None if rng.random() < 0.2 else x0) for x0 in moved]

    for part, whole in settled_parents(lines, values).items():
        above = right.get(part, part)
        # For the sum above them a unit and its only project are the same.
        allowed = {above, right.get(above)} if values[above] == values[part] else {above}
        assert whole in allowed


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_right_indents_settle_a_long_list_whole(seed: int) -> None:
    rng = random.Random(seed)
    values, depths, right = department(random_groups(rng, 60))
    lines = [Line(text_x0=50 + 10.0 * depth + rng.choice([-1, 0, 1])) for depth in depths]

    assert settled_parents(lines, values) == right


KINDS = tuple(Column(header=(k,), kinds=(path,)) for k, path in enumerate([(), (1,), (2,), (3,)]))


def named_sum(rows: Sequence[Sequence[int]]) -> tuple[frozenset[str], tuple[int, ...], int]:
    """Hints, parts and failing lines of the sum that makes up the first column: 合计 | 基本 | 项目 | 经营."""
    (found,) = [
        d
        for d in read_structure(Block((Line(),) * len(rows), KINDS, rows)).columns.divisions
        if d.whole == 0 and d.kind == "full"
    ]
    return found.hints, found.parts, found.evidence.failed


def basic_and_project(seed: int, count: int) -> list[list[int]]:
    """Lines in which 经营 is a part of 项目: 合计 comes to 基本 and 项目 alone."""
    rng = random.Random(seed)
    pairs = [rng.sample(range(100_003, 99_999_989), 2) for _ in range(count)]
    return [[basic + project, basic, project, project // rng.randint(3, 9)] for basic, project in pairs]


@given(SEEDS, st.integers(0, 7))
def test_one_misprinted_total_beside_an_of_which_column_is_the_only_line_that_fails(
    seed: int, wrong: int
) -> None:
    rows = basic_and_project(seed, 8)
    assert named_sum(rows) == (frozenset({"kinds"}), (1, 2), 0)
    rows[wrong][0] += 90_001
    assert named_sum(rows) == (frozenset({"kinds"}), (1, 2), 1)


@given(SEEDS, st.integers(0, 7))
def test_a_total_that_the_column_beside_it_completes_is_no_misprint(seed: int, odd: int) -> None:
    rows = basic_and_project(seed, 8)
    rows[odd][0] += rows[odd][3]
    hints, parts, failed = named_sum(rows)
    assert not (failed and hints), (parts, failed)


@given(SEEDS, st.integers(0, 7))
def test_three_columns_that_add_up_are_the_sum_that_the_header_names(seed: int, wrong: int) -> None:
    rows = [
        [total + beside, basic, project, beside]
        for total, basic, project, beside in basic_and_project(seed, 8)
    ]
    rows[wrong][0] += 90_001
    assert named_sum(rows) == (frozenset({"kinds"}), (1, 2, 3), 1)
