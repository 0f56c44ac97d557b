"""One statement that only reads, and what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.release.queries import PublishedWarehouse

if TYPE_CHECKING:
    import pyarrow as pa

_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.CALL}
_EXAMPLE = 'yusuan query "from disclosures limit 10"'


class NotAQuestion(ValueError):
    """The text is not one statement that reads."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns by name, each name once, and rows of Python values."""

    columns: list[str]
    rows: Sequence[tuple[Any, ...]]


def ask(warehouse: PublishedWarehouse, sql: str) -> Answer:
    """The answer to a question. Raises :class:`NotAQuestion`, and any error of DuckDB."""
    cursor = _execute(warehouse, sql)
    return Answer(_names(cursor), cursor.fetchall())


def ask_for_arrow(warehouse: PublishedWarehouse, sql: str) -> pa.Table:
    """The answer with the types of its columns. Raises as :func:`ask` does."""
    cursor = _execute(warehouse, sql)
    names = _names(cursor)
    return cursor.to_arrow_table().rename_columns(names)


def _execute(warehouse: PublishedWarehouse, sql: str) -> duckdb.DuckDBPyConnection:
    connection = warehouse.connection
    for statement in _only_statement(connection, sql):
        connection.execute(statement)
    return connection


def _names(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    return _each_once([column[0] for column in cursor.description or ()])


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> list[duckdb.Statement]:
    statements = connection.extract_statements(sql)
    # DuckDB divides a PIVOT into steps: those before the last have no text of their own.
    written = [statement for statement in statements if statement.query] or statements[-1:]
    if not written:
        raise NotAQuestion(f"The question is empty. Ask in SQL, for example: {_EXAMPLE}")
    if len(written) > 1:
        raise NotAQuestion(
            f"These are {len(written)} statements. Ask one at a time, or join them: `union all`, `with`."
        )
    kind = written[0].type
    if kind == duckdb.StatementType.COPY:
        raise NotAQuestion("The warehouse is read-only. To write an answer to a file, use --output FILE.")
    if kind not in _READING:
        raise NotAQuestion(
            f"The warehouse is read-only: {kind.name} is not allowed. Ask with SELECT, FROM, WITH, PIVOT, "
            f"SHOW, DESCRIBE, SUMMARIZE or EXPLAIN, for example: {_EXAMPLE}"
        )
    return statements


def _each_once(names: Sequence[str]) -> list[str]:
    """Names of columns, the second ``a`` as ``a_2``: files need a name for each."""
    found: list[str] = []
    for name in names:
        number, unique = 1, name
        while unique in found or (number > 1 and unique in names):
            number += 1
            unique = f"{name}_{number}"
        found.append(unique)
    return found
