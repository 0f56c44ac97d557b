"""Same content, same facts: statements known from text, printed as PDF in many styles.

The statements come from the committed text disclosures. Each style prints every source as its own file: a
cover page, then for each table its title, unit line and cells. All files go through one build. Each file must
publish the same facts as the text: every coordinate, value and unit. Only the address may differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PrintedTable
from running import RAW_DIR, BuiltWarehouse

from pipelines.readers import read_document
from pipelines.readers.document import Cell, Table
from pipelines.readers.figures import looks_like_amount

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
MARGIN = 40.0

COORDINATES = (
    "statement_code, flow, line_no, line_label, function_code, department_economic_code, "
    "government_economic_code, unit_code, project_code, procurement_code, row_role, column_label, "
    "fund_source, nature, basis, fiscal_year, measure, published_value, published_unit, amount_yuan"
)
Facts = Counter[tuple[Any, ...]]


@dataclass(frozen=True)
class Source:
    """Statements of one text disclosure: its cover, and for each statement the number and title of its table.

    ``headers`` gives the number of header rows if the text leaves it open: rows without amounts follow.
    """

    file: str
    cover: tuple[str, ...]
    titles: dict[str, tuple[int, str]]
    headers: dict[str, int] = field(default_factory=dict)
    unit_line: str = "单位：万元"


SOURCES = {
    "guyuan": Source(
        "guyuan-2024-gongyehexinxihuaju-budget.txt",
        ("固原市工业和信息化局", "2024 年部门预算"),
        {
            "fiscal_balance": (1, "财政拨款收支预算总表"),
            "general_expenditure": (2, "一般公共预算财政拨款支出表"),
            "general_basic_economic": (3, "一般公共预算财政拨款基本支出表"),
            "three_public": (4, "一般公共预算财政拨款“三公”经费支出表"),
            "balance_total": (6, "部门收支预算总表"),
            "revenue_total": (7, "部门收入总表"),
            "expenditure_total": (8, "部门支出总表"),
        },
    ),
    "xinzhou": Source(
        "xinzhou-2022-gongyehexinxihuaju-budget.txt",
        ("忻州市工业和信息化局", "2022 年度部门预算公开"),
        {
            "balance_total": (1, "2022 年预算收支总表"),
            "revenue_total": (2, "2022 年预算收入总表"),
            "expenditure_total": (3, "2022 年预算支出总表"),
            "fiscal_balance": (4, "2022 年财政拨款收支总表"),
            "general_basic_economic": (6, "一般公共预算安排基本支出分经济科目表"),
            "three_public": (10, "2022 年一般公共预算“三公”经费支出情况统计表"),
            "operating_cost": (11, "2022 年机关运行经费预算财政拨款情况统计表"),
        },
        headers={"three_public": 1},
    ),
    "xushui": Source(
        "xushui-2024-gongyehexinxihuaju-budget.txt",
        ("保定市徐水区工业和信息化局", "2024 年部门预算"),
        {
            "balance_total": (1, "部门预算收支总表"),
            "revenue_total": (2, "部门预算收入总表"),
            "expenditure_total": (3, "部门预算支出总表"),
            "fiscal_balance": (4, "部门预算财政拨款收支总表"),
            "general_expenditure": (5, "部门预算一般公共预算财政拨款支出表"),
            "general_basic_economic": (6, "部门预算一般公共预算财政拨款基本支出表"),
            "three_public": (9, "部门预算财政拨款“三公”经费支出表"),
        },
    ),
}


@dataclass(frozen=True)
class Style:
    """How tables are typeset. ``narrow`` columns have room for five digits, or five Chinese characters."""

    sources: tuple[str, ...] = tuple(SOURCES)
    page: tuple[float, float] = A4
    font_size: float = 8.0
    verticals: bool = True
    narrow: bool = False
    repeat_header: bool = True
    gap: float = 3.0
    flowing: bool = False


STYLES = {
    "full_rules": Style(),
    # 徐水 prints organisation, year and unit in one header row with the columns. Without frames around them,
    # nobody could see where they end. Its seven tables are therefore not printed in this style.
    "three_line": Style(sources=("guyuan", "xinzhou"), page=landscape(A4), verticals=False, gap=6.0),
    "narrow": Style(narrow=True),
    "page_breaks_header_repeated": Style(page=A5, font_size=7.0, gap=2.0, flowing=True),
    "page_breaks_header_once": Style(page=A5, font_size=7.0, gap=2.0, flowing=True, repeat_header=False),
    "landscape": Style(page=landscape(A4), font_size=9.0),
}
FILES = [(name, source) for name, style in STYLES.items() for source in style.sources]


class ThreeLineTable(PrintedTable):
    """A table with a short ruling below each label of several columns."""

    groups: Sequence[tuple[int, int, int]] = ()

    def onSplit(self, T: Any, byRow: int = 1) -> None:  # noqa: N802, N803
        """Parts on other pages repeat the header, and with it the short rulings."""
        T.groups = self.groups

    def _drawLines(self) -> None:  # noqa: N802
        super()._drawLines()  # pyrefly: ignore[missing-attribute]
        self.canv.setLineWidth(0.5)
        for first, last, row in self.groups:
            columns, rows = getattr(self, "_colpositions"), getattr(self, "_rowpositions")  # noqa: B009
            self.canv.line(columns[first] + 3, rows[row + 1], columns[last + 1] - 3, rows[row + 1])


class Typesetter:
    """Prints one table in one style; merged header cells extend over the blank cells below them."""

    def __init__(self, table: Table, style: Style) -> None:
        self.table, self.style = table, style
        self.cells = {(cell.row_no - 1, cell.col_no - 1): cell for cell in table.cells}
        self.amounts = self._amount_columns()
        self.widths = self._widths()

    def printed(self) -> PrintedTable:
        """The table as reportlab sets it."""
        style, size = self.style, self.style.font_size
        rows = [["" for _ in range(self.table.column_count)] for _ in range(self.table.row_count)]
        commands: list[tuple[Any, ...]] = [
            ("FONT", (0, 0), (-1, -1), FONT, size, 1.2 * size),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), style.gap),
            ("RIGHTPADDING", (0, 0), (-1, -1), style.gap),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        header = self.table.header_row_count
        groups: list[tuple[int, int, int]] = []
        for (row, col), cell in self.cells.items():
            end_row, end_col = self._reach(cell)
            rows[row][col] = self._wrapped(cell.text, sum(self.widths[col : end_col + 1]) - 2 * style.gap)
            place = ((col, row), (end_col, end_row))
            if (row, col) != (end_row, end_col):
                commands.append(("SPAN", *place))
            if row < header:
                commands.append(("ALIGN", *place, "CENTRE"))
                if end_col > col:
                    groups.append((col, end_col, end_row))
            elif self.amounts[col]:
                commands.append(("ALIGN", *place, "RIGHT"))
        if style.verticals:
            commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        else:
            commands.append(("LINEABOVE", (0, 0), (-1, 0), 1.0, colors.black))
            commands.append(("LINEBELOW", (0, header - 1), (-1, header - 1), 0.5, colors.black))
            commands.append(("LINEBELOW", (0, -1), (-1, -1), 1.0, colors.black))
        table = ThreeLineTable if not style.verticals else PrintedTable
        printed = table(
            rows, self.widths, style=commands, repeatRows=header if style.repeat_header else 0, splitByRow=1
        )
        if isinstance(printed, ThreeLineTable):
            printed.groups = groups
        return printed

    def _reach(self, cell: Cell) -> tuple[int, int]:
        """Last row and column of a cell; a header cell includes the blank header cells below it."""
        col = cell.col_no - 1
        row, end = cell.row_no - 1, col + cell.col_span - 1
        while row + 1 < self.table.header_row_count and not any(
            other.row_no - 1 == row + 1
            and other.col_no - 1 <= end
            and col <= other.col_no + other.col_span - 2
            for other in self.table.cells
        ):
            row += 1
        return row, end

    def _amount_columns(self) -> list[bool]:
        """For each column, whether it holds only numbers."""
        amounts = [True] * self.table.column_count
        for (row, col), cell in self.cells.items():
            if row >= self.table.header_row_count and not looks_like_amount(cell.text):
                amounts[col] = False
        return amounts

    def _widths(self) -> list[float]:
        """Column widths: as wide as the data needs; labels get the rest of the page."""
        style, size = self.style, self.style.font_size
        natural = [2.2 * size] * self.table.column_count
        for (row, col), cell in self.cells.items():
            if row >= self.table.header_row_count:
                natural[col] = max(natural[col], pdfmetrics.stringWidth(cell.text, FONT, size))
        if style.narrow:
            natural = [
                min(width, (2.6 if amount else 5.2) * size)
                for width, amount in zip(natural, self.amounts, strict=True)
            ]
        natural = [width + 2 * style.gap + 0.5 for width in natural]
        available = style.page[0] - 2 * MARGIN
        if sum(natural) <= available:
            spare = 0.0 if style.narrow else (available - sum(natural)) / len(natural)
            return [width + min(spare, 20.0) for width in natural]
        low, high = 0.0, max(natural)
        for _ in range(40):
            cap = (low + high) / 2
            low, high = (cap, high) if sum(min(w, cap) for w in natural) <= available else (low, cap)
        return [min(width, low) for width in natural]

    def _wrapped(self, text: str, width: float) -> str:
        """Text broken at the end of the column, even inside numbers, as in spreadsheets."""
        lines = [""]
        for char in text:
            if char == "\n":
                lines.append("")
                continue
            if lines[-1] and pdfmetrics.stringWidth(lines[-1] + char, FONT, self.style.font_size) > width:
                lines.append("")
            lines[-1] += char
        return "\n".join(lines)


def print_source(path: Path, source: Source, style: Style) -> None:
    """One PDF: cover, then the statements."""
    size = style.font_size
    cover = ParagraphStyle("cover", fontName=FONT, fontSize=22, leading=44, alignment=TA_CENTER)
    title = ParagraphStyle("title", fontName=FONT, fontSize=size + 5, leading=size + 12, alignment=TA_CENTER)
    unit = ParagraphStyle("unit", fontName=FONT, fontSize=size, leading=size + 6, alignment=TA_RIGHT)
    story: list[Flowable] = [Spacer(1, 120), *(Paragraph(line, cover) for line in source.cover)]
    found = {table.table_no: table for table in read_document(RAW_DIR / source.file).tables}
    for index, (statement, (number, name)) in enumerate(source.titles.items()):
        table = found[number]
        table = replace(table, header_row_count=source.headers.get(statement, table.header_row_count))
        story.append(CondPageBreak(150) if style.flowing and index else PageBreak())
        story += [Paragraph(name, title), Paragraph(source.unit_line, unit)]
        story += [Typesetter(table, style).printed(), Spacer(1, 18)]

    def page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawCentredString(style.page[0] / 2, 22, f"- {document.page} -")

    document = SimpleDocTemplate(
        str(path),
        pagesize=style.page,
        title="",
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    document.build(story, onLaterPages=page_number)


def facts_of(built: BuiltWarehouse, source_file: str) -> dict[str, Facts]:
    """The facts of a disclosure by statement, without address, with the number of times each occurs."""
    rows = built.rows(
        f"select {COORDINATES} from fct_published_amounts "
        "where disclosure_key in (select disclosure_key from dim_disclosures where source_file = ?)",
        [source_file],
    )
    facts: dict[str, Facts] = defaultdict(Counter)
    for row in rows:
        facts[row[0]][row] += 1
    return facts


def write_documents(folder: Path, _: pytest.FixtureRequest) -> None:
    """All sources in all styles."""
    for style, source in FILES:
        print_source(folder / f"{style}-{source}.pdf", SOURCES[source], STYLES[style])


@pytest.mark.parametrize(("style", "source"), FILES)
def test_printed_statements_give_the_facts_of_the_text(
    warehouse: BuiltWarehouse, written: BuiltWarehouse, style: str, source: str
) -> None:
    text = facts_of(warehouse, SOURCES[source].file)
    found = facts_of(written, f"{style}-{source}.pdf")
    differences = []
    for statement in SOURCES[source].titles:
        assert text[statement], f"the text publishes no {statement}"
        differences += [f"missing {row}" for row in text[statement] - found[statement]]
        differences += [f"surplus {row}" for row in found[statement] - text[statement]]
    differences += [f"surplus {name}" for name in found.keys() - SOURCES[source].titles.keys()]
    assert not differences, "\n".join(differences[:40])


def test_the_styles_are_what_their_names_say(written: BuiltWarehouse) -> None:
    """Tables do break and amounts do wrap; otherwise the comparison would hold for the wrong reason."""
    rows = written.rows(
        """
        select split_part(source_file, '-', 1), count(*) filter (amounts.repaired),
            count(distinct amounts.table_no) filter (amounts.page_no > first_page)
        from (
            select *, min(page_no) over (partition by disclosure_key, table_no) as first_page
            from fct_published_amounts
        ) as amounts
        join dim_disclosures using (disclosure_key)
        group by all
        """
    )
    wrapped_amounts = {style: count for style, count, _ in rows}
    broken_tables = {style: count for style, _, count in rows}
    assert wrapped_amounts["narrow"] > 50 > wrapped_amounts["full_rules"]
    for style in ("page_breaks_header_repeated", "page_breaks_header_once", "three_line"):
        assert broken_tables[style] > 0, style
