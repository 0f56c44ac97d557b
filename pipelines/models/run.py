"""Make the tables of the compiled project, and fill and test them."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from pipelines.models.compiled import CompiledProject, DataTest, Model, Scope
from pipelines.models.results import BuildFailed, Result, refuse_failures, rows_affected, with_rows
from pipelines.plain_paths import quoted_path
from pipelines.raw_store import RawStore, take_whole_round
from pipelines.raw_store.segments import Kind

# (done, total, name) of models and tests.
NodeProgress = Callable[[int, int, str], None]

# As in dbt_project/macros/tests/result.sql, which does the same where dbt runs a test.
_ROWS_KEPT = 50
_EXAMPLES_KEPT = 3
# Name under which DuckDB sees what a Python model returns.
_PYTHON_ROWS = "rows_of_python_model"
# Up to so many documents, dividing the work among threads costs more than the work.
_FEW_DOCUMENTS = 5


def create_tables(store: RawStore, project: CompiledProject, seeds_file: Path) -> list[Result]:
    """Make all tables and views in a scratch database; only those that follow from seeds have rows.

    Returns the results, with those of the tests that read no document. Raises :class:`BuildFailed`.
    """
    connection = store.connection
    connection.execute(f"attach {quoted_path(seeds_file)} as prepared (read_only)")
    with store.transaction():
        _copy_seeds(connection, project, "prepared")
        for model in project.models:
            _create(connection, model)
        tested = [run_test(connection, test) for test in project.tests_of(Scope.CONSTANT)]
    connection.execute("detach prepared")
    made = [*project.seeds, *(model.unique_id for model in project.models)]
    return [*(_result(unique_id, "success") for unique_id in made), *tested]


def copy_tables(store: RawStore, project: CompiledProject, empty: Path) -> None:
    """Make the tables and views that outlast a batch, with their comments, as those of an empty warehouse.

    Those that grow by document are views of segments. Raises :class:`BuildFailed`.
    """
    connection = store.connection
    connection.execute(f"attach {quoted_path(empty)} as empty (read_only)")
    with store.transaction():
        _copy_seeds(connection, project, "empty")
        for model in project.models:
            if model.scope == Scope.BATCH:
                continue
            if model.is_view:
                _create(connection, model)
            elif model.scope == Scope.GROWING:
                store.segments.make_view(
                    Kind.FACTS, model.table, model.relation, f"from empty.{model.relation}"
                )
            else:
                connection.execute(f"create or replace table {model.relation} as from empty.{model.relation}")
            _comment(connection, model)
    connection.execute("detach empty")


def run_documents(
    store: RawStore, project: CompiledProject, documents: int, report: NodeProgress, *, strict: bool = False
) -> list[Result]:
    """Build and test what follows from so many documents, all of it or nothing; returns the results.

    Raises :class:`BuildFailed`, where ``strict`` also for a test that fails.
    """
    connection = store.connection
    if documents <= _FEW_DOCUMENTS:
        connection.execute("set threads = 1")
    models = [model for model in project.models if model.scope in (Scope.BATCH, Scope.GROWING)]
    models = [model for model in models if not model.is_view]
    tests = project.tests_of(Scope.BATCH)
    note, results = _noted(report, len(models) + len(tests))
    with store.transaction():
        for model in models:
            note(run_model(connection, model))
        without_rows = {result["unique_id"] for result in results if not rows_affected(result)}
        for test in tests:
            # No row of a table can fail that has none.
            passes = test.judges in without_rows
            note(_result(test.unique_id, "pass", 0) if passes else run_test(connection, test))
        if strict:
            refuse_failures(results)
    return results


@contextmanager
def all_rows(store: RawStore) -> Generator[None]:
    """A transaction that leaves nothing behind, for tests that look at everything that is built."""
    store.connection.begin()
    try:
        yield
    finally:
        store.connection.rollback()


def run_round(
    store: RawStore,
    project: CompiledProject,
    report: NodeProgress,
    forget: Callable[[RawStore], int] = lambda _: 0,
    *,
    strict: bool = False,
    rows_to_test: Callable[[RawStore], AbstractContextManager[None]] = all_rows,
) -> list[Result]:
    """Build the models that look at all documents, and test what the round has built; returns the results.

    Which documents leave is known only when these models have determined which one takes whose place:
    ``forget`` deletes them and says how many they were, and the models are built once more without them.
    Tests run within ``rows_to_test``. Raises :class:`BuildFailed`, where ``strict`` also for a test that
    fails.
    """
    models = [model for model in project.models if model.scope == Scope.WAREHOUSE and not model.is_view]
    tests = project.tests_of(Scope.WAREHOUSE)
    note, results = _noted(report, len(models) + len(tests))
    with store.transaction():
        _run_whole_warehouse(store, project, note)
    if forget(store):
        with store.transaction():
            _run_whole_warehouse(store, project)
    if tests:
        with rows_to_test(store):
            take_whole_round(store)
            for test in tests:
                note(run_test(store.connection, test))
    if strict:
        refuse_failures(results)
    return results


def _run_whole_warehouse(
    store: RawStore, project: CompiledProject, note: Callable[[Result], None] = lambda _: None
) -> None:
    for model in project.models:
        if model.scope == Scope.WAREHOUSE and not model.is_view:
            note(run_model(store.connection, model))


def run_model(connection: duckdb.DuckDBPyConnection, model: Model) -> Result:
    """Put rows into the table of a model. Raises :class:`BuildFailed`."""
    if model.scope != Scope.GROWING:
        _execute(connection, model, f"delete from {model.relation}")
    with _select(connection, model) as select:
        ((rows,),) = _execute(connection, model, f"insert into {model.relation} {select}")
    return with_rows(_result(model.unique_id, "success"), rows)


def _noted(report: NodeProgress, total: int) -> tuple[Callable[[Result], None], list[Result]]:
    """How to note what is done of so much, and the list where it is noted."""
    results: list[Result] = []

    def note(result: Result) -> None:
        results.append(result)
        report(len(results), total, result["unique_id"].split(".")[2])

    return note, results


def run_test(connection: duckdb.DuckDBPyConnection, test: DataTest) -> Result:
    """Count what fails, and keep its first rows. Raises :class:`BuildFailed` where the SQL cannot run."""
    sql = f"""
        with failing as materialized ({test.select}
        )
        select
            {test.count},
            {test.count} {test.warn_if},
            {test.count} {test.error_if},
            (select to_json(list(kept)) from (select * from failing limit {_ROWS_KEPT}) as kept)
        from failing
    """
    ((failures, should_warn, should_error, kept),) = _execute(connection, test, sql)
    rows = json.loads(kept or "[]")
    for row in rows:
        if query := row.get("rows_query"):
            sql = f"select to_json(list(kept)) from ({query} limit {_EXAMPLES_KEPT}) as kept"
            ((examples,),) = _execute(connection, test, sql)
            row["examples"] = json.loads(examples or "[]")
    fails = test.severity == "error" and should_error
    status = "fail" if fails else "warn" if should_warn else "pass"
    return _result(test.unique_id, status, failures, rows)


@contextmanager
def _select(connection: duckdb.DuckDBPyConnection, model: Model) -> Generator[str]:
    """The SQL that gives the rows of a model, also of a Python model, for as long as the context lasts."""
    if not model.is_python:
        yield model.select
        return
    connection.register(_PYTHON_ROWS, _python_rows(connection, model))
    try:
        yield f"from {_PYTHON_ROWS}"
    finally:
        connection.unregister(_PYTHON_ROWS)


def _python_rows(connection: duckdb.DuckDBPyConnection, model: Model) -> Any:
    """What the code of a Python model returns, run as dbt would run it. Raises :class:`BuildFailed`."""
    namespace: dict[str, Any] = {}

    def load(relation: str) -> duckdb.DuckDBPyRelation:
        schema_and_name = relation.replace('"', "").split(".")[-2:]
        return connection.table(".".join(schema_and_name))

    try:
        exec(compile(model.select, model.unique_id, "exec"), namespace)
        return namespace["model"](namespace["dbtObj"](load), connection)
    except Exception as error:
        raise BuildFailed(f"{model.unique_id} failed.", traceback.format_exc()) from error


def _copy_seeds(connection: duckdb.DuckDBPyConnection, project: CompiledProject, database: str) -> None:
    """Make all schemas, and the seeds as they are in a database that is attached."""
    relations = [*project.seeds.values(), *(model.relation for model in project.models)]
    for schema in sorted({relation.split(".")[0] for relation in relations}):
        connection.execute(f"create schema if not exists {schema}")
    for relation in project.seeds.values():
        connection.execute(f"create or replace table {relation} as from {database}.{relation}")


def _create(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    kind, rows = "table", " with no data"
    if model.is_view:
        kind, rows = "view", ""
    elif model.scope == Scope.CONSTANT:
        rows = ""
    with _select(connection, model) as select:
        _execute(connection, model, f"create or replace {kind} {model.relation} as ({select}\n){rows}")


def _comment(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    comments = model.comments
    if model.scope == Scope.GROWING:
        comments = tuple(text.replace("comment on table", "comment on view", 1) for text in comments)
    if comments:
        _execute(connection, model, ";\n".join(comments))


def _execute(connection: duckdb.DuckDBPyConnection, node: Model | DataTest, sql: str) -> list[Any]:
    try:
        return connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise BuildFailed(f"{node.unique_id} failed.", str(error)) from error


def _result(unique_id: str, status: str, failures: int | None = None, rows: Sequence[object] = ()) -> Result:
    return {
        "unique_id": unique_id,
        "status": status,
        "failures": failures,
        "message": f"{failures:,} results" if failures else None,
        "adapter_response": {"_message": json.dumps(rows, ensure_ascii=False)} if rows else {},
    }
