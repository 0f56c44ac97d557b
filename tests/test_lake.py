"""Releases in a lake: the rows of the published file, a snapshot for each, and no reader sees half of one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest
from running import BuiltWarehouse, run_yusuan
from servers import POSTGRES_USER, object_store, postgres_server

from pipelines.lake import commit as committing
from pipelines.lake.catalogue import extension_file, open_lake, releases_in_lake
from pipelines.lake.commit import Commit, commit_release
from pipelines.settings import PROJECT_ROOT, LakeAddress

pytestmark = pytest.mark.skipif(
    not find_spec("duckdb_extension_ducklake"), reason="the extra lake is not installed"
)
RELEASES = ("20260101T000000-1", "20260102T000000-1", "20260103T000000-1")
TABLES = [f"marts.{name}" for name in ("fct_published_amounts", "fct_unplaced_cells", "dim_disclosures")]
# In one query, so of one snapshot: checksums of the rows of several tables, and which release it is.
SUMS = ", ".join(
    f"(select sum(hash(t))::varchar from {table} as t)" for table in [*TABLES, "reports.findings"]
)
READER = f"""
import sys
from pipelines.lake.catalogue import open_lake
from pipelines.settings import LakeAddress
with open_lake(LakeAddress(*sys.argv[1:])) as connection:
    connection.execute("use lake")
    while True:
        (row,) = connection.execute("select release, {SUMS} from releases.held").fetchall()
        print(*row, flush=True)
"""
WRITER = """
import sys, time
from pathlib import Path
from pipelines.lake import commit
from pipelines.settings import LakeAddress
write = commit._write
def write_and_wait(*arguments, **options):
    write(*arguments, **options)
    print("written", flush=True)
    time.sleep(600)
commit._write = write_and_wait
commit.commit_release(LakeAddress(*sys.argv[1:3]), Path(sys.argv[3]), sys.argv[4])
"""


@pytest.fixture(scope="module")
def files(warehouse: BuiltWarehouse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three releases: in the second one document has other rows, in the third there is one less."""
    folder = tmp_path_factory.mktemp("releases")
    found = {release: folder / f"{release}.duckdb" for release in RELEASES}
    first, second, third = found.values()
    shutil.copy(warehouse.settings.published_file.resolve(), first)
    keys = "select disclosure_key from dim_disclosures order by 1 limit 2"
    changed, removed = (key for (key,) in warehouse.rows(keys))
    for former, file, statements in (
        (first, second, _changes(changed)),
        (second, third, _removals(first, removed)),
    ):
        shutil.copy(former, file)
        file.chmod(0o644)
        with duckdb.connect(file) as connection:
            for statement in statements:
                connection.execute(statement)
    return found


def _changes(document: str) -> Iterator[str]:
    whose = f"where disclosure_key = '{document}'"
    yield f"update marts.fct_unplaced_cells set raw_text = coalesce(raw_text, '') || '?' {whose}"
    yield f"update marts.fct_published_amounts set amount_yuan = amount_yuan + 0.01 {whose} and line_no = 1"
    yield f"delete from marts.fct_narrative_claims {whose} and status = 'agrees'"


def _removals(file: Path, document: str) -> Iterator[str]:
    """Facts first, as dimensions are named in their keys."""
    with duckdb.connect(file, read_only=True) as connection:
        tables = connection.execute(
            "select columns.table_name from duckdb_columns() as columns "
            "join duckdb_tables() as tables using (table_oid) where column_name = 'disclosure_key' "
            "order by columns.table_name like 'dim%', columns.table_name = 'fct_published_amounts'"
        ).fetchall()
    for (table,) in tables:
        yield f"delete from marts.{table} where disclosure_key = '{document}'"


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server("lake") as folder:
        yield f"dbname=lake host={folder} user={POSTGRES_USER}"


@pytest.fixture
def address(postgres: str, tmp_path: Path) -> LakeAddress:
    """A lake that is not there yet, its catalogue in Postgres and its rows in a folder."""
    with duckdb.connect() as connection:
        connection.execute(f"load '{extension_file('postgres_scanner')}'")
        connection.execute(f"attach '{postgres}' as server (type postgres)")
        anew = "drop schema public cascade; create schema public"
        connection.execute(f"call postgres_execute('server', '{anew}')")
    return LakeAddress(f"postgres:{postgres}", str(tmp_path / "rows"))


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with object_store("lake") as address, pytest.MonkeyPatch.context() as patch:
        for name, value in (("ACCESS_KEY_ID", "any"), ("SECRET_ACCESS_KEY", "any"), ("REGION", "us-east-1")):
            patch.setenv(f"AWS_{name}", value)
        patch.setenv("AWS_ENDPOINT_URL", address)
        yield "s3://lake/rows"


@pytest.fixture
def in_store(address: LakeAddress, store: str, request: pytest.FixtureRequest) -> LakeAddress:
    """The same with its rows in an object store."""
    return replace(address, data=f"{store}/{request.node.name}/")


def differences(address: LakeAddress, file: Path, *schemas: str) -> dict[str, int]:
    """Rows that only the lake or only the file has, for each table and view of these schemas."""
    found = {}
    with open_lake(address) as connection:
        connection.execute(f"attach '{file}' as release (read_only)")
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_catalog = 'release' and list_contains(?, table_schema)",
            [schemas or ["marts"]],
        ).fetchall()
        for schema, table in names:
            connection.execute(f'create or replace temp table one as from lake."{schema}"."{table}"')
            other = f'release."{schema}"."{table}"'
            ((count,),) = connection.execute(
                f"select (select count(*) from (from one except all from {other})) "
                f"+ (select count(*) from (from {other} except all from one))"
            ).fetchall()
            found[f"{schema}.{table}"] = count
    assert len(found) > 15
    return {table: count for table, count in found.items() if count}


def start(program: str, *arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)


def seen_in(file: Path, release: str) -> str:
    with duckdb.connect(file, read_only=True) as connection:
        (sums,) = connection.execute(f"select {SUMS}").fetchall()
    return " ".join([release, *sums])


def test_readers_see_one_whole_release_while_three_are_committed(
    in_store: LakeAddress, files: dict[str, Path]
) -> None:
    whole = [seen_in(file, release) for release, file in files.items()]
    assert len({line.split(" ", 1)[1] for line in whole}) == 3
    first, *later = files.items()
    assert commit_release(in_store, first[1], first[0]) == Commit(first[0], None, True, 5, True)
    readers = [start(READER, in_store.catalogue, in_store.data) for _ in range(2)]
    lines: list[list[str]] = [[], []]

    def listen(number: int) -> None:
        stream = readers[number].stdout
        assert stream is not None
        lines[number].extend(line.strip() for line in stream)

    def wait_until_seen(release: str) -> None:
        until = time.monotonic() + 120
        while not all(any(line.startswith(release) for line in seen) for seen in lines):
            assert time.monotonic() < until and all(reader.poll() is None for reader in readers), lines
            time.sleep(0.1)

    listeners = [threading.Thread(target=listen, args=(number,)) for number in range(2)]
    for listener in listeners:
        listener.start()
    try:
        wait_until_seen(first[0])
        for release, file in later:
            done = commit_release(in_store, file, release)
            assert done.written and not done.is_whole
            assert done.documents == 1, "only the rows of the document that changed"
            wait_until_seen(release)
    finally:
        for reader in readers:
            reader.kill()
        for listener in listeners:
            listener.join()
    assert {line for seen in lines for line in seen[:-1]} <= set(whole)
    for seen in lines:
        assert sorted(seen[:-1]) == seen[:-1], "time goes one way"


def test_a_lake_has_the_rows_of_the_published_file_now_and_then(
    in_store: LakeAddress, files: dict[str, Path]
) -> None:
    for release, file in files.items():
        commit_release(in_store, file, release)
        assert differences(in_store, file) == {}
    assert differences(in_store, files[RELEASES[2]], "reports") == {}
    with open_lake(in_store) as connection:
        snapshots = {release: number for number, _, release in releases_in_lake(connection)}
        assert list(snapshots) == list(RELEASES)
        for name, number in snapshots.items():
            ((rows,),) = connection.execute(
                f"select sum(hash(t))::varchar from (from lake.{TABLES[1]} at (version => {number})) as t"
            ).fetchall()
            assert rows == seen_in(files[name], name).split()[2]


def test_a_lake_has_the_comments_of_the_published_file(address: LakeAddress, files: dict[str, Path]) -> None:
    release, file = next(iter(files.items()))
    commit_release(address, file, release)
    with open_lake(address) as connection:
        connection.execute(f"attach '{file}' as release (read_only)")

        def comments(database: str) -> list[tuple[Any, ...]]:
            return connection.execute(
                f"""
                select table_name, column_name, data_type, comment from duckdb_columns()
                where database_name = '{database}' and schema_name = 'marts'
                union all
                select table_name, null, null, comment from duckdb_tables()
                where database_name = '{database}' and schema_name = 'marts'
                union all
                select view_name, null, null, comment from duckdb_views()
                where database_name = '{database}' and schema_name = 'reports'
                order by all
                """
            ).fetchall()

        assert comments("lake") == comments("release")
        assert sum(1 for *_, text in comments("lake") if text) > 500


def test_an_earlier_release_comes_back_only_when_asked_for(
    address: LakeAddress, files: dict[str, Path]
) -> None:
    first, second, _ = files.items()
    commit_release(address, second[1], second[0])
    assert commit_release(address, first[1], first[0]) == Commit(first[0], second[0])
    assert differences(address, second[1]) == {}
    assert commit_release(address, first[1], first[0], go_back=True).written
    assert differences(address, first[1]) == {}


def test_another_layout_replaces_everything(
    address: LakeAddress, files: dict[str, Path], tmp_path: Path
) -> None:
    first, second, _ = files.items()
    commit_release(address, first[1], first[0])
    other = Path(shutil.copy(second[1], tmp_path))
    other.chmod(0o644)
    with duckdb.connect(other) as connection:
        connection.execute("alter table marts.fct_unplaced_cells add column more varchar default '更多'")
        connection.execute("comment on column marts.fct_unplaced_cells.more is 'New. / 新。'")
    assert commit_release(address, other, second[0]).is_whole
    assert differences(address, other) == {}


def test_a_commit_that_is_killed_leaves_the_former_release(
    address: LakeAddress, files: dict[str, Path]
) -> None:
    first, second, _ = files.items()
    commit_release(address, first[1], first[0])
    with start(WRITER, address.catalogue, address.data, second[1], second[0]) as writer:
        assert writer.stdout and writer.stdout.readline() == "written\n"
        writer.kill()
    assert differences(address, first[1]) == {}
    assert commit_release(address, second[1], second[0]).written
    assert differences(address, second[1]) == {}


def test_two_writers_do_not_mix_two_releases(
    address: LakeAddress, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have written their rows before either commits."""
    first, *later = files.items()
    commit_release(address, first[1], first[0])
    both, write, written = threading.Barrier(2), committing._write, []

    def write_at_once(*arguments: Any, **options: Any) -> Commit:
        done = write(*arguments, **options)
        written.append(done)
        if len(written) <= 2:
            both.wait(timeout=60)
        return done

    monkeypatch.setattr(committing, "_write", write_at_once)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda item: commit_release(address, item[1], item[0]), later))
    assert len(written) == 3, "one of them began again"
    assert differences(address, later[-1][1]) == {}


def test_two_writers_may_be_the_first(address: LakeAddress, files: dict[str, Path]) -> None:
    """Each makes the catalogue, all schemas and all tables."""
    *_, last = files.items()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda item: commit_release(address, item[1], item[0]), list(files.items())[1:]))
    assert differences(address, last[1]) == {}


def test_half_of_an_address_is_refused_in_words() -> None:
    done = run_yusuan("lake", environment={"YUSUAN_LAKE": "lake.ducklake"})
    assert done.returncode == 2
    assert "YUSUAN_LAKE_DATA" in done.stderr
