"""The text macros of the dbt project, one by one: rendered by Jinja, evaluated by DuckDB, without a build."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from pipelines.settings import DBT_PROJECT_DIR

FOLDER = DBT_PROJECT_DIR / "macros"
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("text/*.sql")))
ENGINES = (FOLDER / "engines.sql").read_text(encoding="utf-8")
MACROS: Any = Environment().from_string(ENGINES + SOURCE).module
DATABASE = duckdb.connect(config={"threads": 1})

# DuckDB takes longer over a query than over its rows: each example is a list of texts.
PROPERTY = settings(max_examples=20, deadline=None)
HAN = st.text("市县教育公安财政服务管理工程", min_size=1, max_size=8)
FUNCTION_CODES = st.from_regex(r"[2-5][0-9]{4}(?:[0-9]{2})?", fullmatch=True)
WHITE_SPACE = st.sampled_from([" ", "\n", "\t", "\u00a0", "\u200b", "\u2002", "\u2003", "\u3000", "\ufeff"])
NUMBERING = st.sampled_from(
    [("", 0), ("二、", 1), ("(三)", 2), ("4.", 3), ("（5）", 4), ("⑥", 5), ("其中：", 9)]
)


def words_by_kind(seed: str) -> dict[str, str]:
    """For each kind of word of a seed one regular expression, as the dbt macro of this name gives it."""
    patterns: dict[str, list[str]] = defaultdict(list)
    file = DBT_PROJECT_DIR / "seeds" / "narrative" / f"{seed}.csv"
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        patterns[row["kind"]].append(row["pattern"])
    return {kind: f"(?:{'|'.join(sorted(words))})" for kind, words in patterns.items()}


CLAIM_WORDS = words_by_kind("claim_words")
ABSENCE_PHRASES = words_by_kind("absence_phrases")


def some(*parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """Lists of tuples with one value of each part."""
    return st.lists(st.tuples(*parts), min_size=1, max_size=30)


def render(macro: str, *arguments: str) -> str:
    """The SQL of a macro; of the column ``printed`` where no argument is given."""
    return str(getattr(MACROS, macro)(*(arguments or ["printed"])))


def evaluate(expression: str, texts: Iterable[str | None]) -> list[Any]:
    """The value of an expression over the column ``printed``, for each text."""
    rows = DATABASE.execute(
        f"select {expression} from (select unnest(cast(? as varchar[])) as printed)", [list(texts)]
    )
    return [value for (value,) in rows.fetchall()]


EXAMPLES: dict[str, Mapping[str | None, Any]] = {
    "compact": {
        " 工资 福利\n支出 ": "工资福利支出",
        "\u00a0\u2002\u2003\u3000\u200b\ufeff": "",
        "（一）“三公”": "（一）“三公”",
        None: None,
    },
    "number_text": {
        "１２０．００\n": "120.00",
        "34\ufffd56": "34\ufffd56",
        "\ufffd34.56": "\ufffd34.56",
        "”120.00": "”120.00",
        None: None,
    },
    "without_footnote_marks": {
        "120.00¹": "120.00",
        "¹120.00": "120.00",
        "(1,120.00)²": "(1,120.00)",
        "10²": "10²",
        "m²": "m²",
        None: None,
    },
    "squash": {
        "（一） “三公” 经费": "(一)三公经费",
        "２０２４年度：１，０００．５０％": "2024年度:1,000.50%",
        "［20805］〔一〕": "[20805][一]",
        "—–−－": "----",
        "A4纸": "A4纸",
        None: None,
    },
    "parse_number": {
        "0": 0,
        "0.00": 0,
        "1278.78": Decimal("1278.78"),
        "1,278,000.5": Decimal("1278000.5"),
        "1,27": None,
        "12,780": 12780,
        "-3.2": Decimal("-3.2"),
        "+3.2": Decimal("3.2"),
        "△3.2": Decimal("-3.2"),
        "▲3.2": Decimal("-3.2"),
        "(3.20)": Decimal("-3.2"),
        "(3)": None,  # numbering
        "￥12.5": Decimal("12.5"),
        "¥12.5": Decimal("12.5"),
        "12.5%": Decimal("12.5"),
        ".5": Decimal("0.5"),
        "1.1234560000": Decimal("1.123456"),
        "1.1234567": None,  # more decimals than can be kept
        "1234567890123456": None,  # a code
        "-": None,
        "": None,
        "1,450。50": Decimal("1450.5"),
        "117480,898": 117480898,
        "117480,89": None,
        "12人": None,
        "2024年": None,
        None: None,
    },
    "is_broken_number": {
        "10,441.4 1": True,
        "１００\u3000２００": True,
        "3\n.5": True,
        " 100 ": False,
        "100 人": False,
        "10,441.41": False,
        "100。00": True,
    },
    "has_number_on_each_line": {
        "40.5\n2": True,
        "40.5 \r\n 2%": True,
        "合计 1,234.5\n１２": True,
        "1,234.\n56": False,
        "1,2\n34.5": False,
        "1278\n.78": False,
        "1,234,\n567.8": False,
        "40.5 2": False,  # on one line
        "基本\n支出": False,
    },
    "has_digits": {
        "1.234.56": True,
        "1O0": True,
        "①": True,
        "####": True,
        "#REF!": True,
        "#DIV/0!": True,
        "#N/A": True,
        "#NAME?": True,
        "错误!未找到引用源。": True,
        "约１００": True,
        "120\ufffd00": True,
        "#号楼": False,
        "一百": False,
        "-": False,
        "": False,
    },
    "stands_for_number": {
        "#REF!": True,
        "#DIV/0!": True,
        "####": True,
        "错误!未找到引用源。": True,
        "#": False,
        "#1": False,
        "#号楼": False,
        "1O0": False,
        "\ue0fc": False,  # a ticked box in a font of signs
    },
    "is_numeric": {
        "1,234.56": True,
        "12345678901234567": True,  # too long to be kept
        "120\ufffd00": True,
        "1\u03362\u0336": True,  # struck through
        "\ufffd": False,
        "1.2.3": False,
        "12人": False,
        "": False,
    },
    "has_lone_comma": {"117480,898": True, "-6117,735": True, "117,480,898": False, "117480,898.00": False},
    "label_words": {
        "一、一般公共服务支出": "一般公共服务支出",
        "十一、住房保障支出": "住房保障支出",
        "二十三．预备费": "预备费",
        "一、": "",
        "（一）一般公共服务支出": "一般公共服务支出",
        "(十二)其他支出": "其他支出",
        "1.因公出国（境）费用": "因公出国（境）费用",
        "12、会议费": "会议费",
        "（1）公务用车购置费": "公务用车购置费",
        "①公务用车购置费": "公务用车购置费",
        "其中：财政拨款": "财政拨款",
        "其中:（1）办公费": "办公费",
        "1.其中：办公费": "办公费",
        "收入总计：": "收入总计",
        "三公经费": "三公经费",
        "一般公共预算": "一般公共预算",
        "十四五规划编制": "十四五规划编制",
        "（境）费用": "（境）费用",
        "1.5T磁共振": "1.5T磁共振",
        "1、2月工资": "1、2月工资",
        None: None,
    },
    "numbering_depth": {
        "一、一般公共服务支出": 1,
        "二十三．预备费": 1,
        "（一）一般公共服务支出": 2,
        "(十二)其他支出": 2,
        "1.因公出国（境）费用": 3,
        "１２、会议费": 3,
        "1.5T磁共振": 0,
        "（1）公务用车购置费": 4,
        "⑩其他": 5,
        "其中：财政拨款": 9,
        "三公经费": 0,
        "十四五规划编制": 0,
        "（境）费用": 0,
        None: 0,
    },
    "code_in_label": {
        "[20805]行政事业单位养老支出": "20805",
        "［208］社会保障和就业支出": "208",
        "2011308-招商引资": "2011308",
        "2011308—招商引资": "2011308",
        "2011308招商引资": "2011308",
        "20805（养老）": "20805",
        "208-社会保障": "208",
        "301工资福利支出": "301",
        "106_某市公安局": "106",
        "106某市公安局": None,
        "110KV线路": None,
        "2022-2023年5G基站": None,
        "2024年预算": None,
        "205个村级组织": None,
        "301户": None,
        "500强企业": None,
        "215万元以下": None,
        "206工程": None,
        "行政运行": None,
        "20805": None,
        None: None,
    },
    "label_without_code": {
        "[20805]行政事业单位养老支出": "行政事业单位养老支出",
        "2011308-招商引资": "招商引资",
        "301工资福利支出": "工资福利支出",
        "106_某市公安局": "某市公安局",
        "205个村级组织": "205个村级组织",
        "行政运行": "行政运行",
        None: None,
    },
    "project_code_in_label": {
        "11000022T000000425969-工业和信息化": "11000022T000000425969",
        "110000220000（一）": "110000220000",
        "11000026T000003711801-《规范》编制": "11000026T000003711801",
        "11000026T000003711801-2026年编制": "11000026T000003711801",
        "11000026T000003711801-2026": None,
        "20805养老": None,
        "11000022t000000425969-工业": None,
        "11000022T000000425969": None,
        None: None,
    },
    "procurement_code_in_label": {
        "C0801-法律服务": "C0801",
        "A-货物": "A",
        "B—工程": "B",
        "A-其他": None,
        "A4黑白打印机": None,
        "B10病房改造": None,
        "A02010105": None,
        None: None,
    },
    "label_without_total": {
        "支出总计:1278.78": "支出总计",
        "收入合计：1,278.78": "收入合计",
        "合计": "合计",
        "总计（万元）": "总计（万元）",
        "项目1278": "项目1278",
    },
    "class_name": {
        "社会保障和就业支出": "社会保障和就业",
        "一般公共服务支出": "一般公共服务",
        "资源勘探工业信息等支出": "资源勘探工业信息",
        "粮油物资储备等事务支出": "粮油物资储备",
        "国土海洋气象等事务": "国土海洋气象",
        "国防": "国防",
    },
    "category_name": {
        "机关工资福利支出": "机关工资福利",
        "一般商品和服务支出": "商品服务",
        "商品服务支出": "商品服务",
        "对个人和家庭的补助": "对个人家庭补助",
        "对个人和家庭补助支出": "对个人家庭补助",
        "资本性支出(基本建设)": "资本性(基本建设)",
        "一般债券付息支出": "一般债券付息",
    },
    "level_words": {
        "1.产出指标": "产出指标",
        "12、效益指标": "效益指标",
        "3产出指标": "产出指标",
        "产出指标": "产出指标",
    },
    "level_label": {
        "1.产出指标": "产出指标",
        "1产出指标": "1产出指标",
        "产出指标": "产出指标",
    },
    "unit_in_brackets": {
        "年度金额（万元）": "万元",
        "金额(单位:人民币元)": "元",
        "金额（金额单位：亿元）": "亿元",
        "数量（个）": "",
        "万元": "",
        None: None,
    },
    "title_without_unit": {
        "部门收支总表单位：万元": "部门收支总表",
        "基本支出明细表（不含上年结转）金额单位：元": "基本支出明细表（不含上年结转）",
        "政府采购预算表（不含上年结转）金位：元": "政府采购预算表（不含上年结转）",
        "一般公共预算支出表（单位：万元）": "一般公共预算支出表",
        "专业技术单位收支总表": "专业技术单位收支总表",
        "部门预算单位": "部门预算单位",
        "单位：万元": "单位：万元",
    },
    "bare_title": {
        "附表3:部门收入总表": "部门收入总表",
        "表1-2部门支出总表": "部门支出总表",
        "01表部门收支总表": "部门收支总表",
        "公开02表:部门收入总表": "部门收入总表",
        "三、部门收支总表": "部门收支总表",
        "(三)部门收支总表": "部门收支总表",
        "部门收支总表(单位:万元)": "部门收支总表",
        "部门收支总表(万元)": "部门收支总表",
        "三公经费支出表": "三公经费支出表",
        # The number takes no character of the words.
        "表二一般公共预算支出表": "一般公共预算支出表",
        "表十一一般公共预算支出表": "一般公共预算支出表",
        "表十一般公共预算支出表": "一般公共预算支出表",
        "表九三公经费支出表": "三公经费支出表",
        "表1一般公共预算支出表": "一般公共预算支出表",
        "附表:部门收支总表": "部门收支总表",
        "附件:部门收支总表": "部门收支总表",
        "部门收支总表。": "部门收支总表",
        "本表为空。": "本表为空。",
        "部门收支总表单位:万元": "部门收支总表",
        "部门收支总表。(单位:万元)": "部门收支总表",
        "部门收支总表(计量单位:万元)。": "部门收支总表",
        "部门收支总表,单位:元": "部门收支总表",
        "见部门收支总表。合计5万元": "见部门收支总表。合计5万元",
        "部门收支总表(不含上年结转)金位:元": "部门收支总表(不含上年结转)",
    },
    "without_unit_or_hint": {
        "基本支出(万元)": "基本支出",
        "合计(金额单位:人民币元)": "合计",
        "项目概述(20字内)": "项目概述",
        "主要内容(不超过200字)": "主要内容",
        "人数(人)": "人数(人)",
        "资本性支出(基本建设)": "资本性支出(基本建设)",
        "增减率(%)": "增减率(%)",
        "(万元)": "(万元)",
        "小计③=①+②": "小计",
        "支出实现率(%)⑤=④/③": "支出实现率(%)",
        "年初预算安排金额(万元)①": "年初预算安排金额",
        "①": "①",
    },
    "is_sentence": {
        "本表为空。": True,
        "说明:本表无数据": True,
        "收入,支出,结余": True,
        "收入;支出": True,
        "收入,支出总表": False,
        "部门收支总表:": False,
        "部门收支总表": False,
    },
    "ends_as_table_title": {
        "部门收支总表": True,
        "基本支出表(一)": True,
        "部门收支总表3": False,
        "本表为空": False,
    },
    "may_name_statement": {
        "部门收支总表...3": True,
        "政府性基金预算支出情况说明": True,
        "项目支出表(一):": True,
        "政府性基金支出": False,
        "本部门无政府性基金预算,见下表": False,
        "一" * 40 + "表": False,
    },
    "names_table": {
        "部门收支总表...3": True,
        "基本支出表(一)": True,
        "政府性基金预算支出情况说明": False,
    },
}

# Macros of a seed that sorts its words into kinds.
EXAMPLES_WITH_WORDS: dict[str, tuple[Mapping[str, str], Mapping[str | None, Any]]] = {
    "without_inner_brackets": (
        CLAIM_WORDS,
        {
            "因公出国(境)费": "因公出国境费",
            "公务用车运行维(护)费": "公务用车运行维护费",
            "收入(预算数)": "收入(预算数)",
        },
    ),
    "without_noise": (
        CLAIM_WORDS,
        {"因公出国(境)费(预算数)": "因公出国境费", "收入(部门)总计": "收入总计", "教育(类)": "教育(类)"},
    ),
    "compared_name": (
        CLAIM_WORDS,
        {
            "教育支出": "教育",
            "办公费": "办公",
            "其他商品和服务支出预算": "其他商品和服务",
            "资源勘探工业信息等支出": "资源勘探工业信息",
            "行政运行(公安)": "行政运行公安",
            None: None,
        },
    ),
}


@pytest.mark.parametrize("macro", EXAMPLES)
def test_examples(macro: str) -> None:
    examples = EXAMPLES[macro]
    assert dict(zip(examples, evaluate(render(macro), examples), strict=True)) == examples


@pytest.mark.parametrize("macro", EXAMPLES_WITH_WORDS)
def test_examples_with_words(macro: str) -> None:
    words, examples = EXAMPLES_WITH_WORDS[macro]
    expression = str(getattr(MACROS, macro)("printed", words))
    assert dict(zip(examples, evaluate(expression, examples), strict=True)) == examples


def test_a_change_ends_the_clause() -> None:
    decrease = f"regexp_matches(printed, '{MACROS.change_at_end(CLAIM_WORDS['down'], CLAIM_WORDS)}')"
    texts = ["比上年减少", "下降幅度为", "减少了", "减少原因是", "比上年增加"]
    assert evaluate(decrease, texts) == [True, True, True, False, False]


def test_what_follows_the_organisation_loses_its_filling() -> None:
    def rest(ending: str) -> str:
        return str(MACROS.after_organization("printed", f"'{ending}'", CLAIM_WORDS))

    assert evaluate(rest("局"), ["某市教育局本级的教育支出", "教育支出", "局机关支出"]) == [
        "教育支出",
        "教育支出",
        "局机关支出",  # no name stands before 局
    ]
    assert evaluate(rest("大学"), ["一" * 30 + "大学收入", "一" * 31 + "大学收入"]) == [
        "收入",
        "一" * 31 + "大学收入",
    ]
    assert evaluate(rest(""), ["教育支出"]) == [None]


def test_an_absence_is_the_plainer_the_nearer_its_word() -> None:
    rank = str(MACROS.absence_rank("'国有资本经营预算'", "printed", "政府性?基金|国有资本", ABSENCE_PHRASES))
    texts = ["没有使用政府性基金预算", "本单位无此项", "政府性基金支出为0", "政府性基金支出15万元", "无其他"]
    assert evaluate(rank, texts) == [2, 3, 4, None, None]


def test_the_column_of_the_catalogue_needs_no_dash() -> None:
    code = render("procurement_code_in_label", "printed", "[-—－_]?")
    assert evaluate(code, ["B08修缮工程", "B08-修缮工程", "其他软件"]) == ["B08", "B08", None]
    name = render("name_in_catalogue")
    names = ["C1204物业管理服务", "B08-修缮工程", "A4纸", "02-辅助性服务"]
    assert evaluate(name, names) == ["物业管理服务", "修缮工程", "A4纸", "02-辅助性服务"]


def test_a_prefix_and_its_dash_are_cut_off() -> None:
    name = render("label_without_prefix", "printed", render("project_code_in_label"))
    code = "11000022T000000425969"
    assert evaluate(name, [f"{code}-工业", f"{code}工业", "工业"]) == ["工业", "工业", None]


def test_a_number_is_mended_only_where_it_is_one() -> None:
    mendable = ["10,441.4 1", "1,2 34.5", "1278 .78", "1, 234.5", "100"]
    others = ["100 200", "12 34.56", "1 000.5", "1\n120.00", "2 1,000.00", "1,2  34.5"]
    assert evaluate(render("is_mendable_number"), mendable) == [True] * len(mendable)
    assert evaluate(render("is_mendable_number"), others) == [False] * len(others)


def test_an_indicator_path_falls_into_level_and_rest() -> None:
    parts = f"regexp_extract(printed, {MACROS.indicator_path()}, ['level', 'rest'])"
    assert evaluate(parts, ["产出指标数量指标培训人数", "产出指标-数量指标", "培训人数"]) == [
        {"level": "产出指标", "rest": "数量指标培训人数"},
        {"level": "产出指标", "rest": "数量指标"},
        {"level": "", "rest": ""},
    ]


# Tested in tests/test_indicator_lists.py.
INDICATOR_LISTS = {
    "has_plain_name",
    "hides_indicator",
    "indicator_head",
    "indicator_numbering",
    "indicator_pieces",
    "inside_printed_text",
    "labelled_targets",
    "name_and_target",
    "without_end_marks",
}


def test_every_text_macro_has_a_test() -> None:
    tested_apart = {
        "absence_rank",
        "after_organization",
        "change_at_end",
        "indicator_path",
        *INDICATOR_LISTS,
        "is_mendable_number",
        "label_without_prefix",
        "name_in_catalogue",
    }
    parts_of_others = {"filling", "halfwidth", "numbering_pattern"}
    of_engines = dir(Environment().from_string(ENGINES).module)
    macros = {name for name in dir(MACROS) if not name.startswith("_")} - set(of_engines)
    assert macros == set(EXAMPLES) | set(EXAMPLES_WITH_WORDS) | tested_apart | parts_of_others


@PROPERTY
@given(some(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=6), st.sampled_from(["", "%"])))
def test_every_number_that_can_be_kept_is_read_exactly(numbers: list[tuple[Decimal, str]]) -> None:
    expected = [number for number, _ in numbers]
    assert evaluate(render("parse_number"), [f"{number:f}{sign}" for number, sign in numbers]) == expected
    assert evaluate(render("parse_number"), [f"{number:,f}{sign}" for number, sign in numbers]) == expected


@PROPERTY
@given(st.lists(st.text("0123456789.,-+%()△￥")))
def test_no_text_is_an_error(texts: list[str]) -> None:
    values = evaluate(render("parse_number"), texts)
    assert all(value is None or isinstance(value, Decimal) for value in values)


@PROPERTY
@given(some(st.decimals(min_value=1000, max_value=10**12, places=2), WHITE_SPACE, st.integers(0, 5)))
def test_a_number_survives_white_space_beside_or_behind_its_first_comma(
    numbers: list[tuple[Decimal, str, int]],
) -> None:
    printed = [(f"{number:,f}", space, cut) for number, space, cut in numbers]
    broken = [
        text[: text.index(",") + cut] + space + text[text.index(",") + cut :] for text, space, cut in printed
    ]
    squashed = render("squash")
    assert all(evaluate(render("is_broken_number"), broken))
    assert all(evaluate(render("is_mendable_number"), broken))
    assert evaluate(render("parse_number", squashed), broken) == [number for number, _, _ in numbers]


@PROPERTY
@given(st.lists(st.text()))
def test_squashed_text_stays_as_it_is(texts: list[str]) -> None:
    squashed = evaluate(render("squash"), texts)
    assert evaluate(render("squash"), squashed) == squashed
    assert evaluate(render("squash", render("compact")), texts) == squashed


@PROPERTY
@given(some(NUMBERING, HAN))
def test_numbering_is_cut_off_and_counted(labels: list[tuple[tuple[str, int], str]]) -> None:
    printed = [numbering + words for (numbering, _), words in labels]
    assert evaluate(render("label_words"), printed) == [words for _, words in labels]
    assert evaluate(render("numbering_depth"), printed) == [depth for (_, depth), _ in labels]


@PROPERTY
@given(some(FUNCTION_CODES, st.sampled_from(["", "-", "—", "－", "_"]), HAN))
def test_code_and_name_in_one_cell_fall_apart(labels: list[tuple[str, str, str]]) -> None:
    printed = ["".join(parts) for parts in labels]
    assert evaluate(render("code_in_label"), printed) == [code for code, _, _ in labels]
    assert evaluate(render("label_without_code"), printed) == [name for _, _, name in labels]
