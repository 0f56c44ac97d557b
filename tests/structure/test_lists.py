"""Lists of names and figures alone nest where exactly one way of nesting meets their total."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.structure import Block, Column, Line
from pipelines.structure.lists import sums_of_lists
from pipelines.structure.rows import division_rows

TOTAL = Line(is_total=True, ends_list=True)
UNIT = Line(is_unit=True, ends_list=True)
UNIT_BY_NAME = Line(is_unit=True, is_plain=True)
PLAIN = Line(is_plain=True)
CODED = Line(code="201")


def sums(*lines: tuple[Line, float | None], totals_below: bool = False) -> dict[int, tuple[int, ...]]:
    """What the lists of a block with one column make sums."""
    values = [[None if value is None else round(value * 1_000_000)] for _, value in lines]
    block = Block(tuple(line for line, _ in lines), (Column(),), values, totals_below=totals_below)
    return {whole: tuple(sorted(parts)) for whole, parts in sums_of_lists(block)}


def test_categories_and_projects_nest_where_their_figures_add_up() -> None:
    figures = (100.5, 60.5, 60.5, 30.5, 30, 40, 40)
    lines = [(TOTAL if k == 0 else PLAIN, value) for k, value in enumerate(figures)]
    assert sums(*lines) == {1: (2,), 2: (3, 4), 5: (6,)}


def test_equal_amounts_side_by_side_are_no_sums() -> None:
    assert sums((TOTAL, 10), (PLAIN, 5), (PLAIN, 5)) == {}


def test_a_list_that_can_be_read_in_two_ways_is_left_alone() -> None:
    assert sums((TOTAL, 10), (PLAIN, 5), (PLAIN, 5), (PLAIN, 5)) == {}


def test_a_list_that_misses_its_total_is_left_alone() -> None:
    assert sums((TOTAL, 10), (PLAIN, 5), (PLAIN, 4)) == {}


def test_a_balance_prints_its_totals_below_with_the_one_above() -> None:
    first = [(PLAIN, 30), (PLAIN, 10), (PLAIN, 20), (TOTAL, 30)]
    carried_over = [(PLAIN, 7), (PLAIN, 7), (TOTAL, 37)]
    assert sums(*first, *carried_over, totals_below=True) == {0: (1, 2), 4: (5,)}


def test_each_unit_with_its_code_opens_a_list() -> None:
    lines = [(TOTAL, 90), (UNIT, 60), (PLAIN, 60), (PLAIN, 60), (UNIT, 30), (PLAIN, 30)]
    assert sums(*lines) == {2: (3,)}


def test_names_of_units_decide_between_two_readings() -> None:
    lines = [(TOTAL, 20), (UNIT_BY_NAME, 10), (PLAIN, 10), (UNIT_BY_NAME, 10), (PLAIN, 10)]
    assert sums(*lines) == {1: (2,), 3: (4,)}


@pytest.mark.parametrize("other", [CODED, Line(is_plain=False)])
def test_a_list_with_another_outline_is_left_to_it(other: Line) -> None:
    assert sums((TOTAL, 10), (PLAIN, 10), (other, 10)) == {}


def test_a_number_that_cannot_be_read_leaves_its_column_unread() -> None:
    block = Block((TOTAL, PLAIN, PLAIN), (Column(),), [[10], [10], [None]], unknown=frozenset({(2, 0)}))
    assert list(sums_of_lists(block)) == []


def test_too_many_readings_are_not_pursued() -> None:
    assert sums((TOTAL, 60), *((PLAIN, 1) for _ in range(120))) == {}


@given(
    st.lists(st.lists(st.integers(100_000, 99_999_999), min_size=1, max_size=5), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_nested_lists_are_found_again_or_left_alone(groups: list[list[int]], rng: random.Random) -> None:
    """Also where a group has a single part; nothing else is ever a sum of it."""
    values, expected = [sum(map(sum, groups))], {}
    for group in groups:
        whole = len(values)
        values += [sum(group), *group]
        expected[whole] = tuple(range(whole + 1, len(values)))
    found = sums(*((TOTAL if k == 0 else PLAIN, value / 1_000_000) for k, value in enumerate(values)))
    assert found in ({}, expected)


def parents_of(lines: Sequence[Line], figures: Sequence[Sequence[int]]) -> dict[str, str]:
    """The proven parent of each line, from rows as a table has them."""
    fields = ("is_total", "is_unit", "ends_list", "is_plain", "code")
    line_rows = [
        {"block_key": "b", "line_key": f"l{k}"} | {name: getattr(line, name) for name in fields}
        for k, line in enumerate(lines)
    ]
    column_rows = [{"block_key": "b", "column_key": f"c{k}"} for k in range(len(figures[0]))]
    figure_rows = [
        {"line_key": f"l{k}", "column_key": f"c{c}", "value": value, "step": 1}
        for k, row in enumerate(figures)
        for c, value in enumerate(row)
    ]
    found: dict[str, str] = {}
    for row in division_rows(line_rows, column_rows, figure_rows):
        if row["axis"] == "lines" and row["is_main"] and row["is_proven"] and row["kind"] == "full":
            assert row["part_key"] not in found, "a line has one place"
            found[row["part_key"]] = row["whole_key"]
    return found


def test_lists_and_sums_give_every_line_one_place() -> None:
    """A category with a single project is a sum by its list, though alone it would prove nothing."""
    figures = [[95_123_457], [60_101_234], [31_000_117], [29_101_117], [35_022_223], [35_022_223]]
    found = parents_of([TOTAL, PLAIN, PLAIN, PLAIN, PLAIN, PLAIN], figures)
    assert found["l2"] == found["l3"] == "l1"
    assert found["l5"] == "l4"
