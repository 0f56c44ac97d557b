"""Errors planted in copies of three disclosures: each is found, and no changed figure stays verified.

Only figures that can be checked are changed: those in an identity that holds. Columns are exchanged, and
units changed, only if another statement prints one of the figures: a table by itself adds up in any unit.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from running import RAW_DIR, BuiltWarehouse

SEED = 20261121
FOUND_AT_LEAST = 0.95
ORIGINALS = ("guyuan-2024", "xianning-2023", "xinzhou-2022")


@dataclass(frozen=True)
class Plant:
    """An error in a copy: its kind, the changed lines, and the changed columns (none for whole lines)."""

    kind: str
    file: str
    lines: tuple[int, ...]
    columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A verified figure of the original, with its place in the text."""

    table_no: int
    line: int
    column: int
    text: str
    flow: str
    is_leaf: bool
    is_compared: bool


def figures_of(warehouse: BuiltWarehouse, file: str, lines: list[str]) -> list[Figure]:
    """Verified figures that are a field of their line."""
    found = warehouse.rows(
        """
        with checked as (
            select unnest(left_amount_keys || right_amount_keys) as amount_key, kind
            from fct_reconciliations
            where status = 'pass' and kind <> 'change' and published_value <> 0
        )
        select table_no, source_line, col_no, raw_text, flow,
            row_role = 'detail' and coalesce(function_code, department_economic_code) is not null,
            bool_or(checked.kind = 'cross_table')
        from fct_published_amounts
        inner join dim_disclosures using (disclosure_key)
        inner join checked using (amount_key)
        where source_file = ? and verification = 'verified' and published_value > 0 and measure = 'amount'
            and not repaired and statement_code not like '%performance%'
        group by all
        order by all
        """,
        [file],
    )
    figures = [Figure(*row) for row in found]
    return [each for each in figures if lines[each.line - 1].split("\t").count(each.text) == 1]


def another_digit(text: str, chance: random.Random) -> str:
    position = chance.choice([index for index, character in enumerate(text) if character.isdigit()])
    digit = chance.choice([digit for digit in "123456789" if digit != text[position]])
    return text[:position] + digit + text[position + 1 :]


def plant_digits(
    file: str, lines: list[str], figures: list[Figure], chance: random.Random
) -> Iterator[Plant]:
    """One changed digit in each table."""
    for table_no in sorted({figure.table_no for figure in figures}):
        figure = chance.choice([each for each in figures if each.table_no == table_no])
        fields = lines[figure.line - 1].split("\t")
        fields[fields.index(figure.text)] = another_digit(figure.text, chance)
        lines[figure.line - 1] = "\t".join(fields)
        yield Plant("digit", file, (figure.line,), (figure.column,))


def plant_swaps(file: str, lines: list[str], figures: list[Figure]) -> Iterator[Plant]:
    """In each table, two exchanged columns, if another statement prints their figures."""
    for table_no in sorted({figure.table_no for figure in figures if figure.is_compared}):
        of_table = [each for each in figures if each.table_no == table_no]
        # Only within one half of a balance: nobody would exchange revenue and expenditure.
        columns = sorted(
            {each.column for each in of_table if each.is_compared and each.flow == of_table[-1].flow}
        )
        if len(columns) < 2:
            continue
        first, second = columns[:2]
        rows = sorted({each.line for each in of_table if each.column in (first, second)})
        if any(len(lines[line - 1].split("\t")) < second for line in rows):
            continue
        for line in rows:
            fields = lines[line - 1].split("\t")
            fields[first - 1], fields[second - 1] = fields[second - 1], fields[first - 1]
            lines[line - 1] = "\t".join(fields)
        yield Plant("swap", file, tuple(rows), (first, second))


def plant_deletions(
    file: str, lines: list[str], figures: list[Figure], chance: random.Random
) -> Iterator[Plant]:
    """In each table, one line of an item removed that has siblings."""
    for table_no in sorted({figure.table_no for figure in figures if figure.is_leaf}):
        leaves = sorted({each.line for each in figures if each.table_no == table_no and each.is_leaf})
        if len(leaves) > 1:
            line = chance.choice(leaves)
            lines[line - 1] = ""
            yield Plant("deletion", file, (line,))


def plant_units(file: str, lines: list[str], figures: list[Figure]) -> Iterator[Plant]:
    """元 instead of 万元 above the first table whose figures another statement prints."""
    for table_no in sorted({figure.table_no for figure in figures if figure.is_compared}):
        rows = sorted({each.line for each in figures if each.table_no == table_no})
        above = [number for number in range(rows[0] - 8, rows[0]) if "单位" in lines[number - 1]]
        if above and "万元" in lines[above[-1] - 1]:
            lines[above[-1] - 1] = lines[above[-1] - 1].replace("万元", "元")
            yield Plant("unit", file, tuple(rows))
            return


@dataclass(frozen=True)
class Planted:
    """The planted copies as a published warehouse, and the plants."""

    plants: list[Plant]
    original: BuiltWarehouse
    connection: duckdb.DuckDBPyConnection

    def figures(
        self, plant: Plant, connection: duckdb.DuckDBPyConnection, file: str
    ) -> dict[tuple[int, int], tuple[str, ...]]:
        """(line, column) -> key, value, unit and verification of the figures on the lines of a plant."""
        rows = connection.execute(
            "select source_line, col_no, amount_key, published_value, published_unit, verification, table_no "
            "from fct_published_amounts inner join dim_disclosures using (disclosure_key) "
            "where source_file = ? and list_contains(?, source_line)",
            [file, list(plant.lines)],
        ).fetchall()
        return {(row[0], row[1]): row[2:] for row in rows if not plant.columns or row[1] in plant.columns}

    def still_verified(self, plant: Plant) -> list[tuple[int, int]]:
        """Places with a figure that differs from the original and is still verified."""
        before = self.figures(plant, self.original.connection, plant.file)
        now = self.figures(plant, self.connection, f"{plant.kind}-{plant.file}")
        return [
            place
            for place, (_, value, unit, verification, _) in now.items()
            if verification == "verified" and before.get(place, (None, None, None))[1:3] != (value, unit)
        ]

    def is_found(self, plant: Plant) -> bool:
        """Whether a figure of the changed lines is refused or contradicted, or an identity fails."""
        before = self.figures(plant, self.original.connection, plant.file)
        now = self.figures(plant, self.connection, f"{plant.kind}-{plant.file}")
        if plant.kind != "deletion" and len(now) < len(before):
            return True
        if any(figure[3] == "contradicted" for figure in now.values()):
            return True
        tables = {figure[4] for figure in (*before.values(), *now.values())}
        failing = """
            select subject, rule_code
            from fct_reconciliations
            inner join dim_disclosures using (disclosure_key)
            where source_file = ? and status = 'fail' and list_has_any(
                list_transform(left_amount_keys || right_amount_keys, lambda key: split_part(key, '-', 2)), ?
            )
        """
        names = [f"t{table_no}" for table_no in tables]
        known = set(self.original.rows(failing, [plant.file, names]))
        found = self.connection.execute(failing, [f"{plant.kind}-{plant.file}", names]).fetchall()
        return any(identity not in known for identity in found)


def plant_errors(warehouse: BuiltWarehouse) -> tuple[list[Plant], dict[str, str]]:
    """The plants, and the text of each copy: one of each disclosure for each kind of error."""
    chance = random.Random(SEED)
    plants: list[Plant] = []
    texts: dict[str, str] = {}
    for path in (next(RAW_DIR.glob(f"{name}*.txt")) for name in ORIGINALS):
        original = path.read_text(encoding="utf-8").split("\n")
        figures = figures_of(warehouse, path.name, original)
        for kind, plant in (
            ("digit", lambda name, lines, all_: plant_digits(name, lines, all_, chance)),
            ("swap", plant_swaps),
            ("deletion", lambda name, lines, all_: plant_deletions(name, lines, all_, chance)),
            ("unit", plant_units),
        ):
            lines = list(original)
            if done := list(plant(path.name, lines, figures)):
                plants += done
                texts[f"{kind}-{path.name}"] = "\n".join(lines)
    return plants, texts


def write_documents(folder: Path, request: pytest.FixtureRequest) -> None:
    _, texts = plant_errors(request.getfixturevalue("warehouse"))
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def planted(warehouse: BuiltWarehouse, written: BuiltWarehouse) -> Planted:
    plants, _ = plant_errors(warehouse)
    return Planted(plants, warehouse, written.connection)


@pytest.mark.parametrize("kind", ["digit", "swap", "deletion", "unit"])
def test_no_changed_figure_stays_verified(planted: Planted, kind: str) -> None:
    plants = [plant for plant in planted.plants if plant.kind == kind]
    assert plants
    verified = {(plant.file, *place) for plant in plants for place in planted.still_verified(plant)}
    assert verified == set()


def test_planted_errors_are_found(planted: Planted) -> None:
    missed = [plant for plant in planted.plants if not planted.is_found(plant)]
    assert len(missed) <= (1 - FOUND_AT_LEAST) * len(planted.plants), missed
