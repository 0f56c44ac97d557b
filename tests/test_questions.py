"""The twenty questions: each answer in the documentation is what a reader gets, from one report."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest
from running import BuiltWarehouse

from pipelines.command.questions import QUESTIONS_DIR, Question, index, read_questions

QUESTIONS = read_questions()
READ = re.compile(r"\b(?:from|join)\s+(\w+(?:\.\w+)?)")
NAMED_WITHIN = re.compile(r"(\w+) as \(")
CHINESE = re.compile("[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def published(warehouse: BuiltWarehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """As a client opens the file, without a search path."""
    with duckdb.connect(str(warehouse.settings.published_file), read_only=True) as connection:
        yield connection


def test_there_are_twenty() -> None:
    assert [int(question.path.name[:2]) for question in QUESTIONS] == list(range(1, 21))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path.stem)
def test_the_answer_is_the_one_that_is_written_down(
    published: duckdb.DuckDBPyConnection, question: Question
) -> None:
    """After a change of reports or questions: make docs."""
    assert question.ask(published) == question.answer


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path.stem)
def test_a_question_reads_one_report_and_joins_one_more_at_most(
    published: duckdb.DuckDBPyConnection, question: Question
) -> None:
    reports = {name for (name,) in published.sql("show tables").fetchall()}
    read = [name for name in READ.findall(question.sql) if name not in NAMED_WITHIN.findall(question.sql)]
    assert 1 <= len(read) <= 2
    assert set(read) <= reports


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path.stem)
def test_a_question_is_explained_in_both_languages(question: Question) -> None:
    title, english, chinese = (line for line in question.text.partition("```")[0].splitlines() if line)
    assert " / " in title and CHINESE.search(title)
    assert english.endswith(".")
    assert CHINESE.search(chinese) and chinese.endswith("。")
    assert all(len(line) <= 120 for line in question.sql.splitlines())


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_index_lists_all(name: str) -> None:
    assert (QUESTIONS_DIR / name).read_text(encoding="utf-8") == index(QUESTIONS, name)
