"""The vocabulary itself: every pattern can be reached, and known wordings are decided as before.

`tests/expected/wordings.csv` has wordings from published disclosures, each with the pattern that decides it.
A pattern without a known wording has a row with an empty text. After a change on purpose, run the tests with
YUSUAN_UPDATE_SNAPSHOTS=1 to rewrite the deciding patterns.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from pipelines.settings import DBT_PROJECT_DIR

SEEDS = DBT_PROJECT_DIR / "seeds" / "vocabulary"
WORDINGS = Path(__file__).parent / "expected" / "wordings.csv"
LISTS = (
    "statement_titles",
    "column_labels",
    "row_labels",
    "form_labels",
    "indicator_levels",
    "three_public_items",
)
# These columns say how a pattern is found or shown, not what it means.
NOT_MEANING = {"priority", "pattern", "name_zh", "name_en"}

Row = dict[str, str]


@cache
def patterns(name: str) -> list[Row]:
    """The rows of a list in the order in which they are tried."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return sorted(rows, key=lambda row: (int(row["priority"]), row["pattern"].encode()))


# The module `re` keeps the last few hundred patterns, which are fewer than those of the lists.
compiled = cache(re.compile)


@cache
def wordings() -> list[Row]:
    with WORDINGS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def fitting(name: str, texts: list[str]) -> dict[str, list[Row]]:
    """For each text the rows of the list that match it, in order. DuckDB matches, as in the warehouse."""
    fits: dict[str, list[Row]] = defaultdict(list)
    with duckdb.connect() as connection:
        connection.execute("create table texts as select unnest(cast(? as varchar[])) as text", [texts])
        for row in patterns(name):
            # As a constant, a pattern is compiled once, and not once for each text.
            pattern = row["pattern"].replace("'", "''")
            found = connection.execute(f"from texts where regexp_full_match(text, '{pattern}')").fetchall()
            for (text,) in found:
                fits[text].append(row)
    return fits


@pytest.mark.parametrize("name", LISTS)
def test_known_wordings_are_decided_as_before(name: str) -> None:
    expected = {row["text"]: row["pattern"] for row in wordings() if row["list"] == name and row["text"]}
    fits = fitting(name, list(expected))
    found = {text: fits[text][0]["pattern"] if fits[text] else "" for text in expected}
    if os.environ.get("YUSUAN_UPDATE_SNAPSHOTS"):
        _write(name, found)
    assert found == expected


@pytest.mark.parametrize("name", LISTS)
def test_every_pattern_has_a_wording_or_is_marked_as_not_seen(name: str) -> None:
    listed = {row["pattern"] for row in wordings() if row["list"] == name}
    assert {row["pattern"] for row in patterns(name)} == listed


@pytest.mark.parametrize("name", LISTS)
def test_patterns_of_one_priority_agree_on_known_wordings(name: str) -> None:
    texts = [row["text"] for row in wordings() if row["text"]]
    disagreeing = {}
    for text, rows in fitting(name, texts).items():
        first = [row for row in rows if row["priority"] == rows[0]["priority"]]
        meanings = {tuple((key, row[key]) for key in row if key not in NOT_MEANING) for row in first}
        if len(meanings) > 1:
            disagreeing[text] = [row["pattern"] for row in first]
    assert disagreeing == {}


@pytest.mark.parametrize("name", LISTS)
def test_every_pattern_can_be_reached(name: str) -> None:
    """It decides a known wording, or a generated text that no earlier pattern matches.

    DuckDB confirms what `re` finds.
    """
    seen = {row["pattern"] for row in wordings() if row["list"] == name and row["text"]}
    found = {row["pattern"]: deciding_text(name, row) for row in patterns(name) if row["pattern"] not in seen}
    fits = fitting(name, [text for text in found.values() if text is not None])
    shadowed = [
        pattern
        for pattern, text in found.items()
        if text is None or [row["pattern"] for row in fits[text][:1]] != [pattern]
    ]
    assert shadowed == []


def deciding_text(name: str, row: Row) -> str | None:
    """Search for a text that this pattern matches and no earlier one."""
    earlier = [compiled(other["pattern"]) for other in patterns(name)[: patterns(name).index(row)]]

    def decides(text: str) -> bool:
        return not any(pattern.fullmatch(text) for pattern in earlier)

    looking = settings(
        max_examples=300,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    try:
        return find(st.from_regex(row["pattern"], fullmatch=True), decides, settings=looking)
    except NoSuchExample:
        return None


def _write(name: str, found: dict[str, str]) -> None:
    """Write the patterns that now decide, for one list; a pattern that decides nothing gets an empty text."""
    unseen = [(row["pattern"], "") for row in patterns(name) if row["pattern"] not in found.values()]
    rows = [(pattern, text) for text, pattern in found.items()] + unseen
    order = {row["pattern"]: place for place, row in enumerate(patterns(name))}
    own = [[name, pattern, text] for pattern, text in sorted(rows, key=lambda row: (order[row[0]], row[1]))]
    others = [[row["list"], row["pattern"], row["text"]] for row in wordings() if row["list"] != name]
    lines = sorted(others + own, key=lambda row: LISTS.index(row[0]))
    with WORDINGS.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([["list", "pattern", "text"], *lines])
    wordings.cache_clear()
