"""Tells a webhook what a person should look at: runs that failed, and documents that failed in other runs.

One message for a run, in JSON: ``text`` says it all in words, the other fields say it apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import dagster as dg
import httpx

from pipelines.orchestration.arrivals import arrivals
from pipelines.orchestration.raw_tables import raw_tables
from pipelines.settings import Notifications, load_notifications

_ATTEMPTS = 3
_SECONDS = 10.0
_PAUSE_SECONDS = 2.0
_SHOWN = 5
Message = Mapping[str, object]


@dg.run_failure_sensor(
    name="tell_of_failed_runs",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Posts a message to the webhook for each run that failed.",
)
def tell_of_failed_runs(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Raises httpx.HTTPError, which Dagster shows, where the webhook does not take the message."""
    return _tell(lambda notifications: about_failure(context, notifications))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    name="tell_of_failed_documents",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Posts one message to the webhook for a run in which new documents could not be read, or addresses "
        "gave no document that did before."
    ),
)
def tell_of_failed_documents(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
    """Raises httpx.HTTPError, which Dagster shows, where the webhook does not take the message."""
    return _tell(lambda notifications: about_documents(context, notifications))


def about_failure(context: dg.RunFailureSensorContext, notifications: Notifications) -> Message:
    """The message for a run that failed."""
    run = context.dagster_run
    errors = []
    for event in context.get_step_failure_events():
        data = event.step_failure_data
        stated = data.user_failure_data.description if data.user_failure_data else None
        error = data.error
        while error and error.cause:
            error = error.cause
        errors.append(stated or (error.message.strip() if error else "") or event.message or "")
    error = "\n\n".join(filter(None, errors)) or context.failure_event.message or "No reason is known."
    return _message(run, notifications, "run_failed", f"{run.job_name} failed: {error}", {"error": error})


def about_documents(context: dg.RunStatusSensorContext, notifications: Notifications) -> Message | None:
    """The message for a run that did its work; None where there is nothing to report."""
    run = context.dagster_run
    addresses = _noted(context.instance, run.run_id, arrivals.key, "new_troubles")
    documents = _noted(context.instance, run.run_id, raw_tables.key, "failed")
    if not addresses and not documents:
        return None
    parts = []
    if documents:
        parts.append(f"{len(documents)} new documents could not be read: {_listed(documents)}")
    if addresses:
        parts.append(f"{len(addresses)} addresses gave no document, for the first time: {_listed(addresses)}")
    text = f"{run.job_name}: " + "\n".join(parts)
    return _message(
        run, notifications, "documents_failed", text, {"documents": documents, "addresses": addresses}
    )


def post(webhook: str, message: Message) -> None:
    """Send a message, again where it fails at first. Raises httpx.HTTPError where it cannot be sent."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            httpx.post(webhook, json=message, timeout=_SECONDS).raise_for_status()
        except httpx.HTTPError:
            if attempt == _ATTEMPTS:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _tell(message_of: Callable[[Notifications], Message | None]) -> dg.SkipReason | None:
    notifications = load_notifications()
    if not notifications.webhook:
        return dg.SkipReason("YUSUAN_WEBHOOK is not set, so no message is sent.")
    message = message_of(notifications)
    if message is None:
        return dg.SkipReason("There is nothing to report.")
    post(notifications.webhook, message)
    return None


def _message(
    run: dg.DagsterRun, notifications: Notifications, kind: str, text: str, details: Message
) -> Message:
    link = f"{notifications.dagster_url}/runs/{run.run_id}"
    return {
        "text": f"{text}\n{link}",
        "kind": kind,
        "run_id": run.run_id,
        "job": run.job_name,
        "link": link,
        **details,
    }


def _noted(instance: dg.DagsterInstance, run_id: str, asset_key: dg.AssetKey, name: str) -> list[str]:
    """What the run noted of an asset under this name."""
    records = instance.fetch_materializations(dg.AssetRecordsFilter(asset_key), limit=_SHOWN).records
    for record in records:
        materialization = record.asset_materialization
        if record.run_id == run_id and materialization and name in materialization.metadata:
            value = materialization.metadata[name].value
            return [str(each) for each in value] if isinstance(value, list) else []
    return []


def _listed(entries: Sequence[str]) -> str:
    more = f"; and {len(entries) - _SHOWN} more" if len(entries) > _SHOWN else ""
    return "; ".join(entries[:_SHOWN]) + more
