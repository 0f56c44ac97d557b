"""The addresses that are fetched, as a person lists them in ``sources.csv``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.arrivals.addresses import what_is_wrong
from pipelines.raw_folder.table_text import table_text
from pipelines.settings import SOURCES_FILE

COLUMNS = ("address", "kind", "organization_name", "region_code", "note")
KINDS = ("page", "file")
_REGION_CODE = re.compile(r"[1-9]\d{5}")


@dataclass(frozen=True, slots=True)
class Source:
    """One address of the list. ``kind`` is "page" or "file", or "" where the content decides.

    Organisation and region are those of all documents that are found at the address.
    """

    address: str
    kind: str = ""
    organization_name: str = ""
    region_code: str = ""


def read_sources(raw_dir: Path) -> list[Source]:
    """The list in its order; empty where there is no such file.

    Raises ValueError, which names the file and the line, where the list cannot be what is meant.
    """
    path = raw_dir / SOURCES_FILE
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(table_text(path), newline=""))
    try:
        _check_columns(path, reader.fieldnames or ())
        rows = [(reader.line_num, row) for row in reader if any(row.values())]
    except csv.Error as error:
        raise ValueError(
            f"{path}, line {reader.reader.line_num}: this is not valid CSV ({error})."
        ) from error
    sources: dict[str, Source] = {}
    for line, row in rows:
        source = _source(f"{path}, line {line}", row)
        if source.address in sources:
            raise ValueError(f"{path}, line {line}: {source.address} is listed twice. Keep one of the lines.")
        sources[source.address] = source
    return list(sources.values())


def _check_columns(path: Path, columns: Sequence[str]) -> None:
    unknown = [column or "(without a name)" for column in columns if column not in COLUMNS]
    if unknown:
        raise ValueError(
            f"{path}, line 1: columns that are not known: {', '.join(unknown)}. Use {', '.join(COLUMNS)}."
        )
    if "address" not in columns:
        raise ValueError(f"{path}, line 1: there is no column 'address'. Use {', '.join(COLUMNS)}.")


def _source(where: str, row: Mapping[str | None, str | list[str] | None]) -> Source:
    if None in row:
        raise ValueError(f"{where}: there are more values than columns. Put a value with commas in quotes.")
    of = {column: str(row.get(column) or "").strip() for column in COLUMNS}
    wrong = what_is_wrong(of["address"]) if of["address"] else "there is no address"
    if wrong:
        raise ValueError(f"{where}: {wrong}.")
    if of["kind"] and of["kind"] not in KINDS:
        raise ValueError(f"{where}: kind is '{of['kind']}'; it has to be page, file or empty.")
    if of["region_code"] and not _REGION_CODE.fullmatch(of["region_code"]):
        raise ValueError(f"{where}: region_code is '{of['region_code']}'; it has to be a code of six digits.")
    return Source(of["address"], of["kind"], of["organization_name"], of["region_code"])
