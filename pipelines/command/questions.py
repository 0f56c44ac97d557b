"""The answers in ``docs/questions/``, from a warehouse of the five texts in ``data/raw``.

``python -m pipelines.command.questions`` builds that warehouse in a temporary folder, asks it every question,
and writes the answers and both indexes. With the folder of a warehouse it asks that one.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from pipelines.release.markdown import markdown_table
from pipelines.settings import PROJECT_ROOT

QUESTIONS_DIR = PROJECT_ROOT / "docs" / "questions"
_ANSWER = "## Answer on the five texts of `data/raw` / 五份样例文本的答案"
_SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
_NO_ROWS = "No rows. / 无结果。"
_MOST_ROWS = 12
# Numbers that name something and are not counted.
_NAMES = {"fiscal_year", "page_no"}
# Both lists of questions, each with the language of its titles: what is above a list is kept.
_INDEXES = {"README.md": 0, "README.zh-CN.md": 1}
_FIRST_ENTRY = "\n1. ["


@dataclass(frozen=True, slots=True)
class Question:
    """A file of ``docs/questions``: its query, and its title as (English, Chinese)."""

    path: Path
    title: tuple[str, str]
    sql: str
    text: str
    answer: str

    @classmethod
    def read(cls, path: Path) -> Question:
        """Raises ValueError where the file holds no query or no title in both languages."""
        text, _, answer = path.read_text(encoding="utf-8").partition(_ANSWER)
        english, slash, chinese = text.splitlines()[0].removeprefix("# ").partition(" / ")
        query = _SQL.search(text)
        if not slash or not query:
            raise ValueError(f"{path} needs a title `# English / 中文` and a block of SQL.")
        return cls(path, (english, chinese), query[1], text.rstrip(), answer.strip())

    def ask(self, connection: duckdb.DuckDBPyConnection) -> str:
        """The answer as a Markdown table."""
        cursor = connection.execute(self.sql)
        columns = [name for name, *_ in cursor.description or ()]
        rows = cursor.fetchall()
        if not rows:
            return _NO_ROWS
        shown = [[_shown(*cell) for cell in zip(columns, row, strict=True)] for row in rows[:_MOST_ROWS]]
        header, _, *lines = markdown_table(columns, shown).splitlines()
        table = "\n".join([header, _alignment(columns, rows), *lines])
        more = len(rows) - len(shown)
        return table + (f"\n\nAnd {more} more rows. / 另有 {more} 行。" if more else "")

    def with_answer(self, answer: str) -> str:
        """The text of the file with this answer."""
        return f"{self.text}\n\n{_ANSWER}\n\n{answer}\n"


def read_questions() -> list[Question]:
    """All questions in the order of their numbers."""
    return [Question.read(path) for path in sorted(QUESTIONS_DIR.glob("[0-9]*.md"))]


def index(questions: list[Question], name: str) -> str:
    """The text of ``README.md`` or ``README.zh-CN.md`` with the list of these questions."""
    introduction = (QUESTIONS_DIR / name).read_text(encoding="utf-8").partition(_FIRST_ENTRY)[0]
    entries = [f"1. [{question.title[_INDEXES[name]]}]({question.path.name})" for question in questions]
    return "\n".join([introduction.rstrip(), "", *entries]) + "\n"


def write_answers(published_file: Path) -> None:
    """Write the answers that this warehouse gives, and the indexes."""
    questions = read_questions()
    with duckdb.connect(str(published_file), read_only=True) as connection:
        for question in questions:
            answered = question.with_answer(question.ask(connection))
            question.path.write_text(answered, encoding="utf-8")
    for name in _INDEXES:
        (QUESTIONS_DIR / name).write_text(index(questions, name), encoding="utf-8")


def main() -> None:
    """Ask the warehouse in the folder that is named, or one built for it."""
    if len(sys.argv) > 1:
        write_answers(Path(sys.argv[1]) / "disclosures.duckdb")
        return
    from pipelines.command.build.command import build

    with tempfile.TemporaryDirectory() as folder:
        raw_dir = str(PROJECT_ROOT / "data" / "raw")
        try:
            build(["--raw-dir", raw_dir, "--warehouse-dir", folder])
        except SystemExit as ended:
            if ended.code:
                raise
        write_answers(Path(folder) / "disclosures.duckdb")


def _alignment(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> str:
    """The second line of a table in Markdown: numbers to the right."""
    figures = [
        any(isinstance(row[place], Decimal | int) and not isinstance(row[place], bool) for row in rows)
        for place in range(len(columns))
    ]
    return "| " + " | ".join("---:" if each else "---" for each in figures) + " |"


def _shown(column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes / 是" if value else "no / 否"
    if isinstance(value, Decimal):
        # Six decimals are kept of what is printed in other units than yuan; few of them say anything.
        return f"{round(value, 2) if value == round(value, 2) and len(str(value % 1)) > 4 else value:,}"
    if isinstance(value, int) and column not in _NAMES:
        return f"{value:,}"
    return str(value)


if __name__ == "__main__":
    main()
