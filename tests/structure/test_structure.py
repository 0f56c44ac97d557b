"""Trees of exact numbers are found again; wrong hints make the result emptier, never wrong."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.structure import Block, Column, Line, blocks_from_rows, read_structure
from pipelines.structure.rows import division_rows

COLUMNS = 4


@dataclass
class Node:
    children: list[Node] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)


def total(*rows: list[int]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def node(shape: list, rng: random.Random, columns: int) -> Node:
    """A tree of the given shape: an empty list is a leaf of random figures, all else the sum of its parts."""
    if not shape:
        return Node([], [rng.randint(10_000, 99_999_999) for _ in range(columns)])
    children = [node(part, rng, columns) for part in shape]
    return Node(children, total(*(child.figures for child in children)))


def printed(root: Node, below: bool) -> tuple[list[list[int]], list[int | None], list[int]]:
    """Rows, parents and depths of a tree whose totals stand above their parts, or below them."""
    rows: list[list[int]] = []
    parents: list[int | None] = []
    depths: list[int] = []

    def put_row(current: Node, depth: int) -> None:
        rows.append(current.figures)
        parents.append(None)
        depths.append(depth)

    def put(current: Node, depth: int) -> int:
        if not below:
            put_row(current, depth)
        at = len(rows) - 1
        children = [put(child, depth + 1) for child in current.children]
        if below:
            put_row(current, depth)
            at = len(rows) - 1
        for child in children:
            parents[child] = at
        return at

    put(root, 0)
    return rows, parents, depths


def block(rows: Sequence[Sequence[int | None]], lines: list[Line] | None = None, **more: Any) -> Block:
    lines = lines or [Line()] * len(rows)
    return Block(tuple(lines), (Column(),) * len(rows[0]), rows, **more)


def assert_never_wrong(found, right) -> None:
    """An item has its right parent, or a proven one is not claimed for it."""
    proven = {part: d.whole for d in found.divisions if d.is_proven for part in d.parts}
    assert {part: whole for part, whole in proven.items() if right[part] != whole} == {}


LEAF = st.just([])
SHAPES = st.lists(
    st.one_of(
        LEAF, st.lists(st.one_of(LEAF, st.lists(LEAF, min_size=2, max_size=5)), min_size=2, max_size=5)
    ),
    min_size=2,
    max_size=6,
)
SEEDS = st.integers(0, 2**32)


@settings(deadline=None, max_examples=60)
@given(SHAPES, SEEDS, st.booleans())
def test_a_tree_is_found_again_from_its_numbers_alone(shape, seed, below):
    rows, parents, _ = printed(node(shape, random.Random(seed), COLUMNS), below)

    assert list(read_structure(block(rows)).lines.parents) == parents


@settings(deadline=None, max_examples=40)
@given(SHAPES, SEEDS)
def test_right_indents_are_named_as_hints_of_what_sums_prove(shape, seed):
    rows, parents, depths = printed(node(shape, random.Random(seed), COLUMNS), below=False)
    lines = [Line(text_x0=50 + 10.0 * depth) for depth in depths]
    found = read_structure(block(rows, lines)).lines

    assert list(found.parents) == parents
    assert all(d.is_proven and "indents" in d.hints for d in found.divisions)


@settings(deadline=None, max_examples=60)
@given(SHAPES, SEEDS, st.booleans(), st.data())
def test_wrong_hints_and_unknown_cells_never_make_it_wrong(shape, seed, below, data):
    rows, parents, depths = printed(node(shape, random.Random(seed), COLUMNS), below)
    rng = random.Random(data.draw(SEEDS))
    lines = [
        Line(
            text_x0=50 + 10.0 * depth + rng.choice([-10, 0, 0, 10]),
            numbering_depth=rng.choice([0, depth, depth + 1]),
            code=rng.choice(["", "2" + "01" * depth]),
            is_total=rng.random() < 0.1,
        )
        for depth in depths
    ]
    unknown = frozenset((rng.randrange(len(rows)), rng.randrange(COLUMNS)) for _ in range(2))
    cells: list[list[int | None]] = [
        [None if (k, c) in unknown else value for c, value in enumerate(row)] for k, row in enumerate(rows)
    ]

    assert_never_wrong(read_structure(block(cells, lines, unknown=unknown)).lines, parents)


@settings(deadline=None, max_examples=40)
@given(SHAPES, SEEDS, st.permutations(range(COLUMNS)))
def test_the_order_of_columns_changes_no_line(shape, seed, order):
    rows, _, _ = printed(node(shape, random.Random(seed), COLUMNS), below=False)
    turned = [[row[k] for k in order] for row in rows]

    assert read_structure(block(rows)).lines.parents == read_structure(block(turned)).lines.parents


@settings(deadline=None, max_examples=25)
@given(SEEDS, st.integers(3, 60), st.integers(1, 8), st.sampled_from([9, 99, 9_999, 9_999_999]))
def test_a_table_of_random_numbers_has_next_to_no_structure(seed, lines, columns, most):
    rng = random.Random(seed)
    rows = [[rng.randint(0, most) for _ in range(columns)] for _ in range(lines)]
    found = read_structure(block(rows))

    assert len(found.lines.divisions) + len(found.columns.divisions) <= 1


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.integers(2, 5), st.integers(3, 30))
def test_columns_are_parted_likewise(seed, parts, lines):
    rng = random.Random(seed)
    rows = []
    for _ in range(lines):
        basic, project = ([rng.randint(1000, 10**7) for _ in range(parts)] for _ in range(2))
        rows.append([sum(basic) + sum(project), sum(basic), *basic, sum(project), *project])
    parents = read_structure(block(rows)).columns.parents

    assert parents == (None, 0, *[1] * parts, 0, *[parts + 2] * parts)


def test_a_total_printed_twice_has_its_parts_once():
    rng = random.Random(3)
    parts = [[rng.randint(1000, 10**6) for _ in range(3)] for _ in range(4)]
    rows = [total(*parts), total(*parts), *parts]
    found = read_structure(block(rows, [Line(is_total=True), Line(is_unit=True), *[Line()] * 4])).lines

    assert found.parents == (None, 0, 1, 1, 1, 1)
    assert [d.kind for d in found.divisions if d.whole == 0] == ["repeats"]


def test_a_child_may_bear_the_name_of_its_parent():
    rng = random.Random(4)
    parts = [[rng.randint(1000, 10**6) for _ in range(3)] for _ in range(2)]
    rows = [total(*parts), *parts]
    lines = [Line(code="206"), Line(code="20699"), Line(code="20601")]

    assert read_structure(block(rows, lines)).lines.parents == (None, 0, 0)


def test_zeros_and_single_parts_prove_nothing():
    rows = [[5, 0, 0], [5, 0, 0], [0, 0, 0]]
    lines = [Line(code="201"), Line(code="20101"), Line(code="20102")]
    found = read_structure(block(rows, lines)).lines

    assert [(d.is_proven, d.is_fixed_by_codes, d.evidence.trivial) for d in found.divisions] == [
        (False, True, 3)
    ]
    assert read_structure(block(rows)).lines.divisions == ()


@pytest.mark.parametrize("rows", [[[30], [10], [20]], [[100, 200], [60, 150], [40, 50]]])
def test_small_and_round_numbers_prove_nothing(rows):
    assert read_structure(block(rows)).lines.divisions == ()


def test_parts_of_which_need_not_add_up_and_take_no_place():
    rng = random.Random(5)
    a, b, some = ([rng.randint(10_000, 10**6) for _ in range(3)] for _ in range(3))
    rows = [total(a, some, b), total(a, some), some, b]
    lines = [Line(is_total=True), Line(), Line(is_partial=True), Line()]
    found = read_structure(block(rows, lines)).lines

    assert found.parents == (None, 0, 1, 0)
    partial = [d for d in found.divisions if d.kind == "partial"]
    assert [(d.whole, d.is_proven, d.evidence.failed) for d in partial] == [(1, False, 3)]


def test_a_sum_within_the_rounding_of_its_own_cells_is_told_from_an_exact_one():
    rows = [[126_500], [50_123], [76_377]]
    steps = [[100], [1], [1]]
    lines = [Line(code="201"), Line(code="20101"), Line(code="20102")]
    exact = read_structure(block(rows, lines)).lines.divisions[0].evidence
    rows[0][0] = 126_540
    near = read_structure(block(rows, lines, steps=steps)).lines.divisions[0].evidence

    assert (exact.exact, near.exact, near.rounding, near.failed) == (1, 0, 1, 0)


def test_a_wrong_figure_fails_its_own_equation_and_leaves_the_tree():
    rows, parents, _ = printed(node([[[], []], [[], [], []]], random.Random(6), 5), below=False)
    rows[2] = [rows[2][0] + 1000, *rows[2][1:]]
    found = read_structure(block(rows)).lines

    assert list(found.parents) == parents
    assert {d.whole: d.places.failed for d in found.divisions} == {0: (), 1: (0,), 4: ()}


def test_printed_codes_stand_though_their_sum_fails():
    rows = [[1_777], [400], [600]]
    found = read_structure(block(rows, [Line(code="208"), Line(code="20801"), Line(code="20802")])).lines
    indented = read_structure(block(rows, [Line(text_x0=50), Line(text_x0=60), Line(text_x0=60)])).lines

    assert [(d.is_proven, d.is_fixed_by_codes, d.places.failed) for d in found.divisions] == [
        (False, True, (0,))
    ]
    assert indented.divisions == ()


def test_printed_numbers_stand_though_their_sum_fails():
    rows = [[1_777], [400], [600]]
    found = read_structure(block(rows, [Line(numbering_depth=depth) for depth in (1, 2, 2)])).lines

    assert [(d.parts, d.is_proven, d.places.failed) for d in found.divisions] == [((1, 2), False, (0,))]


def test_headings_head_the_lines_below_them():
    depths = [0, 1, 2, 3, 2, 3, 3]
    rows = [[999], [999], [333], [333], [666], [111], [555]]
    lines = [Line(heading_depth=depth, is_total=depth == 0) for depth in depths]
    found = read_structure(block(rows, lines)).lines
    headed = {(d.whole, d.parts) for d in found.divisions if "headings" in d.hints}

    assert headed >= {(1, (2, 4)), (4, (5, 6))}
    rows[1] = [900]
    assert (2, 4) not in {d.parts for d in read_structure(block(rows, lines)).lines.divisions if d.whole == 1}


def test_a_unit_that_repeats_the_total_holds_what_is_indented_below_it():
    rng = random.Random(8)
    leaves = [[rng.randint(1000, 10**6)] for _ in range(4)]
    rows = [total(*leaves)] * 2 + [total(*leaves[:2]), *leaves[:2], total(*leaves[2:]), *leaves[2:]]
    lines = [Line(is_total=True), *[Line(text_x0=x) for x in (50, 60, 70, 70, 60, 70, 70)]]
    found = read_structure(block(rows, lines)).lines

    assert found.parents == (None, 0, 1, 2, 2, 1, 5, 5)
    assert not any(d.is_fixed_by_codes for d in found.divisions)


def test_groups_of_a_header_part_a_single_line():
    columns = (
        Column((1,), is_total=True),
        Column((2, 9), is_total=True),
        Column((2, 3)),
        Column((2, 4)),
        Column((5,)),
    )
    a, b, c = 123_456, 7_654_321, 55_555
    made = Block((Line(),), columns, [[a + b + c, a + b, a, b, c]])

    assert read_structure(made).columns.parents == (None, 0, 1, 1, 0)


def test_kinds_divide_columns_that_no_group_divides():
    whole, basic, staff, running, project = (0,), (0, 1), (0, 1, 2), (0, 1, 3), (0, 4)
    kinds = (whole, basic, staff, running, project)
    columns = tuple(Column((k,), is_total=k == 0, kinds=(path, (9,))) for k, path in enumerate(kinds))
    a, b, c = 1_234, 700, 0
    found = read_structure(Block((Line(),), columns, [[a + b + c, a + b, a, b, c]])).columns

    assert found.parents == (None, 0, 1, 1, 0)
    assert all("kinds" in d.hints for d in found.divisions)


def test_columns_of_another_family_are_no_parts():
    rows = [[a + b, a, b, b // 3] for a, b in ((1_234, 700), (5_678, 0), (91, 2_345))]
    columns = (Column((1,), is_total=True), Column((2,)), Column((3,)), Column((4,), family=1))
    found = read_structure(Block((Line(),) * 3, columns, rows)).columns

    assert [(d.whole, d.parts, d.hints) for d in found.divisions] == [(0, (1, 2), {"headers"})]


def test_each_of_two_classifications_is_all_of_the_total():
    columns = (Column((1,), is_total=True), *(Column((group, k)) for group in (2, 3) for k in (4, 5)))
    rows = [[a + b, a, b, a + b - c, c] for a, b, c in ((1_234, 701, 99), (5_678, 12, 333), (91, 2_345, 17))]
    found = read_structure(Block((Line(),) * 3, columns, rows)).columns

    assert {(d.whole, d.parts) for d in (*found.divisions, *found.further)} >= {(0, (1, 2)), (0, (3, 4))}
    assert all(d.hints for d in (*found.divisions, *found.further) if d.whole == 0 and len(d.parts) == 2)


def test_zeros_that_paper_counts_belong_to_the_sum():
    columns = (Column((1,), is_total=True), Column((2, 3)), Column((2, 4)), Column((5,)))
    rows = [[a + b, a, b, 0] for a, b in ((1_234, 701), (5_678, 12), (91, 2_345))]
    found = read_structure(Block((Line(),) * 3, columns, rows)).columns

    assert found.divisions[0].parts == (1, 2, 3)


def test_parts_that_fail_yield_to_parts_that_hold():
    rows = [[a + b + c, a, b, c] for a, b, c in ((1_234, 701, 0), (5_678, 12, 0), (91, 2_345, 0), (7, 8, 9))]
    columns = (Column((1,), is_total=True), Column((2, 3)), Column((2, 4)), Column((5,)))
    found = read_structure(Block((Line(),) * 4, columns, rows)).columns

    assert [(d.parts, d.evidence.failed) for d in found.divisions] == [((1, 2, 3), 0)]


def test_one_axis_can_be_read_alone():
    lines = [{"block_key": "b", "line_key": f"l{k}"} for k in range(3)]
    columns = [{"block_key": "b", "column_key": f"c{k}", "header": [k], "is_total": k == 0} for k in range(3)]
    rows = [[a + b, a, b] for a, b in ((1_234, 701), (5_678, 12))]
    rows.insert(0, [sum(column) for column in zip(*rows, strict=True)])
    figures = [
        {"line_key": f"l{n}", "column_key": f"c{k}", "value": value}
        for n, row in enumerate(rows)
        for k, value in enumerate(row)
    ]
    found = {
        axes: {row["axis"] for row in division_rows(lines, columns, figures, axes)}
        for axes in (("lines",), ("columns",))
    }

    assert found == {("lines",): {"lines"}, ("columns",): {"columns"}}


def test_rows_of_many_tables_become_blocks():
    lines = [{"block_key": key, "line_key": f"{key}{k}", "code": None} for key in "ab" for k in range(2)]
    columns = [{"block_key": key, "column_key": f"{key}c", "header": [1], "is_total": True} for key in "ab"]
    figures = [
        {"line_key": "a0", "column_key": "ac", "value": 5, "step": 100},
        {"line_key": "b1", "column_key": "bc", "value": None, "step": None},
    ]
    (first, second) = [made for *_, made in blocks_from_rows(lines, columns, figures)]

    assert (first.values, first.steps, first.columns[0].header) == ([[5], [None]], [[100], [1]], (1,))
    assert (second.values, second.unknown) == ([[None], [None]], {(1, 0)})


@pytest.mark.parametrize("most", [3, 1_000, 10**9])
def test_long_tables_take_no_more_than_seconds(most):
    rng = random.Random(7)
    rows = [[rng.randint(0, most) for _ in range(15)] for _ in range(2000)]
    started = time.process_time()
    read_structure(block(rows))

    assert time.process_time() - started < 10
