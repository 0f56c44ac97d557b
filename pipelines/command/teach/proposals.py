"""Rows to add to the vocabulary: proposed, edited by a person in a CSV file, and read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.command.teach.building import CannotTeach
from pipelines.command.teach.unknown import UnknownWording
from pipelines.command.teach.vocabulary import (
    NAMES,
    NearRow,
    NewRow,
    Row,
    Vocabulary,
    meaning,
    wording_column,
)
from pipelines.readers.document import UnreadableDocument
from pipelines.readers.text.decoding import decode

_TAKE = "take"
_LIST = "list"
_ABOUT = (_TAKE, _LIST, "wording", "cells", "pages", "similarity")
_YES = {"yes", "y", "1", "true", "是"}
_NUMBERS = ("priority", "factor_to_yuan")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row for one wording. ``is_offered``: a known row is so near that its meaning may be taken.

    ``nearest`` are known rows, those of other lists first; ``row`` means what the first of them does where it
    is offered, else nothing.
    """

    unknown: UnknownWording
    nearest: tuple[NearRow, ...]
    is_offered: bool
    row: Row

    @property
    def new_row(self) -> NewRow:
        """The row with the cells that wait for it."""
        unknown = self.unknown
        return NewRow(unknown.vocabulary, self.row, unknown.wording, unknown.cell_keys)


def propose(vocabulary: Vocabulary, unknown: UnknownWording) -> Proposal:
    """The row that would cover a wording."""
    name = unknown.vocabulary
    nearest = vocabulary.nearest(name, unknown.wording)
    offered = vocabulary.is_near_enough(name, unknown.wording, nearest)
    row = vocabulary.new_row(name, unknown.wording, nearest[0] if offered else None)
    known = [] if offered else vocabulary.elsewhere(name, unknown.wording)
    return Proposal(unknown, (*known, *nearest), offered, row)


def write_proposals(vocabulary: Vocabulary, proposals: Iterable[Proposal], path: Path) -> None:
    """Write all proposals for a person to edit, in a form that spreadsheet programs open.

    A wording without an offer has a row for each meaning that is near (but never for each factor of a unit),
    and one to be filled; only rows with ``yes`` in column ``take`` are read again.
    """
    columns = dict.fromkeys(column for name in NAMES for column in vocabulary.columns(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(_BOM)
        writer = csv.DictWriter(stream, [*_ABOUT, *columns], restval="", lineterminator="\n")
        writer.writeheader()
        for proposal in proposals:
            unknown = proposal.unknown
            about = {
                _LIST: unknown.vocabulary,
                "wording": unknown.wording,
                "cells": len(unknown.cell_keys),
                "pages": " ".join(map(str, unknown.pages)),
            }
            if proposal.is_offered:
                similarity = f"{proposal.nearest[0].similarity:.2f}"
                writer.writerow({_TAKE: "yes", **about, "similarity": similarity, **proposal.row})
                continue
            choices: dict[tuple[str, ...], dict[str, object]] = {}
            for near in proposal.nearest if unknown.vocabulary != "units" else ():
                row = vocabulary.new_row(unknown.vocabulary, unknown.wording, near)
                choice: dict[str, object] = {**about, "similarity": f"{near.similarity:.2f}", **row}
                choices.setdefault(tuple(meaning(row).values()), choice)
            writer.writerows(choice for said, choice in choices.items() if said)
            writer.writerow({**about, **proposal.row})


def read_rows(vocabulary: Vocabulary, path: Path) -> list[NewRow]:
    """The rows with ``yes`` in column ``take``; no cells are known to wait for them.

    Raises :class:`CannotTeach`, which names the line, where a row cannot be added.
    """
    try:
        text, _ = decode(path.read_bytes())
    except UnreadableDocument as error:
        raise CannotTeach(f"{path} cannot be read. {error}") from error
    reader = csv.DictReader(io.StringIO(text.lstrip(_BOM), newline=""))
    lacking = {_TAKE, _LIST, "pattern", "priority"} - set(reader.fieldnames or ())
    if lacking:
        raise CannotTeach(
            f"{path} is not a file of proposals: it has no column {', '.join(sorted(lacking))}. "
            "`yusuan teach FILE` writes one."
        )
    rows: list[NewRow] = []
    for each in reader:
        if (each[_TAKE] or "").strip().lower() not in _YES:
            continue
        name, where = (each[_LIST] or "").strip(), f"{path}, line {reader.line_num}"
        if name not in NAMES:
            raise CannotTeach(f"{where}: there is no list '{name}'. Lists are {', '.join(NAMES)}.")
        row = {column: (each.get(column) or "").strip() for column in vocabulary.columns(name)}
        _refuse_unusable(vocabulary, name, row, where, rows)
        rows.append(NewRow(name, row, (each.get("wording") or "").strip()))
    if not rows:
        raise CannotTeach(f"{path} has no row with 'yes' in column '{_TAKE}'.")
    return rows


def _refuse_unusable(
    vocabulary: Vocabulary, name: str, row: Row, where: str, earlier: Sequence[NewRow]
) -> None:
    key = wording_column(name)
    for column in _NUMBERS:
        if column in row and not row[column].isdecimal():
            raise CannotTeach(f"{where}: {column} is '{row[column]}'; it has to be a whole number.")
    if not row[key]:
        raise CannotTeach(f"{where}: column {key} is empty.")
    known = [*vocabulary.rows(name), *(other.row for other in earlier if other.vocabulary == name)]
    if any(other[key] == row[key] for other in known):
        raise CannotTeach(f"{where}: {name}.csv, or a row above, has '{row[key]}' already.")
    if name != "units":
        try:
            duckdb.execute("select regexp_full_match('', ?)", [row[key]])
        except duckdb.Error as error:
            raise CannotTeach(f"{where}: '{row[key]}' is not a regular expression ({error}).") from error
