"""The answers in ``docs/questions/``, from a warehouse of the five texts in ``data/raw``.

``python -m pipelines.command.questions`` builds that warehouse in a temporary folder, asks it every question and
writes the answers and both indexes. ``python -m pipelines.command.questions FOLDER`` asks one that is built.
"""

from __future__ import annotations

import re
import sys
import tempfile
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
_INDEXES = {
    "README.md": (
        0,
        "# Twenty questions",
        "What analysts, journalists and auditors ask of published budgets, each as one query of one report (at "
        "most one join) that adds every yuan once. Copy a query into `yusuan query`, the DuckDB shell or any "
        "client of the published file; no schema is needed before a name. The answers are those of the five texts "
        "in `data/raw`; a test compares them, and `make docs` writes them.\n\n"
        "What keeps sums right: `is_main_scope` takes the widest money that a disclosure divides, once; "
        "`not is_in_another_disclosure` leaves out units that are in the disclosure of their department; "
        "`basis` and `report_kind` keep budgets and final accounts apart; `is_complete` says whether the parts came "
        "to the printed total.\n\n[中文](README.zh-CN.md)",
    ),
    "README.zh-CN.md": (
        1,
        "# 二十个问题",
        "分析人员、记者和审计人员对预算公开数据常问的问题，每个问题一条查询、一张报表、至多一次连接，每一元只计一次。"
        "可直接复制到 `yusuan query`、DuckDB 命令行或其他客户端，表名前无需写模式名。答案来自 `data/raw` 的五份样例文本，"
        "由测试核对，用 `make docs` 重新生成。\n\n"
        "保证合计正确的条件：`is_main_scope` 只取公开文件所细分的最宽资金范围；`not is_in_another_disclosure` "
        "排除已含在部门公开文件中的单位；`basis` 与 `report_kind` 区分预算与决算；`is_complete` 表示明细是否与公布合计相符。"
        "\n\n[English](README.md)",
    ),
}


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
        table = markdown_table(columns, shown)
        more = len(rows) - len(shown)
        return table + (f"\n\nAnd {more} more rows. / 另有 {more} 行。" if more else "")

    def with_answer(self, answer: str) -> str:
        """The text of the file with this answer."""
        return f"{self.text}\n\n{_ANSWER}\n\n{answer}\n"


def read_questions() -> list[Question]:
    """All questions in the order of their numbers."""
    return [Question.read(path) for path in sorted(QUESTIONS_DIR.glob("[0-9]*.md"))]


def index(questions: list[Question], name: str) -> str:
    """The list of questions in one language; ``name`` is that of its file."""
    part, title, introduction = _INDEXES[name]
    entries = [f"1. [{question.title[part]}]({question.path.name})" for question in questions]
    return "\n".join([title, "", introduction, "", *entries]) + "\n"


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
    from pipelines.cli import build

    with tempfile.TemporaryDirectory() as folder:
        raw_dir = str(PROJECT_ROOT / "data" / "raw")
        try:
            build(["--raw-dir", raw_dir, "--warehouse-dir", folder])
        except SystemExit as ended:
            if ended.code:
                raise
        write_answers(Path(folder) / "disclosures.duckdb")


def _shown(column: str, value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes / 是" if value else "no / 否"
    if isinstance(value, Decimal):
        # Six decimals are kept of what is printed in other units than yuan; few of them say anything.
        return min(value, round(value, 2), key=lambda number: (number != value, len(str(number))))
    if column in _NAMES or not isinstance(value, int | Decimal):
        return str(value)
    return value


if __name__ == "__main__":
    main()
