"""The lists of the vocabulary as they are in the seeds: their rows, those near a wording, and new ones."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.command.teach.nearness import Nearness, nearness

Row = Mapping[str, str]

# Lists that can be taught, and what their rows are called.
NAMES = {
    "statement_titles": "title 标题",
    "column_labels": "header 列头",
    "row_labels": "line 行名称",
    "form_labels": "form label 表单名称",
    "units": "unit 单位",
}
# Lists whose rows say the same things of a figure.
_KINDRED = ("column_labels", "row_labels", "form_labels")
_KEYWORDS = "keywords"
_TURNS_MEANING = "turns_meaning"
_NEAR_ENOUGH = 0.7
_CLEARLY_NEARER = 0.1
_WORTH_SHOWING = 0.3
_SHOWN = 3
_YEAR = re.compile("20[0-9]{2}(?:年度?)?")
_SPECIAL = re.compile(r"([\\.*+?|^$(){}\[\]])")


@dataclass(frozen=True, slots=True)
class NearRow:
    """A row of a list, and how near it is to a wording that its own list, or another one, does not cover."""

    vocabulary: str
    row: Row
    nearness: Nearness

    @property
    def similarity(self) -> float:
        """From 0 to 1."""
        return self.nearness.similarity


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to add to a list, for a wording; ``cell_keys`` are the figures that wait for it."""

    vocabulary: str
    row: Row
    wording: str
    cell_keys: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The pattern, or the unit."""
        return self.row[wording_column(self.vocabulary)]


class Vocabulary:
    """The lists in the seeds of a dbt project; ``folder`` is where their CSV files are."""

    def __init__(self, project_dir: Path) -> None:
        self.folder = project_dir / "seeds" / "vocabulary"

    def path(self, name: str) -> Path:
        """The file of a list."""
        return self.folder / f"{name}.csv"

    def columns(self, name: str) -> list[str]:
        """Columns of a list, in the order of its file."""
        with self.path(name).open(encoding="utf-8", newline="") as stream:
            return next(csv.reader(stream))

    def rows(self, name: str) -> list[Row]:
        """Rows of a list, in the order of its file."""
        with self.path(name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    @cached_property
    def _turning(self) -> re.Pattern[str]:
        words = [row["pattern"] for row in self.rows(_KEYWORDS) if row["kind"] == _TURNS_MEANING]
        return re.compile("|".join(words) or "(?!)")

    def nearest(self, name: str, wording: str) -> list[NearRow]:
        """The rows that come nearest to a wording, each of another meaning; the best first."""
        key, bare = wording_column(name), _YEAR.sub("", wording)
        near = []
        for row in self.rows(name):
            pattern = _escaped(row[key]) if name == "units" else row[key]
            near.append(NearRow(name, row, nearness(pattern, bare)))
        near.sort(key=lambda each: (-each.similarity, int(each.row["priority"])))
        best: dict[tuple[str, ...], NearRow] = {}
        for each in near:
            if each.similarity >= _WORTH_SHOWING:
                best.setdefault(tuple(meaning(each.row).values()), each)
        return list(best.values())[:_SHOWN]

    def elsewhere(self, name: str, wording: str) -> list[NearRow]:
        """The rows of kindred lists that match a wording: what a header means, a line may mean too."""
        kindred = [other for other in _KINDRED if name in _KINDRED and other != name]
        found = []
        for other in kindred:
            rows = sorted(self.rows(other), key=lambda row: (int(row["priority"]), row["pattern"]))
            near = (NearRow(other, row, nearness(row["pattern"], wording)) for row in rows)
            found += [each for each in near if not each.nearness.added and not each.nearness.lacking][:1]
        return found

    def is_near_enough(self, name: str, wording: str, nearest: Sequence[NearRow]) -> bool:
        """May the meaning of the nearest row be proposed for a wording?

        Only if no row of another meaning is about as near, and the wording has more words or fewer: words in
        the place of others (年初 for 年末), and words of negation, turn the meaning. A factor to yuan cannot
        be determined from similar names.
        """
        if not nearest or name == "units" or nearest[0].similarity < _NEAR_ENOUGH:
            return False
        best, *others = nearest
        if any(other.similarity > best.similarity - _CLEARLY_NEARER for other in others):
            return False
        if best.nearness.added and best.nearness.lacking:
            return False
        turning = [set(self._turning.findall(text)) for text in (wording, best.row["pattern"])]
        return turning[0] == turning[1]

    def new_row(self, name: str, wording: str, like: NearRow | None) -> dict[str, str]:
        """A row for a wording, with the meaning of another row, or with none.

        Its pattern matches nothing else, so that any priority will do: that of the other row, else the last.
        Of a row of another list, it takes the columns that both lists have.
        """
        row = dict.fromkeys(self.columns(name), "")
        row["priority"] = str(max(int(each["priority"]) for each in self.rows(name)))
        if like is not None:
            own = like.row if like.vocabulary == name else meaning(like.row)
            row |= {column: value for column, value in own.items() if column in row}
        row[wording_column(name)] = wording if name == "units" else pattern_of(wording)
        return row

    def add(self, rows: Iterable[NewRow]) -> list[Path]:
        """Write rows into the files, each after the last of its priority or a lower one; returns them."""
        by_list: dict[str, list[Row]] = {}
        for each in rows:
            by_list.setdefault(each.vocabulary, []).append(each.row)
        for name, added in by_list.items():
            lines = self.path(name).read_text(encoding="utf-8").splitlines()
            columns = self.columns(name)
            for row in added:
                priorities = [int(line.split(",", 1)[0]) for line in lines[1:]]
                earlier = [at for at, each in enumerate(priorities, 2) if each <= int(row["priority"])]
                lines.insert(max(earlier, default=1), csv_line([row[column] for column in columns]))
            self.path(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return [self.path(name) for name in by_list]


def wording_column(name: str) -> str:
    """The column with the pattern, or with the unit itself."""
    return "unit" if name == "units" else "pattern"


def meaning(row: Row) -> dict[str, str]:
    """What a row says, without how it is found."""
    return {key: value for key, value in row.items() if key not in ("priority", "pattern", "unit") and value}


def pattern_of(wording: str) -> str:
    """A pattern that matches a wording, with any year in it."""
    return re.sub("20[0-9]{2}", "20[0-9]{2}", _escaped(wording))


def csv_line(values: Sequence[str]) -> str:
    """Values as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _escaped(wording: str) -> str:
    return _SPECIAL.sub(r"\\\1", wording)
