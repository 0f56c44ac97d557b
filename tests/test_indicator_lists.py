"""Cells that list several indicators: however printed, what was put in comes out, or nothing does."""

from __future__ import annotations

import csv
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_text_macros import MACROS, PROPERTY, evaluate

from pipelines.settings import DBT_PROJECT_DIR

VOCABULARY = DBT_PROJECT_DIR / "seeds" / "vocabulary"


def seed(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((VOCABULARY / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def any_of(words: list[str]) -> str:
    return f"(?:{'|'.join(words)})"


FIRST, SECOND = (
    any_of([row["pattern"] for row in seed("indicator_levels") if row["level"] == level]) for level in "12"
)
TERM, YEAR = (
    any_of([row["pattern"] for row in seed("keywords") if row["kind"] == kind])
    for kind in ("target_of_term", "target_of_year")
)
LABEL = any_of([TERM, YEAR])
COMPARISON = "|".join(row["wording"] for row in seed("target_operators") if row["place"] == "before")
QUANTITY = f"(?:{COMPARISON})?[0-9]+(?:人|次|%)?"


class Style(NamedTuple):
    """The marks of one template."""

    numbering: str
    dash: str
    between: str
    before_label: str
    colon: str
    end: str


BETWEEN = st.sampled_from([("；", "；"), (";", ";"), ("，", "；"), (",", ";"), ("，", "，")])
STYLES = st.builds(
    lambda numbering, dash, marks, colon, end: Style(numbering, dash, marks[0], marks[1], colon, end),
    st.sampled_from(["{}、", "{}.", "（{}）", "({})", "{}）", ""]),
    st.sampled_from(["-", "－", "—"]),
    BETWEEN,
    st.sampled_from(["：", ":"]),
    st.sampled_from(["。", "；", ";"]),
)
NAMES = st.text("培训人次覆盖率（%）“”、数量", min_size=1, max_size=8).map(lambda text: f"甲{text}乙")
TARGETS = st.sampled_from(["100%", "≥1,000人", "≤2日", "不少于3次", "是", "优秀档次", "一级事件≤1小时", ""])
LEVELS = st.sampled_from([("产出指标", "数量指标"), ("成本", "经济成本"), ("满意度指标", "满意度")])
INDICATORS = st.lists(st.tuples(LEVELS, NAMES, TARGETS, TARGETS), min_size=1, max_size=12)


def printed(style: Style, indicators: list[tuple[tuple[str, str], str, str, str]]) -> str:
    texts = []
    for number, ((first, second), name, term, year) in enumerate(indicators, start=1):
        levels = f"1{style.dash}{first}{style.between}11{style.dash}{second}{style.between}"
        targets = (
            f"实施周期指标值{style.colon}{term}{style.before_label}年度指标值{style.colon}{year}{style.end}"
        )
        texts.append(style.numbering.format(number) + levels + name + style.before_label + targets)
    return "".join(texts)


def parts_of(text: str) -> list[Any]:
    """For each piece behind the first: levels without codes, name, and pairs of label and target."""
    pieces = evaluate(str(MACROS.indicator_pieces("printed", FIRST, SECOND)), [text])[0]
    assert pieces[0] == ""
    found = []
    for piece in pieces[1:]:
        first, second, alone, body = piece.split(chr(31))
        assert alone == ""
        stripped = evaluate(str(MACROS.without_end_marks("printed")), [body])
        name, *labelled = evaluate(str(MACROS.labelled_targets("printed", LABEL)), stripped)[0]
        pairs = [text.split(chr(31)) for text in labelled]
        targets = evaluate(str(MACROS.without_end_marks("printed")), [target for _, target in pairs])
        levels = tuple(evaluate(str(MACROS.level_label("printed")), [first, second]))
        assert evaluate(str(MACROS.has_plain_name("printed", LABEL)), stripped) == [True]
        assert not any(evaluate(str(MACROS.hides_indicator("printed")), targets))
        found.append((levels, name, *targets))
    return found


@PROPERTY
@given(STYLES, INDICATORS)
def test_what_was_listed_comes_out(
    style: Style, indicators: list[tuple[tuple[str, str], str, str, str]]
) -> None:
    assert parts_of(printed(style, indicators)) == indicators


@PROPERTY
@given(STYLES, INDICATORS, st.sampled_from(["甲；乙", "甲;乙", "；", "甲。乙"]))
def test_a_name_that_may_be_two_is_never_plain(
    style: Style, indicators: list[tuple[tuple[str, str], str, str, str]], name: str
) -> None:
    body = f"{name}{style.before_label}年度指标值{style.colon}5"
    assert evaluate(str(MACROS.has_plain_name("printed", LABEL)), [body]) == [False]
    comma = "甲，乙，年度指标值：5"
    assert evaluate(str(MACROS.has_plain_name("printed", LABEL)), [comma]) == [False]


@pytest.mark.parametrize(
    ("target", "hides"),
    [
        ("100%。2、新的指标；61", True),
        ("100%；3.其他；", True),
        ("达到考核指标", False),
        ("一级事件≤1小时；二级事件≤2小时", False),
        ("通过。年度指标值》90%", True),
        ("共2项，（1）甲", True),
    ],
)
def test_a_target_with_the_beginning_of_an_indicator_is_seen(target: str, hides: bool) -> None:
    assert evaluate(str(MACROS.hides_indicator("printed")), [target]) == [hides]


@pytest.mark.parametrize(
    ("item", "name", "target"),
    [
        ("≥5次", "", "≥5次"),
        ("20人", "", "20人"),
        ("培训人数≥5人", "培训人数", "≥5人"),
        ("1、培训人数：5人", "培训人数", "5人"),
        ("天数不少于3天", "天数", "不少于3天"),
        ("培训：", "", ""),
        ("培训人数", "", ""),
        ("合格率95%", "", ""),  # the number may be part of the name
        ("人数≥5人，天数≥3天", "", ""),
        ("新型指标：5人", "", ""),
        ("甲：乙：5人", "", ""),
    ],
)
def test_an_item_falls_apart_only_by_what_is_printed(item: str, name: str, target: str) -> None:
    parts = evaluate(str(MACROS.name_and_target("printed", COMPARISON, QUANTITY)), [item])
    assert parts == [{"name": name, "target": target}]


def test_words_in_a_target_are_no_level() -> None:
    text = "1-产出指标；11-数量指标；人数；年度指标值:规范；成本，管理，时效"
    pieces = evaluate(str(MACROS.indicator_pieces("printed", FIRST, SECOND)), [text])[0]
    assert len(pieces) == 2
