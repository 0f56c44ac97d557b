"""The divisions of the tables of a batch: lines by period, columns over all periods."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.structure.batch import divisions_of_batch


def batch(*, is_among_items: bool = False) -> list[list[dict[str, Any]]]:
    """A block of two periods, each with a total and two parts, as a model gives it."""
    rows = {"2024": [(12.34, 7.01), (56.78, 0.12)], "2025": [(1.11, 2.22), (3.33, 4.44)]}
    lines, figures = [], []
    for year, parts in rows.items():
        whole = tuple(round(sum(column), 2) for column in zip(*parts, strict=True))
        for n, (a, b) in enumerate([whole, *parts]):
            line = {
                "block_key": "b",
                "list_key": f"b|{year}",
                "line_key": f"{year}-{n}",
                "is_total": n == 0,
                "is_among_items": is_among_items,
            }
            lines.append(line)
            for column, value in (("sum", a + b), ("left", a), ("right", b)):
                figures.append(
                    {
                        "line_key": line["line_key"],
                        "column_key": column,
                        "value": str(round(value * 1_000_000)),
                        "is_read": True,
                        "decimals": 2,
                    }
                )
    columns = [
        {
            "block_key": "b",
            "column_key": name,
            "header": [name],
            "is_total": name == "sum",
            "family": "total",
            "kinds": [["total"], ["total"]],
        }
        for name in ("sum", "left", "right")
    ]
    return [lines, columns, figures]


def found(rows: list[list[dict[str, Any]]], axis: str) -> dict[tuple[str, str], set[str]]:
    """The parts of each whole, by list."""
    sums: dict[tuple[str, str], set[str]] = {}
    for row in divisions_of_batch(*rows):
        if row["axis"] == axis and row["is_main"]:
            assert row["block_key"] == "b"
            sums.setdefault((row["list_key"], row["whole_key"]), set()).add(row["part_key"])
    return sums


def test_lines_add_up_within_their_period_and_columns_in_all():
    assert found(batch(), "lines") == {
        ("b|2024", "2024-0"): {"2024-1", "2024-2"},
        ("b|2025", "2025-0"): {"2025-1", "2025-2"},
    }
    assert found(batch(), "columns") == {("b", "sum"): {"left", "right"}}


@pytest.mark.parametrize("is_among_items", [True, False])
def test_items_are_divided_by_their_names_and_still_have_columns(is_among_items):
    rows = batch(is_among_items=is_among_items)

    assert bool(found(rows, "lines")) is not is_among_items
    assert found(rows, "columns") == {("b", "sum"): {"left", "right"}}


def test_a_number_that_nobody_could_read_spoils_its_sums():
    rows = batch()
    rows[2][1] |= {"is_read": False, "value": "0"}
    divisions = [row for row in divisions_of_batch(*rows) if row["axis"] == "columns" and row["is_main"]]

    assert {row["exact_count"] + row["failed_count"] for row in divisions} == {5}
