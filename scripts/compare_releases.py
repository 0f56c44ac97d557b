"""Compare two published warehouses, row by row and column by column.

``python scripts/compare_releases.py OLD NEW`` takes two files ``disclosures.duckdb``, or the folders
that hold them. For every table of schema ``marts`` it counts the rows that only one side has (EXCEPT ALL
both ways, so duplicates count) and compares names, order, types and comments of the columns. Times and the
history of releases and readings are left out: no two builds share them. Exit status 0 means equal, 1 that
something differs, 2 that a file cannot be read.

``--tables NAME …`` looks at these tables only, ``--rows N`` prints N rows of each difference, and
``--no-comments`` leaves out the comments, for a change of words only.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

SCHEMA = "marts"
# When a document was read, and how long that took, differs from build to build.
HISTORIES = {"dim_releases", "fct_release_tables", "fct_reading_history"}
TIMES = {"fct_extraction_outcomes": {"seconds"}, "dim_disclosures": {"first_seen_at"}}


def columns_of(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, list[tuple[str, str, str]]]:
    """Table -> its columns in order, each (name, type, comment)."""
    rows = connection.execute(
        "select table_name, column_name, data_type, coalesce(comment, '') from duckdb_columns() "
        "where database_name = ? and schema_name = ? order by table_name, column_index",
        [side, SCHEMA],
    ).fetchall()
    found: dict[str, list[tuple[str, str, str]]] = {}
    for table, *column in rows:
        found.setdefault(table, []).append(tuple(column))
    return found


def compare_columns(
    old: list[tuple[str, str, str]], new: list[tuple[str, str, str]], *, comments: bool
) -> list[str]:
    """Sentences on what differs in the columns of one table."""
    said = []
    if [name for name, _, _ in old] != [name for name, _, _ in new]:
        removed = [name for name, _, _ in old if name not in {other for other, _, _ in new}]
        added = [name for name, _, _ in new if name not in {other for other, _, _ in old}]
        said.append(
            f"columns: removed {removed}, added {added}" if removed or added else "columns: other order"
        )
    before = {name: (kind, comment) for name, kind, comment in old}
    for name, kind, comment in new:
        if name in before and before[name][0] != kind:
            said.append(f"{name}: type {before[name][0]} became {kind}")
        if comments and name in before and before[name][1] != comment:
            said.append(f"{name}: the comment changed")
    return said


def compare_rows(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], shown: int
) -> tuple[int, int, list[str]]:
    """Rows that only the old side has, rows that only the new side has, and some of them as text."""
    selected = ", ".join(f'"{column}"' for column in columns)
    counts, lines = [], []
    for one, other in (("old", "new"), ("new", "old")):
        difference = (
            f'select {selected} from {one}.{SCHEMA}."{table}" '
            f'except all select {selected} from {other}.{SCHEMA}."{table}"'
        )
        ((count,),) = connection.execute(f"select count(*) from ({difference})").fetchall()
        counts.append(count)
        if count and shown:
            rows = connection.execute(f"select * from ({difference}) order by all limit {shown}").fetchall()
            lines += [f"  only {one}: {dict(zip(columns, row, strict=True))}" for row in rows]
    return counts[0], counts[1], lines


def compare(old: Path, new: Path, tables: list[str], *, shown: int, comments: bool) -> bool:
    """Print every difference; returns whether there was one. Raises duckdb.Error for files it cannot open."""
    differs = False
    with duckdb.connect() as connection:
        for side, file in (("old", old), ("new", new)):
            connection.execute(f"attach '{str(file).replace(chr(39), chr(39) * 2)}' as {side} (read_only)")
        before, after = columns_of(connection, "old"), columns_of(connection, "new")
        for table in sorted(before.keys() | after.keys()):
            if table in HISTORIES or (tables and table not in tables):
                continue
            if table not in before or table not in after:
                print(f"{table}: only in the {'new' if table in after else 'old'} release")
                differs = True
                continue
            said = compare_columns(before[table], after[table], comments=comments)
            left_out = TIMES.get(table, set())
            shared = {name for name, _, _ in after[table]} - left_out
            columns = [name for name, _, _ in before[table] if name in shared]
            gone, come, lines = compare_rows(connection, table, columns, shown)
            if gone or come:
                said.append(f"rows: {gone} only in the old release, {come} only in the new one")
            for sentence in said + lines:
                print(f"{table}: {sentence}" if not sentence.startswith("  ") else sentence)
            differs = differs or bool(said)
    return differs


def release_file(path: Path) -> Path:
    """The database file of a release, given itself or its folder."""
    return path / "disclosures.duckdb" if path.is_dir() else path


def main() -> int:
    """Compare the two releases named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--tables", nargs="*", default=[], help="compare these tables only")
    parser.add_argument("--rows", type=int, default=0, help="print so many rows of each difference")
    parser.add_argument("--no-comments", action="store_true", help="leave out the comments of columns")
    arguments = parser.parse_args()
    try:
        differs = compare(
            release_file(arguments.old),
            release_file(arguments.new),
            arguments.tables,
            shown=arguments.rows,
            comments=not arguments.no_comments,
        )
    except duckdb.Error as error:
        print(f"A release cannot be read: {error}", file=sys.stderr)
        return 2
    print("The releases differ." if differs else "The releases are equal.")
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
