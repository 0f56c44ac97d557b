"""Whole builds with the command line and a tiny dbt project: what is done again, and what is kept."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from running import COMMAND, run_yusuan, yusuan_here
from small_disclosures import disclosure

from pipelines.cli import cli
from pipelines.command.plain_text import width_of
from pipelines.raw_store.segments import segments_folder
from pipelines.settings import PROJECT_ROOT, Settings

# The command line, killed as soon as a node of the second batch is done.
KILLED_IN_SECOND_BATCH = (
    "-c",
    "import os\n"
    "from pipelines import cli\n"
    "from pipelines.command.build.progress import BuildConsole\n"
    "BuildConsole.model_done = lambda self, progress: os._exit(9) if 'batch 2' in progress.stage else None\n"
    "cli.main()",
)


# How a build is run: in this process where nothing depends on its being one of its own.
Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Place:
    """A raw folder, a warehouse and a dbt project for one test."""

    settings: Settings
    project: Path

    @classmethod
    def at(cls, folder: Path) -> Place:
        return cls(Settings(folder / "raw", folder / "warehouse", 1), folder / "dbt_project")

    def build(
        self, *, batch_documents: int = 100, workers: int = 1, run: Run = yusuan_here
    ) -> subprocess.CompletedProcess[str]:
        return run(
            "build",
            "--raw-dir",
            self.settings.raw_dir,
            "--warehouse-dir",
            self.settings.warehouse_dir,
            environment={
                "YUSUAN_DBT_PROJECT_DIR": str(self.project),
                "YUSUAN_BATCH_DOCUMENTS": str(batch_documents),
                "YUSUAN_WORKERS": str(workers),
            },
        )

    def build_with(
        self, *options: str, environment: Mapping[str, str] | None = None, run: Run = yusuan_here
    ) -> subprocess.CompletedProcess[str]:
        """Build with options, at 80 columns."""
        folders = ("--raw-dir", self.settings.raw_dir, "--warehouse-dir", self.settings.warehouse_dir)
        variables = {"YUSUAN_DBT_PROJECT_DIR": str(self.project), "COLUMNS": "80", **(environment or {})}
        return run("build", *folders, *options, environment=variables)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.settings.published_file), read_only=True) as connection:
            connection.execute("use marts")
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def cold(tiny_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two disclosures, built for the first time."""
    folder = tmp_path_factory.mktemp("cold")
    shutil.copytree(tiny_project, folder / "dbt_project")
    (folder / "raw" / "2024").mkdir(parents=True)
    (folder / "raw" / "one.txt").write_text(disclosure("甲局"), encoding="utf-8")
    (folder / "raw" / "2024" / "two.txt").write_text(disclosure("乙局", "20.00"), encoding="utf-8")
    place = Place.at(folder)
    done = place.build(run=run_yusuan)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Documents    2 read, 0 failed" in done.stdout
    return place


@pytest.fixture
def place(cold: Place, tmp_path: Path) -> Place:
    """A copy of the cold build that a test may change."""
    shutil.copytree(cold.project.parent, tmp_path / "place", symlinks=True)
    return Place.at(tmp_path / "place")


OUTCOMES = "select source_file, status, reason from fct_extraction_outcomes order by all"
FILES = "select distinct source_file from fct_cells inner join fct_extraction_outcomes using (disclosure_key)"


def test_a_first_build_publishes_rows_and_comments(cold: Place) -> None:
    assert sorted(cold.rows(FILES)) == [("2024/two.txt",), ("one.txt",)]
    comments = cold.rows("select comment from duckdb_columns() where column_name = 'disclosure_key'")
    assert ("Key of the document, its publisher's none. 文件主键。",) in comments


def test_builds_do_only_what_is_new(place: Place) -> None:
    first_release = place.settings.published_file.resolve()
    warm = place.build()
    assert warm.returncode == 0
    assert "Nothing has changed" in warm.stdout
    assert place.settings.published_file.resolve() == first_release

    (place.settings.raw_dir / "one.txt").write_text(disclosure("甲局", "99.00"), encoding="utf-8")
    (place.settings.raw_dir / "2024" / "two.txt").unlink()
    (place.settings.raw_dir / "empty.pdf").touch()
    changed = place.build()
    assert changed.returncode == 1, changed.stdout + changed.stderr
    assert "Failed       empty.pdf (empty_file)" in changed.stdout
    assert place.rows(OUTCOMES) == [("empty.pdf", "failed", "empty_file"), ("one.txt", "read", None)]
    assert place.rows("select count(*) from fct_cells where text = '99.00'") == [(2,)]
    assert place.rows("select count(*) from fct_cells where text in ('12.50', '20.00')") == [(0,)]

    again = place.build()
    assert again.returncode == 1, "what failed is still reported"
    assert "Nothing has changed" in again.stdout


def test_a_failed_build_leaves_the_release_and_is_made_up_for(place: Place, tiny_project: Path) -> None:
    release = place.settings.published_file.resolve()
    model = place.project / "models" / "marts" / "fct_cells.sql"
    sound = model.read_text()
    model.write_text(sound + "\nand this is no SQL")
    (place.settings.raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    broken = place.build()
    assert broken.returncode == 2
    assert "fct_cells" in broken.stderr
    assert "Nothing was published" in broken.stderr
    assert place.settings.published_file.resolve() == release
    assert len(place.rows(FILES)) == 2

    model.write_text(sound)
    # The project is what it was, and so is its compiled SQL.
    shutil.copytree(tiny_project / "target", place.project / "target", dirs_exist_ok=True)
    repaired = place.build()
    assert repaired.returncode == 0, repaired.stdout + repaired.stderr
    assert len(place.rows(FILES)) == 3


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    done = yusuan_here("build", "--raw-dir", tmp_path / "nowhere", "--warehouse-dir", tmp_path / "warehouse")
    assert done.returncode == 2
    assert str(tmp_path / "nowhere") in done.stderr


def other_warehouse(place: Place, name: str) -> Place:
    """The same folder and project, and a warehouse that is not built yet."""
    settings = Settings(place.settings.raw_dir, place.settings.warehouse_dir.with_name(name), 1)
    return Place(settings, place.project)


def all_rows(place: Place) -> dict[str, list[tuple[object, ...]]]:
    tables = [str(name) for (name,) in place.rows("select table_name from duckdb_tables() order by 1")]
    return {table: place.rows(f"from {table} order by all") for table in tables}


@pytest.fixture(scope="module")
def at_once(cold: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Five documents, one of them unreadable, built in one batch."""
    folder = tmp_path_factory.mktemp("at_once") / "place"
    shutil.copytree(cold.project.parent, folder, symlinks=True, ignore=shutil.ignore_patterns("warehouse"))
    place = Place.at(folder)
    for name in ("three", "four"):
        (place.settings.raw_dir / f"{name}.txt").write_text(disclosure(name), encoding="utf-8")
    (place.settings.raw_dir / "empty.pdf").touch()
    built = place.build()
    assert built.returncode == 1, built.stdout + built.stderr
    assert "batch" not in built.stdout
    return place


def test_rows_are_the_same_whatever_the_size_of_a_batch(at_once: Place, place: Place) -> None:
    """Two by two from the beginning; and one by one in two processes, where two are built already."""
    small = other_warehouse(at_once, "small")
    assert "batch 3 of 3" in small.build(batch_documents=2).stdout
    grown = Place(replace(place.settings, raw_dir=at_once.settings.raw_dir), place.project)
    assert "Batches of documents: 3 of 3" in grown.build(batch_documents=1, workers=2, run=run_yusuan).stdout
    assert all_rows(small) == all_rows(at_once) == all_rows(grown)
    assert len(all_rows(small)["fct_extraction_outcomes"]) == 5


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")
def test_rows_are_the_same_on_ray(at_once: Place) -> None:
    on_ray = other_warehouse(at_once, "on_ray")
    built = on_ray.build_with(
        "--workers",
        "2",
        environment={"YUSUAN_EXECUTOR": "ray", "YUSUAN_BATCH_DOCUMENTS": "2"},
        run=run_yusuan,
    )
    assert "Batches of documents: 3 of 3" in built.stdout, built.stdout + built.stderr
    assert all_rows(on_ray) == all_rows(at_once)


@pytest.mark.skipif(importlib.util.find_spec("ray") is not None, reason="Ray is installed")
def test_where_ray_is_missing_it_is_said_what_to_install(at_once: Place) -> None:
    built = other_warehouse(at_once, "no_ray").build_with(environment={"YUSUAN_EXECUTOR": "ray"})
    assert built.returncode == 2
    assert "Traceback" not in built.stderr
    assert "pip install 'yusuan[ray]'" in " ".join(built.stderr.split())


def test_a_killed_build_goes_on_with_its_batch(at_once: Place) -> None:
    killed = other_warehouse(at_once, "killed")
    assert (
        killed.build(batch_documents=2, run=partial(run_yusuan, program=KILLED_IN_SECOND_BATCH)).returncode
        == 9
    )
    assert not killed.settings.published_file.exists()
    resumed = killed.build(batch_documents=2)
    assert "batch 1 of 2" in resumed.stdout, "the first batch is not built again"
    assert all_rows(killed) == all_rows(at_once)


def test_a_batch_size_that_is_no_number_is_named(place: Place) -> None:
    done = yusuan_here("build", environment={"YUSUAN_BATCH_DOCUMENTS": "many"})
    assert done.returncode == 2
    assert (
        "YUSUAN_BATCH_DOCUMENTS is 'many'; it has to be a whole number above 0, up to 1,000,000."
        in done.stderr
    )


def test_dbt_itself_builds_the_same_rows(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For those who run `dbt build` by hand, and as a check that a build does what dbt would do."""
    build_file = shutil.copy(place.settings.build_file, tmp_path / "disclosures.duckdb")
    with duckdb.connect(str(build_file)) as connection:
        for schema in ("marts", "staging", "seeds"):
            connection.execute(f"drop schema {schema} cascade")
        connection.execute("delete from raw.changed_documents")
        connection.execute("insert into raw.changed_documents select disclosure_key from raw.documents")
    monkeypatch.setenv("YUSUAN_BUILD_FILE", str(build_file))
    monkeypatch.setenv("YUSUAN_BUILD_SEGMENTS", str(segments_folder(place.settings.build_file)))
    project = str(place.project)
    done = dbtRunner().invoke(["build", "--project-dir", project, "--profiles-dir", project, "--quiet"])
    DuckDBConnectionManager.env().close()
    assert done.success, done
    with duckdb.connect(str(build_file), read_only=True) as connection:
        connection.execute("use marts")
        for table, rows in all_rows(place).items():
            assert connection.execute(f"from {table} order by all").fetchall() == rows, table
        comments = "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
        commented = connection.execute(f"{comments} order by all").fetchall()
    assert commented == place.rows(f"{comments} order by all")


# --- what a person sees


def test_a_piped_build_prints_lines_and_tells_failures_once(place: Place) -> None:
    names = [f"{number}.txt" for number in range(3)]
    for number, name in enumerate(names):
        (place.settings.raw_dir / name).write_text(disclosure(f"第{number}局"), encoding="utf-8")
    (place.settings.raw_dir / "\x1b[31m表.xlsx").write_bytes(b"PK\x03\x04 no spreadsheet")
    done = place.build_with("--workers", "2", run=run_yusuan)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == f"Looking through {place.settings.raw_dir}"
    assert lines[1] == "Reading 4 documents with 2 processes."
    assert sum(line.startswith("[") for line in lines) == 4
    assert "left)" in done.stdout
    assert done.stdout.count("The spreadsheet is damaged") == 1
    assert max(width_of(line) for line in lines if str(place.settings.raw_dir.parent) not in line) <= 80


def test_a_build_at_a_terminal_of_80_columns_shows_where_it_is(place: Place) -> None:
    name = "很长的名字" * 12 + ".txt"
    (place.settings.raw_dir / name).write_text(disclosure("丙局"), encoding="utf-8")
    screen = at_terminal(place, columns=80)
    for step in ("Reading", "Building", "Publishing"):
        assert step in screen
    assert "1/1" in screen
    bars = [line for line in screen.splitlines() if line.startswith(("Reading", "Building", "Publishing"))]
    assert bars
    assert max(map(width_of, bars)) <= 80


def at_terminal(place: Place, columns: int) -> str:
    """What a build writes to a terminal, without its colours and movements."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    folders = ("--raw-dir", place.settings.raw_dir, "--warehouse-dir", place.settings.warehouse_dir)
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    environment |= {"YUSUAN_DBT_PROJECT_DIR": str(place.project), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, *COMMAND, "build", *map(str, folders)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        cwd=PROJECT_ROOT,
    )
    os.close(slave)
    written = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        written += part
    os.close(master)
    assert process.wait() == 0, written.decode()
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode()).replace("\r", "\n")


def test_an_emptied_folder_is_not_published_unless_that_is_meant(place: Place) -> None:
    release = place.settings.published_file.resolve()
    shutil.rmtree(place.settings.raw_dir)
    gone = place.build_with()
    place.settings.raw_dir.mkdir()
    (place.settings.raw_dir / "README.md").write_text("what this folder is for")
    empty = place.build_with("--full")
    for done, words in ((gone, "There is no folder"), (empty, "Of 2 documents that were in")):
        assert done.returncode == 2
        assert words in done.stderr
        assert "Traceback" not in done.stderr
    assert place.settings.published_file.resolve() == release
    assert len(place.rows(FILES)) == 2

    meant = place.build_with("--accept-vanished")
    assert meant.returncode == 0, meant.stderr
    assert "0 read, 0 failed" in meant.stdout
    assert place.rows(FILES) == []


def test_what_timed_out_is_tried_again_and_costs_no_release(place: Place) -> None:
    release = place.settings.published_file.resolve()
    # Time is looked at some times a second, so that reading has to take longer.
    prose = "本单位认真履行职责，严格预算执行。\n" * 60_000
    (place.settings.raw_dir / "three.txt").write_text(disclosure("丙局") + prose, encoding="utf-8")
    short = {"YUSUAN_DOCUMENT_SECONDS": "0.001"}
    first = place.build_with(environment=short, run=run_yusuan)
    assert first.returncode == 1
    assert "Failed       three.txt (timed_out)" in first.stdout
    assert "The next run tries it again." in " ".join(first.stdout.split())
    failed = place.settings.published_file.resolve()
    assert failed != release
    second = place.build_with(environment=short, run=run_yusuan)
    assert second.returncode == 1
    assert "Reading 1 document" in second.stdout
    assert "Nothing has changed since release" in second.stdout
    assert place.settings.published_file.resolve() == failed
    assert place.build_with().returncode == 0
    assert len(place.rows(FILES)) == 3


def test_overrides_are_said_to_be_wrong_or_without_a_file(place: Place) -> None:
    table = place.settings.raw_dir / "disclosures.csv"
    table.write_text("source_file,fiscal_year\n" + "".join(f"no {n}.txt,2024\n" for n in range(8)))
    waiting = place.build_with()
    assert waiting.returncode == 0, waiting.stderr
    assert f"Warning: {table}, line 2: there is no file no 0.txt" in waiting.stderr
    assert "3 more rows match no file" in waiting.stderr
    table.write_text("source_file,fiscal_year\none.txt,-5\n")
    wrong = place.build_with()
    assert wrong.returncode == 2
    assert f"Error: {table}, line 2: fiscal_year is '-5'" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    assert "Reading" not in wrong.stdout


def test_a_first_build_of_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    done = yusuan_here("build", "--raw-dir", tmp_path / "raw", "--warehouse-dir", tmp_path / "warehouse")
    assert done.returncode == 2
    assert f"There is no document in {tmp_path}/raw. Put PDF or text files there" in done.stderr
    assert not (tmp_path / "warehouse" / "disclosures.duckdb").exists()


def test_a_damaged_build_file_is_named_and_a_damaged_release_is_replaced(place: Place) -> None:
    sound = place.settings.build_file.read_bytes()
    place.settings.build_file.write_bytes(b"no database")
    damaged = place.build_with()
    assert damaged.returncode == 2
    assert f"{place.settings.build_file} cannot be read" in damaged.stderr
    assert "Traceback" not in damaged.stderr
    place.settings.build_file.write_bytes(sound)

    release = place.settings.published_file.resolve()
    release.chmod(0o644)
    release.write_bytes(b"no database")
    seen = place.build_with()
    assert seen.returncode == 2
    assert "yusuan build --full" in seen.stderr
    assert place.build_with("--full").returncode == 0
    assert len(place.rows(FILES)) == 2


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("YUSUAN_WORKERS", "0"),
        ("YUSUAN_WORKERS", "-1"),
        ("YUSUAN_WORKERS", "1.5"),
        ("YUSUAN_WORKERS", "100000"),
        ("YUSUAN_MEMORY_MB", "0"),
        ("YUSUAN_MEMORY_MB", "half"),
        ("YUSUAN_THREADS", "1000"),
        ("YUSUAN_DOCUMENT_SECONDS", "nan"),
        ("YUSUAN_DOCUMENT_SECONDS", "inf"),
        ("YUSUAN_DOCUMENT_MEMORY_MB", "99999999999999999999"),
        ("YUSUAN_TEST_SEVERITY", "loud"),
    ],
)
def test_a_setting_out_of_range_is_named_with_its_range(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    result = CliRunner().invoke(cli, ["build", "--raw-dir", str(tmp_path)])
    assert result.exit_code == 2
    assert f"{variable} is '{value}'; it has to be" in result.stderr


def test_a_limit_of_memory_that_lets_nothing_start_is_named(place: Place) -> None:
    (place.settings.raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    done = place.build_with(environment={"YUSUAN_DOCUMENT_MEMORY_MB": "1"}, run=run_yusuan)
    assert done.returncode in (1, 2)
    assert "YUSUAN_DOCUMENT_MEMORY_MB" in done.stdout + done.stderr
    assert not done.stderr.startswith("Traceback")


def test_every_command_tells_its_exit_statuses() -> None:
    for command in ("build", "query", "trace"):
        assert "Exit status: 0" in CliRunner().invoke(cli, [command, "--help"]).output


@pytest.mark.parametrize("read_only", [True, False])
def test_who_holds_the_build_file_open_is_told_and_what_to_open_instead(
    place: Place, read_only: bool
) -> None:
    (place.settings.raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    analyst = f"""
import duckdb, sys
connection = duckdb.connect({str(place.settings.build_file)!r}, read_only={read_only})
print("open", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", analyst], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        done = place.build_with()
        process.communicate("")
    assert done.returncode == 2
    assert f"{place.settings.build_file} is open in process {process.pid} (" in done.stderr
    assert f"to query the warehouse, open {place.settings.published_file} instead" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert place.build_with().returncode == 0


# The command line, where nothing can be noted any more after the link was turned.
NOT_RECORDED = (
    "-c",
    "from pipelines import cli\n"
    "from pipelines.release import round\n"
    "def refuse(store, release):\n"
    "    raise OSError(5, 'Input/output error', 'disclosures.duckdb')\n"
    "round.finish_round = refuse\n"
    "cli.main()",
)


def test_what_fails_after_the_link_was_turned_is_told_with_the_release_that_is_out(place: Place) -> None:
    (place.settings.raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
    done = place.build(run=partial(run_yusuan, program=NOT_RECORDED))
    assert done.returncode == 2
    release = place.settings.published_file.resolve().parent.name
    assert "Input/output error" in done.stderr
    assert f"Release {release} was published before that, and can be used." in done.stderr
    assert "Nothing was published" not in done.stderr
    assert len(place.rows(FILES)) == 3

    again = place.build()
    assert again.returncode == 0, again.stderr
    assert "Nothing has changed" in place.build().stdout


def test_what_looks_at_all_documents_forgets_one_that_is_gone_at_once(place: Place) -> None:
    counted = "select cell_count from dim_totals where text = '20.00'"
    assert place.rows(counted) == [(2,)]
    (place.settings.raw_dir / "2024" / "two.txt").unlink()
    assert place.build().returncode == 0
    assert place.rows(counted) == []
