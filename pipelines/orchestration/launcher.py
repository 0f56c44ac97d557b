"""Starts runs, and knows whether the process of a run is still there."""

from __future__ import annotations

from dagster import DagsterRun
from dagster._core.errors import DagsterUserCodeUnreachableError
from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._grpc.types import CanCancelExecutionRequest, CanCancelExecutionResult
from dagster._serdes import deserialize_value
from grpc import RpcError, StatusCode

_SECONDS = 10


class WatchedRunLauncher(DefaultRunLauncher):
    """Dagster's own launcher, which can also be asked whether a run is alive.

    Without an answer, run monitoring takes a run whose process was killed for a run that takes long, and all
    later runs wait for it. The code server that started the process knows; where it is gone, so is the run.
    """

    @property
    def supports_check_run_worker_health(self) -> bool:
        """Run monitoring may ask."""
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        """Ask the code server of a run for it; a server that is only slow to answer is not a failure."""
        client = self._get_grpc_client_for_termination(run.run_id)
        if client is None:
            return CheckRunHealthResult(WorkerStatus.FAILED, "No code server is noted for the run.")
        try:
            answer = client.can_cancel_execution(CanCancelExecutionRequest(run_id=run.run_id), _SECONDS)
        except DagsterUserCodeUnreachableError as error:
            cause = error.__cause__
            if isinstance(cause, RpcError) and cause.code() == StatusCode.UNAVAILABLE:
                return CheckRunHealthResult(WorkerStatus.FAILED, "Its code server is gone.")
            return CheckRunHealthResult(WorkerStatus.RUNNING, "Its code server does not answer yet.")
        if deserialize_value(answer, CanCancelExecutionResult).can_cancel:
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, "Its process has ended.")
