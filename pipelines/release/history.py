"""What each release is: its build, the code and the documents it was made of, and a checksum of each table.

The rows are in the published file itself, with those of earlier releases, so that a file that was copied
away still says where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from pipelines.plain_paths import plain_path, quoted_path
from pipelines.release.checksums import Checksum
from pipelines.release.published_file import PUBLISHED_SCHEMA

RELEASES = f"{PUBLISHED_SCHEMA}.dim_releases"
RELEASE_TABLES = f"{PUBLISHED_SCHEMA}.fct_release_tables"
# The tables whose rows are written here and nowhere else.
OWN_TABLES = frozenset({RELEASES.split(".")[1], RELEASE_TABLES.split(".")[1]})


def sign_release(
    file: Path, stamp: str, build_file: Path, earlier: Iterable[Path], checksums: Mapping[str, Checksum]
) -> None:
    """Write the row of a release, and the checksums of its tables, into its file.

    ``earlier`` are the files of other releases, whose rows are taken over. A file without the two tables is
    left as it is.
    """
    with duckdb.connect(str(plain_path(file))) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = ? order by 1", [PUBLISHED_SCHEMA]
            ).fetchall()
        ]
        if not set(tables) >= OWN_TABLES:
            return
        connection.execute(f"attach {quoted_path(build_file)} as build (read_only)")
        # Nobody sees the file yet; and a transaction would keep each of these from being let go.
        for other in earlier:
            _take_over(connection, other)
        connection.begin()
        connection.execute(f"insert into {RELEASES} by name {_ROW}", [stamp, *_versions()])
        connection.executemany(
            f"insert into {RELEASE_TABLES} values (?, ?, ?, ?, ?)",
            [(f"{stamp}-{name}", stamp, name, *checksum) for name, checksum in sorted(checksums.items())],
        )
        connection.commit()
        connection.execute("checkpoint")


_ROW = f"""
    with inputs as (
        select
            count(*) filter (where status = 'read') as document_count,
            count(*) filter (where status = 'failed') as failed_document_count,
            sha256(coalesce(string_agg(content_sha256, chr(10) order by content_sha256), '')) as inputs_sha256
        from build.raw.documents
        where gone_at is null
    ),

    amounts as (
        select
            count(*) as amount_count,
            count(*) filter (where verification = 'verified') as verified_amount_count
        from {PUBLISHED_SCHEMA}.fct_published_amounts
    ),

    identities as (
        select count(*) filter (where status = 'fail') as failing_identity_count
        from {PUBLISHED_SCHEMA}.fct_reconciliations
    ),

    -- Of a round that is not published yet, else of the one that is published again.
    builds as (
        select build_id, project_fingerprint, extractor_version
        from build.raw.build_state
        order by started_at desc
        limit 1
    )

    select
        ? as release,
        ? as published_at,
        ? as program_version,
        ? as engine_version,
        *
    from builds
    cross join inputs
    cross join amounts
    cross join identities
"""


def _versions() -> tuple[datetime, str, str]:
    return datetime.now(UTC).replace(tzinfo=None), version("yusuan"), duckdb.__version__


def _take_over(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Rows of releases that another file knows; one of an older version, or damaged, knows none."""
    try:
        connection.execute(f"attach {quoted_path(file)} as earlier (read_only)")
    except duckdb.Error:
        return
    ((known,),) = connection.execute(
        "select count(*) from duckdb_tables() "
        "where database_name = 'earlier' and list_contains(?, table_name)",
        [sorted(OWN_TABLES)],
    ).fetchall()
    for table in (RELEASES, RELEASE_TABLES) if known == len(OWN_TABLES) else ():
        connection.execute(
            f"insert into {table} by name from earlier.{table} "
            f"where release not in (select release from {table})"
        )
    connection.execute("detach earlier")


def goes_on_from(build_file: Path, release: str, file: Path) -> bool:
    """Does a build continue from a release, of the same version of the program and of DuckDB?

    The build remembers its release for as long as neither the dbt project nor a reader changes.
    """
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach {quoted_path(file)} as published (read_only)")
            connection.execute(f"attach {quoted_path(build_file)} as build (read_only)")
            found = connection.execute(
                f"select count(*) from published.{RELEASES} "
                "semi join build.raw.build_state using (release) "
                "where release = ? and (program_version, engine_version) = (?, ?)",
                [release, *_versions()[1:]],
            ).fetchall()
        except duckdb.Error:
            # A damaged release, one of an older version, or a build of none.
            return False
    return found == [(1,)]
