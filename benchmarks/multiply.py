"""Make a large warehouse of a small one, by copies of its documents, in minutes instead of hours.

Usage: python benchmarks/multiply.py RAW_DIR WAREHOUSE_DIR TIMES

Each copy of a document has the same rows by document, of another key and another organisation, and a file in
the raw folder: the same text with more empty lines at its end. What was read of a copy (tables, cells) is
left out, so such a warehouse is good for measuring one more document only. The build of the first one more
takes the copies for documents that were built, and publishes them; measure the second. Documents are text.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

sys.path.append(str(Path(__file__).parents[1]))

from pipelines.plain_paths import quoted_path
from pipelines.raw_store.segments import Kind, segments_folder
from pipelines.settings import load_settings

# Columns of a copy, from those of the original (``rows_of``) and the names of the copy (``copies``).
_OTHERWISE = {
    "source_file": "copies.source_file",
    "content_sha256": "copies.content_sha256",
    "size_bytes": "copies.size_bytes",
    "modified_ns": "copies.modified_ns",
    "organization_key": "'o' || left(md5(rows_of.organization_key || $copy), 16)",
    "organization_name": "rows_of.organization_name || $copy",
    "unit_names": "list_transform(rows_of.unit_names, lambda name: name || $copy)",
}
_FILES = "source_file, size_bytes, modified_ns, changed_ns, inode, hashed_ns, content_sha256"


def multiply(raw_dir: Path, build_file: Path, times: int) -> int:
    """Add ``times - 1`` copies of each document; returns how many documents there are then."""
    with duckdb.connect(str(build_file)) as connection:
        documents = connection.execute("select disclosure_key, source_file from raw.documents").fetchall()
        segments = [
            segment
            for (segment,) in connection.execute(
                "select distinct segment from raw.segments where kind = ?", [Kind.FACTS]
            ).fetchall()
        ]
        for number in range(1, times):
            copies = [_copy_of_file(raw_dir, key, name, number) for key, name in documents]
            connection.execute(
                "create or replace temp table copies (original_key varchar, disclosure_key varchar, "
                "original_file varchar, source_file varchar, content_sha256 varchar, size_bytes bigint, "
                "modified_ns bigint, changed_ns bigint, inode bigint)"
            )
            connection.executemany(f"insert into copies values ({', '.join('?' * 9)})", copies)
            _copy_ledger(connection, str(number))
            for segment in segments:
                _copy_segment(connection, segments_folder(build_file) / Kind.FACTS, segment, number)
    return times * len(documents)


def _copy_of_file(raw_dir: Path, key: str, name: str, number: int) -> tuple[str | int, ...]:
    content = (raw_dir / name).read_bytes() + b"\n" * number
    hashed = hashlib.sha256(content).hexdigest()
    file = raw_dir / f"copy{number:02}-{name}"
    file.write_bytes(content)
    found = file.stat()
    return (
        key, "d" + hashed[:16], name, file.name, hashed,
        len(content), found.st_mtime_ns, found.st_ctime_ns, found.st_ino,
    )  # fmt: skip


def _copy_ledger(connection: duckdb.DuckDBPyConnection, copy: str) -> None:
    columns = _columns_of_copy(connection, "raw.documents", copy)
    connection.execute(
        f"insert into raw.documents select {', '.join(columns)} from raw.documents as rows_of "
        "inner join copies on rows_of.disclosure_key = copies.original_key"
    )
    connection.execute(
        f"insert into raw.files ({_FILES}) select copies.source_file, copies.size_bytes, copies.modified_ns, "
        "copies.changed_ns, copies.inode, files.hashed_ns, copies.content_sha256 from raw.files as files "
        "inner join copies on files.source_file = copies.original_file"
    )


def _copy_segment(connection: duckdb.DuckDBPyConnection, folder: Path, segment: str, number: int) -> None:
    copied = hashlib.sha256(f"{segment}-{number}".encode()).hexdigest()[:16]
    target = folder / f"segment-{copied}"
    target.mkdir()
    connection.execute(
        "insert into raw.segments select kind, ?, copies.disclosure_key from raw.segments as segments "
        "inner join copies on segments.disclosure_key = copies.original_key where segment = ? and kind = ?",
        [copied, segment, Kind.FACTS],
    )
    for file in sorted((folder / f"segment-{segment}").glob("*.parquet")):
        columns = _columns_of_copy(connection, quoted_path(file), str(number))
        connection.execute(
            f"copy (select {', '.join(columns)} from {quoted_path(file)} as rows_of inner join copies "
            "on split_part(rows_of.disclosure_key, '-', 1) = copies.original_key) "
            f"to {quoted_path(target / file.name)} (format parquet, compression zstd)"
        )
        connection.execute(
            "insert into raw.segment_files values (?, ?, ?, ?)",
            [Kind.FACTS, copied, file.name, (target / file.name).stat().st_size],
        )


def _columns_of_copy(connection: duckdb.DuckDBPyConnection, table: str, copy: str) -> Iterator[str]:
    for name, kind, *_ in connection.execute(f"describe from {table}").fetchall():
        column = f'rows_of."{name}"'
        if name in _OTHERWISE:
            column = _OTHERWISE[name].replace("$copy", f"'{copy}'")
        elif "key" in name and kind == "VARCHAR":
            column = f"replace({column}, copies.original_key, copies.disclosure_key)"
        elif "key" in name and kind == "VARCHAR[]":
            column = (
                f"list_transform({column}, "
                "lambda key: replace(key, copies.original_key, copies.disclosure_key))"
            )
        yield f'{column} as "{name}"'


def main() -> None:
    """Multiply the warehouse that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("raw_dir", type=Path)
    parser.add_argument("warehouse_dir", type=Path)
    parser.add_argument("times", type=int)
    arguments = parser.parse_args()
    settings = load_settings(arguments.raw_dir, arguments.warehouse_dir)
    documents = multiply(settings.raw_dir, settings.build_file, arguments.times)
    print(f"{documents:,} documents; the build of one more publishes them.")


if __name__ == "__main__":
    main()
