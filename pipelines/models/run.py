"""Run compiled models and data tests over the batch of documents that the build database holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import duckdb

from pipelines.models.compiled import CompiledProject, DataTest, Model
from pipelines.models.dbt import ModelProgress
from pipelines.models.results import BuildFailed, Result
from pipelines.raw_store import RawStore, take_whole_round

# As in dbt_project/macros/tests/result.sql, which does the same where dbt runs a test.
_ROWS_KEPT = 50
_EXAMPLES_KEPT = 3


def run_batch(
    store: RawStore, project: CompiledProject, report: ModelProgress, *, is_last: bool
) -> Iterator[Result]:
    """Results of what a batch needs, as they come; with the last of a round also what needs all documents.

    Raises :class:`BuildFailed` where DuckDB refuses the SQL.
    """
    models = [model for model in project.models if is_last or not model.after_all]
    tests = [test for test in project.tests if not test.after_all]
    tests_after_all = [test for test in project.tests if test.after_all and is_last]
    total = len(models) + len(tests) + len(tests_after_all)
    for done, result in enumerate(_results(store, models, tests, tests_after_all, is_last), start=1):
        report(done, total, result["unique_id"].split(".")[2])
        yield result


def _results(
    store: RawStore,
    models: Sequence[Model],
    tests: Sequence[DataTest],
    tests_after_all: Sequence[DataTest],
    is_last: bool,
) -> Iterator[Result]:
    for model in models:
        yield _run_model(store, model, with_hooks=is_last)
    for test in tests:
        yield _run_test(store.connection, test)
    store.connection.begin()
    try:
        take_whole_round(store)
        for test in tests_after_all:
            yield _run_test(store.connection, test)
    finally:
        store.connection.rollback()


def _run_model(store: RawStore, model: Model, *, with_hooks: bool) -> Result:
    try:
        with store.transaction():
            if not model.grows:
                store.connection.execute(f"delete from {model.relation}")
            store.connection.execute(f"insert into {model.relation} {model.select}")
            for hook in model.hooks if with_hooks else ():
                store.connection.execute(hook)
    except duckdb.Error as error:
        raise BuildFailed(f"Model {model.relation} failed.", str(error)) from error
    return _result(model.unique_id, "success")


def _run_test(connection: duckdb.DuckDBPyConnection, test: DataTest) -> Result:
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
