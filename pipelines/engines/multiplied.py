"""Many more rows from the tables of a real build, to compare and time engines.

Each document is copied many times, seven times for each organisation. The rules, for copy ``k`` of
organisation ``n = k // 7``, of which copy 0 is the document itself:

- keys and hashes of documents get the number of the copy, those of organisations ``n``, so that what
  belonged together still does; ``n`` is also appended to the names of organisations;
- fiscal years go back; copy 3 is the final account of the year of copy 2;
- copy 6 is a new vintage of copy 5: it came later, and every tenth line of it has other figures;
- all other exact numbers of facts are multiplied by ``1 + k % 5``, so that a year agrees with what the next
  says of it, or does not;
- every third organisation is a unit of the one before it, which lists it in its statements;
- each document was fetched once, both vintages from the same address.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.engines.inputs import table_file
from pipelines.plain_paths import quoted_path
from pipelines.settings import Configuration

_OF_DOCUMENT, _OF_ORGANIZATION = r"\bd[0-9a-f]{16}", r"\bo[0-9a-f]{16}"
_FACTOR = "(1 + (k - if(k % 7 = 6, 1, 0)) % 5)"
_LINE_FACTOR = f"{_FACTOR} * if(k % 7 = 6 and line_no % 10 = 0, 2, 1)"
_IS_FINAL = "k % 7 = 3"
_COLUMNS = {
    "content_sha256": "content_sha256 || '-' || k",
    "fiscal_year": "fiscal_year - [0, 1, 2, 2, 3, 4, 4][k % 7 + 1]",
    "report_kind": f"if({_IS_FINAL}, 'final_accounts', report_kind)",
    "basis": f"if({_IS_FINAL} and basis = 'budget', 'final', basis)",
    "organization_name": "organization_name || (k // 7)",
    "scope": "if(k // 7 % 3 = 1, 'unit', scope)",
    "unit_names": "list_append(unit_names, organization_name || (k // 7 + 1))",
}
_FETCHES = "raw.fetches"
_FETCHES_OF_DOCUMENTS = """
    select
        'f' || disclosure_key as fetch_key,
        'https://www.example.org/' || source_file || if(k % 7 = 6, k - 1, k) as address,
        'fetched' as outcome,
        content_sha256 || if(k = 0, '', '-' || k) as content_sha256,
        first_seen_at + to_minutes(k) as run_at,
        first_seen_at + to_minutes(k) as fetched_at,
        first_seen_at + to_minutes(k) as noted_at
"""


def multiply(
    inputs: Path, tables: Iterable[str], folder: Path, copies: int, configuration: Configuration
) -> None:
    """Write the tables of ``inputs`` into ``folder``, with so many copies of all that is a document's."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config=configuration) as connection:
        connection.execute(f"create table copies as select range as k from range({copies})")
        for table in tables:
            source = quoted_path(table_file(inputs, table))
            columns = {
                name: kind for name, kind, *_ in connection.execute(f"describe from {source}").fetchall()
            }
            rows = f"from {source}"
            if table == _FETCHES:
                documents = quoted_path(table_file(inputs, "raw.documents"))
                rows = f"from {source} union all by name ({_FETCHES_OF_DOCUMENTS} from {documents}, copies)"
            elif "disclosure_key" in columns:
                rows = f"select {_copied(columns)} from {source}, copies"
            connection.execute(f"copy ({rows}) to {quoted_path(table_file(folder, table))}")


def _copied(columns: dict[str, str]) -> str:
    """SQL of the columns, given with their types, in copy ``k``."""
    factor = _LINE_FACTOR if "line_no" in columns else _FACTOR
    copied = {name: _COLUMNS.get(name) or _by_type(name, kind, factor) for name, kind in columns.items()}
    return ", ".join(f"if(k = 0, {name}, {expression}) as {name}" for name, expression in copied.items())


def _by_type(column: str, kind: str, factor: str) -> str:
    if kind == "VARCHAR":
        return _keys_of_copy(column)
    if kind == "VARCHAR[]":
        return f"list_transform({column}, lambda x: {_keys_of_copy('x')})"
    if kind == "TIMESTAMP":
        return f"{column} + to_minutes(k)"
    if kind.startswith("DECIMAL"):
        multiplied = (
            f"list_transform({column}, lambda x: x * {factor})" if "[" in kind else f"{column} * {factor}"
        )
        return f"cast({multiplied} as {kind})"
    return column


def _keys_of_copy(text: str) -> str:
    copied = f"regexp_replace({text}, '{_OF_DOCUMENT}', '\\0' || 'x' || k, 'g')"
    # The first copies are of the organisation itself.
    return (
        f"if(k < 7, {copied}, regexp_replace({copied}, '{_OF_ORGANIZATION}', '\\0' || 'x' || (k // 7), 'g'))"
    )
