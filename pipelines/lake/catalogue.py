"""Opening a lake: DuckDB with the extensions of the installed packages, never with those of the network."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from pipelines.settings import Configuration, LakeAddress

# Name under which the lake is attached.
LAKE = "lake"
_S3 = "s3://"
_TRIES = 5


class LakeFailed(Exception):
    """A lake cannot be opened, or a release cannot be committed to it."""


@contextmanager
def open_lake(
    address: LakeAddress, configuration: Configuration | None = None
) -> Generator[duckdb.DuckDBPyConnection]:
    """A connection of its own with the lake attached as ``lake``; a lake that is not there is made.

    ``configuration`` is that of DuckDB. Raises :class:`LakeFailed`.
    """
    offline: Configuration = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    with duckdb.connect(config={**(configuration or {}), **offline}) as connection:
        for extension in _extensions(address):
            connection.execute(f"load {_literal(str(extension_file(extension)))}")
        if address.data.startswith(_S3):
            connection.execute(_secret())
        _attach(connection, address)
        yield connection


def _attach(connection: duckdb.DuckDBPyConnection, address: LakeAddress) -> None:
    # Small changes as Parquet too: other programs read the files.
    options = f"data_path {_literal(address.data)}, data_inlining_row_limit 0"
    for number in range(_TRIES):
        try:
            connection.execute(f"attach {_literal(f'ducklake:{address.catalogue}')} as {LAKE} ({options})")
        except duckdb.Error as error:
            # Another writer makes the same catalogue at this moment.
            if number == _TRIES - 1 or "already exists" not in str(error):
                raise LakeFailed(f"The lake {address} cannot be opened. {error}") from error
            time.sleep(1)
        else:
            return


def releases_in_lake(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, datetime, str]]:
    """Number and time (UTC) of each snapshot of an open lake that holds a release, and that release."""
    return connection.execute(
        "select snapshot_id, snapshot_time at time zone 'UTC', commit_message "
        f"from {LAKE}.snapshots() where commit_message is not null order by 1"
    ).fetchall()


def extension_file(name: str) -> Path:
    """The file of an extension in its package. Raises :class:`LakeFailed` where that is not installed."""
    package = find_spec(f"duckdb_extension_{name}")
    folders = package.submodule_search_locations if package else None
    files = [Path(folder) / "extensions" / f"v{duckdb.__version__}" for folder in folders or ()]
    for file in (folder / f"{name}.duckdb_extension" for folder in files):
        if file.exists():
            return file
    raise LakeFailed(
        f"A lake needs the package duckdb-extension-{name.replace('_', '-')} {duckdb.__version__}: "
        'install the extra "lake" of this program.'
    )


def _extensions(address: LakeAddress) -> Iterator[str]:
    if address.data.startswith(_S3):
        yield "httpfs"
    if address.catalogue.startswith("postgres:"):
        yield "postgres_scanner"
    yield "ducklake"


def _secret() -> str:
    """SQL: who we are to the object store, from the variables that its other clients read too."""
    variables = os.environ
    endpoint = urlsplit(variables.get("AWS_ENDPOINT_URL_S3") or variables.get("AWS_ENDPOINT_URL") or "")
    values = {
        "key_id": variables.get("AWS_ACCESS_KEY_ID"),
        "secret": variables.get("AWS_SECRET_ACCESS_KEY"),
        "session_token": variables.get("AWS_SESSION_TOKEN"),
        "region": variables.get("AWS_REGION") or variables.get("AWS_DEFAULT_REGION"),
        "endpoint": endpoint.netloc,
        "url_style": "path" if endpoint.netloc else None,
    }
    stated = [f"{name} {_literal(value)}" for name, value in values.items() if value]
    if endpoint.scheme == "http":
        stated.append("use_ssl false")
    return f"create secret (type s3, provider config, {', '.join(stated)})"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
