"""Known rows are taken out of the vocabulary, and `yusuan teach` has to find their words again.

One document is drawn whose words the vocabulary knows. Built with all rows it says what is right. `teach` is
run with a copy of the project that lacks some of the rows.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from unittest import mock

import pytest
from click.testing import CliRunner, Result
from drawn_statements import HEADER, XS, page
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image
from readers.pdf_drawing import Paper
from rich.cells import cell_len
from rich.console import Console
from running import yusuan_here

from pipelines.cli import cli
from pipelines.command.apart import opened
from pipelines.command.teach.effect import Change, Counts, Effect, NewFailure
from pipelines.command.teach.nearness import nearness
from pipelines.command.teach.session import Session, _accept
from pipelines.command.teach.vocabulary import NewRow, Vocabulary
from pipelines.command.trace.picture import FRAME
from pipelines.models.dbt import prepare_changed_seeds, prepare_project
from pipelines.settings import DBT_PROJECT_DIR, Limits

ORGANIZATION = "某市招商局"
# Words of the document: the list, the pattern that knows them, and how many figures wait for them.
HIDDEN = {
    "部门支出总表": ("statement_titles", ".*支出.*(功能|总|预算|决算|情况).*表.*", 12),
    "项目支出总数": ("column_labels", "项目支出总数|项目支出小计", 12),
    "事业收入": ("row_labels", "(事业)(预算)?(单位)?(收入|资金)*(\\(.*\\))?", 1),
    "财政专户管理资金": ("form_labels", "[^非未不除]*财政专户(管理)?(资金|拨款)?.*", 1),
    "千元": ("units", "千元", 12),
}
MEANINGS = {
    "财政专户管理资金": {"role": "amount", "row_role": "detail", "fund_source": "special_account"},
    "事业收入": {"fund_source": "unit_fund"},
    "千元": {"factor_to_yuan": "1000"},
}


def draw(path: Path) -> None:
    paper = Paper(path)
    page(paper, ORGANIZATION, "2024年部门预算")
    paper.text(297, 60, "部门收支总表", 14, "centre")
    paper.text(530, 84, "单位：万元", 10, "right")
    paper.table(
        [50.0, 190.0, 290.0, 430.0, 530.0],
        100,
        [
            ["收入", "", "支出", ""],
            ["项目", "预算数", "项目", "预算数"],
            ["一、一般公共预算拨款收入", "500.00", "一、教育支出", "520.00"],
            ["二、事业收入", "20.00", "", ""],
            ["本年收入合计", "520.00", "本年支出合计", "520.00"],
        ],
    )
    paper.next_page()
    matrix(paper, "部门支出总表", "单位：万元", HEADER)
    matrix(paper, "一般公共预算支出表", "单位：万元", [*HEADER[:4], "项目支出总数"])
    matrix(paper, "政府性基金预算支出表", "单位：千元", HEADER, codes=("212", "21208", "2120801"))
    paper.text(297, 60, "项目支出绩效目标表", 14, "centre")
    paper.text(530, 84, "单位：万元", 10, "right")
    rows = [
        ["项目名称", "招商活动"],
        ["资金总额", "100.00"],
        ["财政拨款", "60.00"],
        ["财政专户管理资金", "40.00"],
    ]
    paper.table([50.0, 290.0, 530.0], 100, rows)
    paper.save()


def matrix(
    paper: Paper,
    title: str,
    unit: str,
    header: list[str],
    codes: tuple[str, ...] = ("205", "20501", "2050101"),
) -> None:
    names = {"205": "教育支出", "20501": "教育管理事务", "2050101": "行政运行"}
    paper.text(297, 60, title, 14, "centre")
    paper.text(530, 84, unit, 10, "right")
    figures = ["520.00", "500.00", "20.00"]
    rows = [["合计", "", *figures], *([code, names.get(code, "征地支出"), *figures] for code in codes)]
    paper.table(XS, 100, [header, *rows])
    paper.next_page()


@dataclass
class Taught:
    """What the command said the first time, of an edited file, and the files around it."""

    project_dir: Path
    output: Path
    first: subprocess.CompletedProcess[str]
    seeds_after_first: dict[str, str]
    second: subprocess.CompletedProcess[str]
    rows: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Taught:
    folder = tmp_path_factory.mktemp("teach")
    project_dir = folder / "dbt_project"
    shutil.copytree(DBT_PROJECT_DIR, project_dir, ignore=shutil.ignore_patterns("target", "logs"))
    for name, pattern, _ in HIDDEN.values():
        hide(Vocabulary(project_dir), name, pattern)
    prepare_changed_seeds(project_dir, prepare_project(), [name for name, _, _ in HIDDEN.values()])
    known = folder / "tests" / "expected" / "wordings.csv"
    known.parent.mkdir(parents=True)
    known.write_text("list,pattern,text\n")
    file, output = folder / "taught.pdf", folder / "output"
    draw(file)
    environment = {"YUSUAN_DBT_PROJECT_DIR": str(project_dir), "COLUMNS": "80"}
    # What rows would change is looked at in the second run: each look compiles the project once more.
    with mock.patch.object(Session, "show_effect"):
        first = yusuan_here("teach", file, "--output", output, environment=environment)
    assert first.returncode == 0, first.stdout + first.stderr
    after_first = seeds(project_dir)
    rows = read(output / "proposals.csv")
    # As a spreadsheet program saves it.
    edited = folder / "edited.csv"
    edited.write_bytes(as_csv(as_a_person_edits(rows)).encode("gb18030"))
    second = yusuan_here("teach", file, "--with", edited, "--write", environment=environment)
    return Taught(project_dir, output, first, after_first, second, rows)


def hide(vocabulary: Vocabulary, name: str, pattern: str) -> None:
    lines = vocabulary.path(name).read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if pattern not in next(csv.reader([line]))]
    assert len(kept) == len(lines) - 1, pattern
    vocabulary.path(name).write_text("".join(kept), encoding="utf-8")


def seeds(project_dir: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (project_dir / "seeds").rglob("*.csv")}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def as_csv(rows: list[dict[str, str]]) -> str:
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join(",".join(f'"{value}"' for value in line) + "\r\n" for line in lines)


def as_a_person_edits(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Takes the meaning that is right where it is among the near ones, and fills it in where it is not."""
    edited = []
    for row in rows:
        is_empty = not row["similarity"]
        if row["wording"] in MEANINGS and is_empty:
            row = row | MEANINGS[row["wording"]] | {"take": "是"}
        if row["statement_code"] == "expenditure_total":
            row = row | {"take": "yes"}
        edited.append(row)
    return edited


def test_all_hidden_words_are_found_with_what_they_cost(taught: Taught) -> None:
    found = {row["wording"]: (row["list"], int(row["cells"])) for row in taught.rows}
    assert found == {wording: (name, cells) for wording, (name, _, cells) in HIDDEN.items()}
    for wording in HIDDEN:
        assert wording in taught.first.stdout


def test_each_place_has_a_picture_with_a_frame(taught: Taught) -> None:
    pictures = sorted(taught.output.glob("*.png"))
    assert len(pictures) == len(HIDDEN)
    for path in pictures:
        assert path.name in taught.first.stdout
        with Image.open(path) as picture:
            colours = picture.convert("RGB").getcolors(picture.width * picture.height) or []
        assert FRAME in {colour for _, colour in colours}, path.name


def test_a_row_is_proposed_where_one_is_clearly_near(taught: Taught) -> None:
    (taken,) = [row for row in taught.rows if row["take"]]
    assert (taken["wording"], taken["role"], taken["nature"]) == ("项目支出总数", "amount", "project")
    assert re.search(r"\b\d+,项目支出总数,amount,,,,project,,,", taught.first.stdout)
    # Near to an expenditure statement and to a balance: a person decides.
    meanings = {row["statement_code"] for row in taught.rows if row["wording"] == "部门支出总表"}
    assert {"expenditure_total", "balance_total"} <= meanings


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document built with the whole vocabulary."""
    folder = tmp_path_factory.mktemp("whole")
    draw(folder / "taught.pdf")
    return Session(folder / "taught.pdf", Console(), folder, Limits()).build_as_it_is()


def test_the_effect_is_that_of_the_whole_vocabulary(taught: Taught, whole: Path) -> None:
    with opened(whole) as warehouse:
        ((placed,),) = warehouse.rows("select count(*) from fct_published_amounts")
        ((passing,),) = warehouse.rows("select count(*) from fct_reconciliations where status = 'pass'")
    waiting = sum(cells for name, _, cells in HIDDEN.values() if name not in ("row_labels",))
    numbers = re.search(r"whole document.*?placed 已归位 (\d+) → (\d+)", taught.second.stdout, re.DOTALL)
    assert numbers, taught.second.stdout + taught.second.stderr
    assert [int(number) for number in numbers.groups()] == [placed - waiting, placed]
    assert re.search(rf"identities  hold 成立 \d+ → {passing}\b", taught.second.stdout)


def test_nothing_is_written_unless_that_is_asked_for(taught: Taught) -> None:
    assert "Nothing was written" in taught.first.stdout
    hidden = seeds(DBT_PROJECT_DIR)
    for name, pattern, _ in HIDDEN.values():
        lines = hidden[f"{name}.csv"].splitlines(keepends=True)
        hidden[f"{name}.csv"] = "".join(each for each in lines if pattern not in next(csv.reader([each])))
    assert taught.seeds_after_first == hidden


def test_accepted_rows_stand_in_the_seeds_and_among_the_known_wordings(taught: Taught) -> None:
    assert taught.second.returncode == 0, taught.second.stdout + taught.second.stderr
    vocabulary = Vocabulary(taught.project_dir)
    for wording, (name, _, _) in HIDDEN.items():
        rows = vocabulary.rows(name)
        (row,) = [each for each in rows if wording in (each.get("pattern"), each.get("unit"))]
        assert len(rows) == len(Vocabulary(DBT_PROJECT_DIR).rows(name))
        assert row.items() >= MEANINGS.get(wording, {}).items()
        assert f"{name}.csv" in taught.second.stdout
    known = read(taught.project_dir.parent / "tests" / "expected" / "wordings.csv")
    assert {row["text"] for row in known} == HIDDEN.keys() - {"千元"}


def test_all_of_it_can_be_read_at_80_columns(taught: Taught) -> None:
    # A path, and a command to copy, stay whole.
    lines = [line for line in taught.first.stdout.splitlines() if str(taught.output) not in line]
    assert [line for line in lines if cell_len(line.rstrip()) > 80] == []


# Below: no build.


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["teach", *map(str, arguments)], env={"COLUMNS": "80"})


def test_a_document_without_unknown_words_says_so(whole: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "taught.pdf"
    draw(drawn)
    with mock.patch.object(Session, "build_as_it_is", return_value=whole):
        result = run(drawn, "--output", tmp_path / "output")
    assert result.exit_code == 0, result.output
    assert "Nothing is unknown" in result.output
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.pdf", None, "There is no file"),
        ("picture.pdf", b"GIF89a" + bytes(64), "is a picture"),
        ("empty.pdf", b"", "has no content"),
        ("prose.txt", "某市招商局2024年部门预算说明\n".encode(), "holds no table"),
    ],
)
def test_a_file_that_cannot_be_taught_is_told_in_words(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name, "--output", tmp_path / "output")
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_options_that_do_not_go_together_are_told(tmp_path: Path) -> None:
    assert "--write needs --with" in run("file.pdf", "--write").output
    result = run("file.pdf", "--with", "rows.csv", "--accept")
    assert result.exit_code == 2
    assert "does not go with" in result.output


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"take": ""}, "has no row with 'yes'"),
        ({"list": "titles"}, "line 2: there is no list 'titles'"),
        ({"priority": "first"}, "line 2: priority is 'first'"),
        ({"pattern": ""}, "line 2: column pattern is empty"),
        ({"pattern": "某款("}, "is not a regular expression"),
        ({"pattern": "类"}, "has '类' already"),
    ],
)
def test_a_row_that_cannot_be_added_is_told_by_its_line(
    tmp_path: Path, row: dict[str, str], words: str
) -> None:
    usual = {"take": "yes", "list": "column_labels", "priority": "5", "pattern": "某款", "role": "amount"}
    (tmp_path / "rows.csv").write_text(as_csv([usual | row]), encoding="utf-8")
    result = run(tmp_path / "file.pdf", "--with", tmp_path / "rows.csv")
    assert result.exit_code == 2
    assert words in result.output.replace("\n", " ")


VOCABULARY = Vocabulary(DBT_PROJECT_DIR)


@pytest.mark.parametrize(
    ("name", "wording", "offered"),
    [
        ("column_labels", "2026年机关运行经费支出数", "basic_public"),  # more words, and another year
        ("column_labels", "年末结转和结余额度", "yearend_carryover"),
        ("column_labels", "期初结转和结余", ""),  # a word in the place of another
        ("column_labels", "非财政专项拨款", ""),  # a word of negation
        ("row_labels", "上缴上级部门支出", "remit_superior"),
        ("form_labels", "维修改造工程", ""),  # nothing is near
        ("units", "百万元", ""),  # a factor cannot be told from a name
    ],
)
def test_meaning_is_offered_only_where_one_is_clearly_near(name: str, wording: str, offered: str) -> None:
    nearest = VOCABULARY.nearest(name, wording)
    is_offered = VOCABULARY.is_near_enough(name, wording, nearest)
    assert (nearest[0].row["nature"] if is_offered else "") == offered


def test_what_a_kindred_list_knows_is_told() -> None:
    (known,) = VOCABULARY.elsewhere("row_labels", "对个人和家庭补助")
    assert (known.vocabulary, known.row["nature"]) == ("column_labels", "basic_personnel_transfers")
    row = VOCABULARY.new_row("row_labels", "对个人和家庭补助", known)
    assert row.keys() == set(VOCABULARY.columns("row_labels"))
    assert row["nature"] == "basic_personnel_transfers"


PATTERNS = [row["pattern"] for row in VOCABULARY.rows("column_labels")]


@given(st.data())
def test_what_a_pattern_matches_is_at_no_distance(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    wording = data.draw(st.from_regex(pattern, fullmatch=True))
    assume("\n" not in wording)
    near = nearness(pattern, wording)
    assert (near.added, near.lacking) == (0, 0)
    assert near.named + near.left_open == len(wording)


@given(st.text("合计小项目支出", max_size=8), st.text("合计小项目支出", max_size=8))
def test_distance_to_plain_words_is_an_edit_distance(words: str, wording: str) -> None:
    near, back = nearness(words, wording), nearness(wording, words)
    assert near.named == back.named == longest_common(words, wording)
    assert (near.added, near.lacking) == (back.lacking, back.added)
    assert near.named + near.added == len(wording)


def longest_common(one: str, other: str) -> int:
    if not one or not other:
        return 0
    if one[-1] == other[-1]:
        return 1 + longest_common(one[:-1], other[:-1])
    return max(longest_common(one[:-1], other), longest_common(one, other[:-1]))


@dataclass
class FakeSession:
    """A session in which rows named 'wrong' make an identity fail, and rows named 'idle' change nothing."""

    console: Console
    tried: list[list[str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def show_effect(self, before: Path, rows: list[NewRow]) -> Effect:
        self.tried.append([row.wording for row in rows])
        changed = frozenset().union(*(row.cell_keys for row in rows if row.wording != "idle"))
        failures = [NewFailure("", "", 1, "", row.cell_keys) for row in rows if row.wording == "wrong"]
        nothing = Counts(0, 0, {})
        return Effect(Change("", "", nothing, nothing), (), {}, tuple(failures), changed)

    def write(self, rows: list[NewRow]) -> None:
        self.written = [row.wording for row in rows]


@pytest.mark.parametrize(
    ("wordings", "tried", "written"),
    [
        (["right"], [["right"]], ["right"]),
        (["right", "wrong", "idle"], [["right", "wrong", "idle"], ["right"]], ["right"]),
        (["wrong"], [["wrong"]], []),
        (["idle"], [["idle"]], []),
    ],
)
def test_accepted_is_what_changes_something_and_makes_no_identity_fail(
    wordings: list[str],
    tried: list[list[str]],
    written: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = FakeSession(Console(width=80))
    rows = [
        NewRow("column_labels", {"pattern": wording}, wording, frozenset({f"d-t{number}-r1-c1"}))
        for number, wording in enumerate(wordings)
    ]
    accept = cast("Callable[[Session, Path, list[NewRow]], None]", _accept)
    accept(cast("Session", session), Path(), rows)
    assert (session.tried, session.written) == (tried, written)
    output = capsys.readouterr().out
    for wording in wordings:
        assert (f"不予采纳: {wording}:" in output) == (wording != "right")
