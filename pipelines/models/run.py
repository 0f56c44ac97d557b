"""Run compiled models and data tests over the batch of documents that the build database holds."""

from __future__ import annotations

import json
from collections.abc import Sequence

import duckdb

from pipelines.models.compiled import CompiledProject, DataTest, Model
from pipelines.models.dbt import NodeProgress
from pipelines.models.results import BuildFailed, Result, refuse_broken
from pipelines.raw_store import Batch, RawStore, finish_batch, take_whole_round

# As in dbt_project/macros/tests/result.sql, which does the same where dbt runs a test.
_ROWS_KEPT = 50
_EXAMPLES_KEPT = 3
# Up to so many documents, dividing the work among threads costs more than the work.
_FEW_DOCUMENTS = 5


def run_batch(store: RawStore, project: CompiledProject, batch: Batch, report: NodeProgress) -> list[Result]:
    """Build and test a batch, all of it or nothing; returns the results.

    With the last batch of a round come the models that look at all documents, and then, over the rows of the
    whole round, the tests that read no table of the batch alone. Raises :class:`BuildFailed`.
    """
    connection = store.connection
    if batch.documents <= _FEW_DOCUMENTS:
        connection.execute("set threads = 1")
    models = [model for model in project.models if batch.is_last or not model.after_all]
    tests = [test for test in project.tests if not test.after_all]
    tests_after_all = [test for test in project.tests if test.after_all and batch.is_last]
    total = len(models) + len(tests) + len(tests_after_all)
    results: list[Result] = []

    def note(result: Result) -> None:
        results.append(result)
        report(len(results), total, result["unique_id"].split(".")[2])

    with store.transaction():
        for model in models:
            note(run_model(connection, model, with_hooks=batch.is_last))
        for test in tests:
            note(run_test(connection, test))
        refuse_broken(results)
        finish_batch(store)
    connection.begin()
    take_whole_round(store)
    for test in tests_after_all:
        note(run_test(connection, test))
    connection.rollback()
    refuse_broken(results)
    return results


def run_model(connection: duckdb.DuckDBPyConnection, model: Model, *, with_hooks: bool) -> Result:
    """Put the rows of the batch into the table of a model. Raises :class:`BuildFailed`."""
    try:
        if not model.grows:
            connection.execute(f"delete from {model.relation}")
        connection.execute(f"insert into {model.relation} {model.select}")
        for hook in model.hooks if with_hooks else ():
            connection.execute(hook)
    except duckdb.Error as error:
        raise BuildFailed(f"Model {model.relation} failed.", str(error)) from error
    return _result(model.unique_id, "success")


def run_test(connection: duckdb.DuckDBPyConnection, test: DataTest) -> Result:
    """Count what fails, with the first rows of it. Raises :class:`BuildFailed` where the SQL cannot run."""
    try:
        found = connection.execute(
            f"""
            with failing as materialized ({test.select})
            select
                {test.count},
                {test.count} {test.warn_if},
                {test.count} {test.error_if},
                (select to_json(list(kept)) from (select * from failing limit {_ROWS_KEPT}) as kept)
            from failing
            """
        ).fetchone()
        failures, should_warn, should_error, kept = found or (0, False, False, None)
        rows = json.loads(kept or "[]")
        for row in rows:
            if query := row.get("rows_query"):
                row["examples"] = _examples(connection, query)
    except duckdb.Error as error:
        raise BuildFailed(f"Test {test.unique_id} failed to run.", str(error)) from error
    fails = test.severity == "error" and should_error
    status = "fail" if fails else "warn" if should_warn else "pass"
    return _result(test.unique_id, status, failures, rows)


def _examples(connection: duckdb.DuckDBPyConnection, query: str) -> list[object]:
    sql = f"select to_json(list(kept)) from ({query} limit {_EXAMPLES_KEPT}) as kept"
    ((examples,),) = connection.execute(sql).fetchall()
    return json.loads(examples or "[]")


def _result(unique_id: str, status: str, failures: int | None = None, rows: Sequence[object] = ()) -> Result:
    return {
        "unique_id": unique_id,
        "status": status,
        "failures": failures,
        "message": f"{failures:,} results" if failures else None,
        "adapter_response": {"_message": json.dumps(rows, ensure_ascii=False)} if rows else {},
    }
