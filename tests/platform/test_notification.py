"""A webhook on loopback is told of runs that failed, and of documents that failed in runs that did not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from publishing_host import Host, Reply, first, publishing_host
from small_disclosures import disclosure

from pipelines.orchestration.arrivals import arrivals
from pipelines.orchestration.notification import post, tell_of_failed_documents, tell_of_failed_runs
from pipelines.orchestration.raw_tables import raw_tables
from pipelines.orchestration.resources import Workspace


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr("pipelines.orchestration.notification._PAUSE_SECONDS", 0.0)
    with publishing_host() as host:
        monkeypatch.setenv("YUSUAN_WEBHOOK", host.put("/hook", Reply()))
        monkeypatch.setenv("YUSUAN_DAGSTER_URL", "http://dagster.example/")
        yield host


def told(webhook: Host) -> list[dict[str, Any]]:
    return [json.loads(body) for body in webhook.bodies]


@dg.job
def breaking() -> None:
    @dg.op
    def break_down() -> None:
        try:
            raise OSError("the disk is full")
        except OSError as error:
            raise dg.Failure("Nothing was published: the disk is full.") from error

    break_down()


def tell_of(run: dg.ExecuteInProcessResult, instance: dg.DagsterInstance) -> object:
    """What the sensor answers that is for runs which ended like this one."""
    if run.success:
        succeeded = [event for event in run.all_events if event.is_job_success][-1]
        context = dg.build_run_status_sensor_context(
            "tell_of_failed_documents", succeeded, instance, run.dagster_run
        )
        return tell_of_failed_documents(context)
    failed = [event for event in run.all_events if event.is_job_failure][-1]
    context = dg.build_run_status_sensor_context("tell_of_failed_runs", failed, instance, run.dagster_run)
    return tell_of_failed_runs(context.for_run_failure())


def test_a_failed_run_is_told_with_its_reason_and_a_link(webhook: Host) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = breaking.execute_in_process(instance=instance, raise_on_error=False)
        tell_of(run, instance)
    (message,) = told(webhook)
    assert (message["kind"], message["job"], message["run_id"]) == ("run_failed", "breaking", run.run_id)
    assert message["error"] == "Nothing was published: the disk is full."
    assert message["error"] in message["text"]
    assert message["link"] == f"http://dagster.example/runs/{run.run_id}"


def test_new_failures_of_a_run_are_told_in_one_message(
    webhook: Host, raw_dir: Path, build_file: Path
) -> None:
    (raw_dir / "sources.csv").write_text(f"address\n{webhook.address}/missing.pdf\n")
    for name in ("a.pdf", "b.pdf"):
        (raw_dir / name).write_bytes(b"%PDF-1.4 " + name.encode())
    workspace = Workspace(raw_dir=str(raw_dir), warehouse_dir=str(build_file.parents[1]), workers=1)
    with dg.DagsterInstance.ephemeral() as instance:

        def run() -> None:
            done = dg.materialize(
                [arrivals, raw_tables], instance=instance, resources={"workspace": workspace}
            )
            tell_of(done, instance)

        run()
        (message,) = told(webhook)
        assert message["kind"] == "documents_failed"
        assert [failed.split()[0] for failed in message["documents"]] == ["a.pdf", "b.pdf"]
        assert len(message["addresses"]) == 1
        assert "/missing.pdf" in message["text"]
        (raw_dir / "three.txt").write_text(disclosure("丙局"), encoding="utf-8")
        run()
        assert len(told(webhook)) == 1, "nothing new has failed"


def test_a_webhook_that_fails_at_first_is_told_again(webhook: Host) -> None:
    address = webhook.put("/hook", first(Reply(status=503), Reply()))
    post(address, {"text": "a"})
    assert webhook.asked == ["/hook", "/hook"]


def test_without_a_webhook_nobody_is_told(webhook: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_WEBHOOK", "")
    with dg.DagsterInstance.ephemeral() as instance:
        run = breaking.execute_in_process(instance=instance, raise_on_error=False)
        assert isinstance(tell_of(run, instance), dg.SkipReason)
    assert webhook.asked == []
