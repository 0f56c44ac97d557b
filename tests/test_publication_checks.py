"""Errors planted in a drawn disclosure, one for each rule of ``fct_publication_checks``, and its clean twin.

The two differ in the planted errors only: what is found in one must be right in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from readers.pdf_drawing import Paper
from running import BuiltWarehouse

OWN, OTHER = "某市商务局", "某市文化局"
LABELLED = [50.0, 120.0, 290.0, 370.0, 450.0, 530.0]
TWO_SIDED = [50.0, 190.0, 290.0, 430.0, 530.0]
TWO_COLUMNS = [50.0, 350.0, 530.0]


@dataclass(frozen=True)
class Words:
    """What the disclosure prints for a rule: right, and with the planted error."""

    rule_code: str
    right: str
    planted: str


SENTENCES = [
    Words(
        "sentence_change",
        "2024年会议费预算110.00万元，比2023年预算数100.00万元增加10.00万元。",
        "2024年会议费预算110.00万元，比2023年预算数100.00万元增加12.00万元。",
    ),
    Words(
        "sentence_rate",
        "委托业务费预算20.00万元，比上年减少5.00万元，下降20.00%。",
        "委托业务费预算20.00万元，比上年减少5.00万元，下降25.00%。",
    ),
    Words(
        "rate_on_zero_base",
        "培训费预算8.00万元，比上年增加8.00万元。",
        "培训费预算8.00万元，比上年增加8.00万元，增长100%。",
    ),
    Words(
        "completion_of_zero_budget",
        "差旅费年初预算为10.00万元，支出决算为5.00万元，完成年初预算的50%。",
        "差旅费年初预算为0万元，支出决算为5.00万元，完成年初预算的100%。",
    ),
    Words(
        "direction_words",
        "印刷费预算30.00万元，比上年减少10.00万元，下降25.00%。",
        "印刷费预算30.00万元，比上年减少10.00万元，增长25.00%。",
    ),
    Words(
        "sentence_share",
        "工会经费100.00万元，其中：办公60.00万元，占60.00%；活动40.00万元，占40.00%。",
        "工会经费100.00万元，其中：办公60.00万元，占60.00%；活动40.00万元，占45.00%。",
    ),
    Words(
        "fund_item_path",
        "教育支出（类）普通教育（款）小学教育（项）50.00万元，主要用于学校运转。",
        "教育支出（类）普通教育（款）小学教育（项）55.00万元，主要用于学校运转。",
    ),
    Words(
        "abroad_without_trips",
        "本年安排因公出国（境）团组1个，累计2人次。",
        "本年安排因公出国（境）团组0个，累计0人次。",
    ),
    Words("vehicles_bought_without_number", "本年购置公务用车1辆。", "本年购置公务用车0辆。"),
    Words("vehicles_run_without_stock", "公务用车保有量3辆。", "公务用车保有量0辆。"),
    Words("reception_without_visits", "国内公务接待5批次，40人次。", "国内公务接待0批次，0人次。"),
    Words(
        "statement_said_filled",
        "2024年没有国有资本经营预算支出。",
        "2024年国有资本经营预算支出12.00万元。",
    ),
]
ON_OTHER_PAGES = [
    "statement_missing",
    "statement_order",
    "statement_said_empty",
    "contents_page",
    "contents_statement",
    "title_year",
    "title_organization",
    "other_organization",
    "indicator_values",
]
RULES = [words.rule_code for words in SENTENCES] + ON_OTHER_PAGES
# What the clean twin does not print at all.
NOT_IN_CLEAN_TWIN = {"rate_on_zero_base", "statement_said_filled", "other_organization"}


class Disclosure:
    """A disclosure being drawn; ``planted`` says which of its two texts."""

    def __init__(self, path: Path, *, planted: bool) -> None:
        self.paper, self.planted = Paper(path), planted

    def statement(
        self,
        title: str,
        xs: Sequence[float],
        rows: Sequence[Sequence[str]],
        organization: str = OWN,
        note: str = "",
    ) -> None:
        self.paper.text(297, 60, title, 14, "centre")
        self.paper.text(50, 84, f"部门名称：{organization}")
        self.paper.text(530, 84, "单位：万元", 10, "right")
        self.paper.table(xs, 100, rows)
        if note:
            self.paper.text(50, 115 + 20 * len(rows), note)
        self.paper.next_page()

    def lines(self, *lines: str, size: float = 9) -> None:
        for number, line in enumerate(lines):
            self.paper.text(40, 60 + 24 * number, line, size)
        self.paper.next_page()

    def cover(self) -> None:
        for number, line in enumerate([OWN, "2024年部门预算"]):
            self.paper.text(297, 200 + 60 * number, line, 22, "centre")
        self.paper.next_page()

    def contents(self) -> None:
        last = 12 if self.planted else 13
        entries = [
            ("一、部门职责", 1),
            ("二、机构设置", 4 if self.planted else 2),
            ("三、部门收支总表", 3),
            ("四、部门收入总表", 4),
            ("五、预算情况说明", last),
            ("六、名词解释", last + 1),
        ]
        if self.planted:
            entries.append(("七、政府采购预算表", 15))
        self.lines("目录", *[f"{words}{'.' * 40}{page}" for words, page in entries], size=11)

    def statements(self) -> None:
        """The nine statutory statements; the planted one lacks one and exchanges two."""
        items = [
            ["205", "教育支出", "100.00", "60.00", "40.00"],
            ["20502", "普通教育", "100.00", "60.00", "40.00"],
            ["2050202", "小学教育", "50.00", "50.00", ""],
            ["2050203", "初中教育", "50.00", "10.00", "40.00"],
        ]
        by_function = [
            ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
            ["合计", "", "100.00", "60.00", "40.00"],
            *items,
        ]
        balance = [
            ["收入", "", "支出", ""],
            ["项目", "预算数", "项目", "预算数"],
            ["一、一般公共预算拨款收入", "100.00", "一、教育支出", "100.00"],
            ["收入总计", "100.00", "支出总计", "100.00"],
        ]
        self.statement("部门收支总表", TWO_SIDED, balance)
        self.statement(
            "部门收入总表",
            LABELLED[:5],
            [
                ["科目编码", "科目名称", "合计", "一般公共预算"],
                *[[row[0], row[1], row[2], row[2]] for row in by_function[1:]],
            ],
        )
        expenditure = ("部门支出总表", LABELLED, by_function)
        fiscal = ("财政拨款收支总表", TWO_SIDED, balance)
        for title, xs, rows in (fiscal, expenditure) if self.planted else (expenditure, fiscal):
            self.statement(title, xs, rows)
        self.statement("一般公共预算支出表", LABELLED, by_function)
        if not self.planted:
            self.statement(
                "一般公共预算基本支出表",
                LABELLED,
                [
                    ["经济分类编码", "经济分类名称", "合计", "人员经费", "公用经费"],
                    ["合计", "", "60.00", "40.00", "20.00"],
                    ["301", "工资福利支出", "40.00", "40.00", ""],
                    ["302", "商品和服务支出", "20.00", "", "20.00"],
                ],
            )
        self.statement(
            "一般公共预算“三公”经费支出表",
            TWO_COLUMNS,
            [
                ["项目", "2024年预算数"],
                ["合计", "10.00"],
                ["1.因公出国（境）费", "1.00"],
                ["2.公务接待费", "2.00"],
                ["3.公务用车购置及运行维护费", "7.00"],
                ["其中：公务用车购置费", "3.00"],
                ["公务用车运行维护费", "4.00"],
            ],
            organization=OTHER if self.planted else OWN,
        )
        empty = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "", "", "", ""]]
        fund = [empty[0], ["212", "城乡社区支出", "30.00", "", "30.00"]]
        self.statement(
            f"{2023 if self.planted else 2024}年政府性基金预算支出表",
            LABELLED,
            fund if self.planted else empty,
            note="注：本表无数据。",
        )
        self.statement("2024年国有资本经营预算支出表", LABELLED, empty)
        self.statement("2024年项目支出表", LABELLED[:3], [["项目名称", "金额"], ["设备购置", "40.00"]])

    def targets(self) -> None:
        self.paper.text(297, 60, "2024年项目支出绩效目标表", 14, "centre")
        self.paper.table(
            [50.0, 150.0, 250.0, 400.0, 530.0],
            100,
            [
                ["项目名称", "设备购置", "项目金额（万元）", "40.00"],
                ["一级指标", "二级指标", "三级指标", "指标值"],
                ["产出指标", "数量指标", "购置设备数量", "≥10台"],
                ["产出指标", "数量指标", "购置设备数量", "≥12台" if self.planted else "≥10台"],
                ["产出指标", "质量指标", "验收合格率", "≥95%"],
            ],
        )
        self.paper.next_page()

    def draw(self) -> Path:
        self.cover()
        self.contents()
        self.lines("一、部门职责", "负责全市商务工作。")
        self.lines("二、机构设置", "本部门内设五个科室。")
        self.statements()
        self.lines(
            "五、预算情况说明", *[words.planted if self.planted else words.right for words in SENTENCES]
        )
        self.lines("六、名词解释", "基本支出：保障机构正常运转的支出。")
        self.targets()
        return self.paper.save()

    def draw_tables(self) -> Path:
        self.cover()
        self.statements()
        self.targets()
        return self.paper.save()


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    Disclosure(folder / "clean_checks.pdf", planted=False).draw()
    Disclosure(folder / "planted_checks.pdf", planted=True).draw()
    Disclosure(folder / "tables_without_text.pdf", planted=True).draw_tables()


def statuses(warehouse: BuiltWarehouse, file: str, rule_code: str) -> set[str]:
    return {
        status
        for (status,) in warehouse.rows(
            "select distinct status from fct_publication_checks join dim_disclosures using (disclosure_key) "
            "where source_file = ? and rule_code = ?",
            [file, rule_code],
        )
    }


@pytest.mark.parametrize("rule_code", RULES)
def test_the_planted_error_is_found(written: BuiltWarehouse, rule_code: str) -> None:
    assert "fail" in statuses(written, "planted_checks.pdf", rule_code)


@pytest.mark.parametrize("rule_code", sorted(set(RULES) - NOT_IN_CLEAN_TWIN))
def test_its_clean_twin_is_tested_and_right(written: BuiltWarehouse, rule_code: str) -> None:
    found = statuses(written, "clean_checks.pdf", rule_code)
    assert "pass" in found
    assert "fail" not in found


def test_nothing_else_is_found(written: BuiltWarehouse) -> None:
    found = written.rows(
        "select source_file, rule_code, count(*) from fct_findings "
        "join dim_disclosures using (disclosure_key) "
        "where kind = 'check' and source_file <> 'tables_without_text.pdf' group by all"
    )
    assert {file for file, _, _ in found} == {"planted_checks.pdf"}
    assert {rule_code: count for _, rule_code, count in found} == dict.fromkeys(RULES, 1)


def test_a_finding_shows_its_words(written: BuiltWarehouse) -> None:
    ((subject, published, expected, unit, severity),) = written.rows(
        "select subject, published_value, expected_value, unit, severity from fct_findings "
        "where rule_code = 'sentence_rate'"
    )
    assert (subject, published, expected, unit, severity) == (
        "委托业务费预算20.00万元，比上年减少5.00万元，下降25.00%",
        -25,
        -20,
        "%",
        "warning",
    )


def test_tables_are_not_blamed_for_a_text_that_is_published_elsewhere(written: BuiltWarehouse) -> None:
    empty = written.rows(
        "select source_file, is_explained from fct_statement_coverage "
        "join dim_disclosures using (disclosure_key) "
        "where statement_code = 'soe_capital' and status = 'empty'"
    )
    assert dict(empty) == {
        "clean_checks.pdf": True,
        "planted_checks.pdf": False,
        "tables_without_text.pdf": None,
    }
    blamed = written.rows(
        "select source_file from fct_findings join dim_disclosures using (disclosure_key) "
        "where kind = 'coverage' and statement_code = 'soe_capital'"
    )
    assert blamed == [("planted_checks.pdf",)]
    assert statuses(written, "tables_without_text.pdf", "statement_missing") == {"not_testable", "pass"}
