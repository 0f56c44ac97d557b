"""A function is applied to every batch, wherever that happens, also where processes die meanwhile."""

from __future__ import annotations

import importlib.util
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pebble import ProcessPool
from pebble.pool.process import WorkerManager

from pipelines.workers import PROCESSES, RAY, Spawned, WorkerLost, map_batches

RAY_IS_HERE = importlib.util.find_spec("ray") is not None
EVERYWHERE = [
    pytest.param(PROCESSES, 1, id="here"),
    pytest.param(PROCESSES, 2, id="processes"),
    pytest.param(RAY, 2, id="ray", marks=pytest.mark.skipif(not RAY_IS_HERE, reason="Ray is not installed")),
]
ELSEWHERE = EVERYWHERE[1:]


@pytest.fixture(scope="module", autouse=True)
def ray_of_this_module() -> Iterator[None]:
    """What Ray starts on this machine finds this module, and ends with it."""
    with pytest.MonkeyPatch.context() as patched:
        folders = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
        patched.setenv("PYTHONPATH", os.pathsep.join(folders).strip(os.pathsep))
        yield
    if RAY_IS_HERE:
        importlib.import_module("ray").shutdown()


def letters_of(file: Path) -> int:
    """A batch: the letters of a file. One that says so kills its process, the first time or every time."""
    text = file.read_text()
    if text == "kills once":
        file.write_text("was killed")
    if text.startswith("kills"):
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "wrong":
        raise ValueError(f"{file.name} is wrong.")
    return len(text)


def files_of(folder: Path, *texts: str) -> list[Path]:
    files = [folder / f"{number}.txt" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    return files


@pytest.mark.parametrize(("executor", "workers"), EVERYWHERE)
def test_every_batch_has_its_result(executor: str, workers: int, tmp_path: Path) -> None:
    files = files_of(tmp_path, *("x" * number for number in range(1, 10)))
    assert sorted(map_batches(letters_of, files, workers=workers, executor=executor)) == list(range(1, 10))
    assert list(map_batches(letters_of, [], workers=workers, executor=executor)) == []


@pytest.mark.parametrize(("executor", "workers"), ELSEWHERE)
def test_a_batch_whose_process_was_killed_is_done_again(executor: str, workers: int, tmp_path: Path) -> None:
    files = files_of(tmp_path, "x", "kills once", "xxx", "xxxx")
    done = sorted(map_batches(letters_of, files, workers=workers, executor=executor))
    assert done == [1, 3, 4, len("was killed")]


@pytest.mark.parametrize(("executor", "workers"), ELSEWHERE)
def test_what_kills_its_process_every_time_ends_it_in_words(
    executor: str, workers: int, tmp_path: Path
) -> None:
    files = files_of(tmp_path, "x", "kills always")
    with pytest.raises(WorkerLost, match="died 3 times"):
        list(map_batches(letters_of, files, workers=workers, executor=executor))


@pytest.mark.parametrize(("executor", "workers"), EVERYWHERE)
def test_an_error_is_raised_as_it_is(executor: str, workers: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"1\.txt is wrong\."):
        list(map_batches(letters_of, files_of(tmp_path, "x", "wrong"), workers=workers, executor=executor))


@pytest.mark.skipif(RAY_IS_HERE, reason="Ray is installed")
def test_without_ray_it_is_said_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"pip install 'yusuan\[ray\]'"):
        list(map_batches(letters_of, files_of(tmp_path, "x"), workers=2, executor=RAY))


def test_a_worker_that_starts_as_the_others_end_prints_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    end_workers = WorkerManager.force_stop_workers

    def end_late(manager: WorkerManager) -> None:
        time.sleep(1)
        end_workers(manager)

    monkeypatch.setattr(WorkerManager, "force_stop_workers", end_late)
    pool = ProcessPool(max_workers=2, context=Spawned())
    pool.schedule(int)
    pool.stop()
    pool.join()
    assert capfd.readouterr().err == ""
