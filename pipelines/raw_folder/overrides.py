"""What people state about documents in ``disclosures.csv``, beside what the documents say themselves.

The table is checked before anything is read, with its file and line: what it says is believed before the
documents, so that nothing in it may be open to more than one reading.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.raw_folder.discovery import Inventory
from pipelines.raw_folder.table_text import table_text
from pipelines.settings import OVERRIDES_FILE, dbt_project_dir

# Columns of the file and of its raw table, with their DuckDB types.
OVERRIDES = {
    "source_file": "varchar",
    "content_sha256": "varchar",
    "organization_name": "varchar",
    "region_code": "varchar",
    "fiscal_year": "integer",
    "report_kind": "varchar",
    "scope": "varchar",
    "note": "varchar",
}
_SUBJECTS = ("source_file", "content_sha256")
_STATED = ("organization_name", "region_code", "fiscal_year", "report_kind", "scope")
# Labels of the codes that published columns hold; those of these two columns can be stated.
_CODES_FILE = Path("seeds") / "reference" / "code_labels.csv"
_CODED = ("report_kind", "scope")
# As the models accept them.
_YEARS = range(2000, 2101)
_SHAPES = {
    "content_sha256": (re.compile("[0-9a-f]{64}"), "64 hexadecimal digits"),
    "region_code": (re.compile("[1-9][0-9]{5}"), "six digits, as in GB/T 2260"),
    "fiscal_year": (re.compile("[0-9]{4}"), "a number of four digits"),
}
# A longer text is not a name: more likely a quotation mark is missing.
_LONGEST = 1000
_SHOWN = 40


class OverridesError(ValueError):
    """The table cannot be read, or says what cannot be; names the file and the line."""


@dataclass(frozen=True, slots=True)
class Override:
    """One row of the table: where it is, and what it states, null where it says nothing."""

    file: Path
    line: int
    stated: Mapping[str, str | int | None]

    @property
    def row(self) -> tuple[str | int | None, ...]:
        """What it states, in the order of the columns."""
        return tuple(self.stated[column] for column in OVERRIDES)

    @property
    def place(self) -> str:
        """File and line, for people."""
        return f"{self.file}, line {self.line}"

    @property
    def subjects(self) -> list[str]:
        """The file and the content that it names; one of them at least."""
        return [str(self.stated[column]) for column in _SUBJECTS if self.stated[column] is not None]


def read_overrides(raw_dir: Path) -> list[Override]:
    """Rows of the overrides table; none where there is no such file.

    The file is in UTF-8 or GB18030. Raises :class:`OverridesError` where it is in another encoding or no CSV,
    where a column is unknown or comes twice, where a row names no file or states a value that cannot be, and
    where two rows state different things of one file.
    """
    path = raw_dir / OVERRIDES_FILE
    if not path.exists():
        return []
    try:
        text = table_text(path)
    except ValueError as error:
        raise OverridesError(str(error)) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = _columns(path, next(reader, []))
        overrides = [
            _override(path, reader.line_num, columns, fields)
            for fields in reader
            if any(field.strip() for field in fields)
        ]
    except csv.Error as error:
        raise OverridesError(f"{path}, line {reader.line_num}: this is not valid CSV ({error}).") from error
    for subject, same in _by_subject(overrides).items():
        _refuse_contradictions(same, _short(subject))
    return overrides


def match_overrides(overrides: Sequence[Override], inventory: Inventory) -> list[str]:
    """What is to be said of rows whose file is not in the folder: it may still come.

    Raises :class:`OverridesError` where rows that name one document in different ways contradict each other.
    """
    by_subject = _by_subject(overrides)
    found: set[int] = set()
    for document in inventory.documents.values() if overrides else ():
        subjects = (document.source_file, *document.duplicate_files, document.content_sha256)
        of_document = [override for subject in subjects for override in by_subject.get(subject, ())]
        _refuse_contradictions(of_document, document.source_file)
        found.update(override.line for override in of_document)
    return [
        f"{override.place}: there is no file {_short(override.subjects[0])} in {override.file.parent}. Check "
        "its name; the row counts when the file comes."
        for override in overrides
        if override.line not in found and override.stated["source_file"] not in inventory.unreadable
    ]


def _by_subject(overrides: Iterable[Override]) -> dict[str, list[Override]]:
    found: dict[str, list[Override]] = {}
    for override in overrides:
        for subject in override.subjects:
            found.setdefault(subject, []).append(override)
    return found


def _columns(path: Path, names: Sequence[str]) -> Sequence[str]:
    unknown = sorted(set(names) - set(OVERRIDES))
    if unknown:
        raise OverridesError(
            f"{path}, line 1: columns that are not known: {_short(', '.join(unknown))}. "
            f"Use {', '.join(OVERRIDES)}."
        )
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise OverridesError(f"{path}, line 1: {', '.join(twice)} is there twice. Keep one column of a name.")
    return names


def _override(path: Path, line: int, columns: Sequence[str], fields: Sequence[str]) -> Override:
    if len(fields) > len(columns):
        raise OverridesError(
            f"{path}, line {line}: {len(fields)} fields, but {len(columns)} columns. A text with a comma in "
            "it has to be in quotation marks."
        )
    texts = {column: text.strip() for column, text in zip(columns, fields, strict=False)}
    try:
        stated = {column: _value(column, texts.get(column, "")) for column in OVERRIDES}
    except ValueError as error:
        raise OverridesError(f"{path}, line {line}: {error}") from None
    override = Override(path, line, stated)
    if not override.subjects:
        raise OverridesError(f"{override.place}: the row names no file. Fill {' or '.join(_SUBJECTS)}.")
    return override


def _value(column: str, text: str) -> str | int | None:
    """The value of a field; raises ValueError with the reason where it cannot be one."""
    if len(text) > _LONGEST:
        raise ValueError(
            f"{column} has {len(text):,} characters; up to {_LONGEST:,} are taken. Is a quotation mark "
            "missing?"
        )
    if not text:
        return None
    text = text.lower() if column == "content_sha256" else text
    shape, described = _SHAPES.get(column, (None, ""))
    if shape and not shape.fullmatch(text):
        raise ValueError(f"{column} is '{_short(text)}'; it has to be {described}.")
    if column == "fiscal_year" and int(text) not in _YEARS:
        raise ValueError(f"{column} is {text}; it has to be from {_YEARS[0]} to {_YEARS[-1]}.")
    if column in _CODED and text not in (codes := _codes_of(column, dbt_project_dir())):
        raise ValueError(f"{column} is '{_short(text)}'; it has to be {' or '.join(codes)}.")
    return int(text) if OVERRIDES[column] == "integer" else text


@cache
def _codes_of(column: str, project_dir: Path) -> list[str]:
    with (project_dir / _CODES_FILE).open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["code_column"] == column]
    return [row["code"] for row in rows if row["code"]]


def _refuse_contradictions(overrides: Iterable[Override], document: str) -> None:
    first: dict[str, Override] = {}
    for override in sorted(overrides, key=lambda override: override.line):
        for column in _STATED:
            value = override.stated[column]
            if value is None:
                continue
            earlier = first.setdefault(column, override)
            if earlier.stated[column] != value:
                raise OverridesError(
                    f"{override.place}: {column} of {document} is '{_short(str(value))}' here, but "
                    f"'{_short(str(earlier.stated[column]))}' in line {earlier.line}. Keep the right one."
                )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
