"""From a figure back to its printed cell: the chain in words, the picture, and missing parts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pdfplumber
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from readers.pdf_drawing import HEADER, ROWS, Paper
from running import BuiltWarehouse

from pipelines.cli import cli
from pipelines.command.plain_text import width_of
from pipelines.command.trace.neighbours import PrintedCell, header_cells, row_cells
from pipelines.command.trace.picture import FRAME, HEADER_TINT, ROW_TINT, SCALE, draw_address
from pipelines.command.trace.source import SourceUnavailable, find_source, source_excerpt
from pipelines.raw_folder.fingerprints import disclosure_key, sha256_of_file
from pipelines.raw_store import RawStore, build_lock
from pipelines.raw_store.segments import find_segments
from pipelines.readers.dispatch import read_document
from pipelines.readers.document import Box, Cell, Document
from pipelines.reading.rows import content_tables
from pipelines.settings import Settings

XS = [60.0, 160.0, 300.0, 400.0, 500.0]


@dataclass(frozen=True)
class SmallWarehouse:
    """A warehouse of one document: its raw cells, and facts made from the cells that a test names."""

    settings: Settings
    document: Document
    key: str

    def amount_key(self, cell: Cell, table_no: int = 1) -> str:
        return f"{self.key}-t{table_no}-r{cell.row_no}-c{cell.col_no}"

    def cell(self, text: str, table_no: int = 1) -> Cell:
        return next(cell for cell in self.document.tables[table_no - 1].cells if cell.text == text)

    def trace(self, key: str, *options: object, width: int = 300) -> Result:
        return trace(self.settings, key, *options, width=width)

    def publish(self, sql: str) -> None:
        """Change the published file."""
        with duckdb.connect(str(self.settings.published_file)) as connection:
            connection.execute(f"use marts; {sql}")


def trace(settings: Settings, key: str, *options: object, width: int = 300) -> Result:
    folders = ("--warehouse-dir", settings.warehouse_dir, "--raw-dir", settings.raw_dir)
    arguments = [str(argument) for argument in ("trace", key, *folders, *options)]
    return CliRunner().invoke(cli, arguments, env={"COLUMNS": str(width)})


def small_warehouse(path: Path, warehouse_dir: Path) -> SmallWarehouse:
    """All numeric cells of a file as published amounts, and its raw cells in the build file."""
    settings = Settings(path.parent, warehouse_dir, 1)
    document = read_document(path)
    sha256 = sha256_of_file(path)
    key = disclosure_key(sha256)
    with RawStore.open(settings.build_file) as store:
        store.write_documents([], content_tables(key, document))
    with duckdb.connect(str(settings.published_file)) as published:
        find_segments(published, settings.build_file)
        published.execute(f"attach '{settings.build_file}' as build (read_only)")
        published.execute("create schema marts")
        published.execute(
            "create table marts.dim_disclosures as select ? as disclosure_key, ? as source_file, "
            "? as content_sha256, ? as media_type, '固原市工业和信息化局' as organization_name, "
            "2024 as fiscal_year, 'budget' as report_kind",
            [key, path.name, sha256, document.media_type],
        )
        published.execute(
            """
            create table marts.fct_published_amounts as
            select
                concat(disclosure_key, '-t', table_no, '-r', row_no, '-c', col_no) as amount_key,
                disclosure_key, 'general_expenditure' as statement_code, 'expenditure' as flow, 1 as line_no,
                '教育支出' as line_label, '205' as function_code, 'detail' as row_role, '' as column_label,
                'general_public' as fund_source, 'total' as nature, 'budget' as basis, 2024 as fiscal_year,
                'amount' as measure, try_cast(replace(text, ',', '') as decimal(24, 6)) as published_value,
                '万元' as published_unit, cast(published_value * 10000 as decimal(24, 2)) as amount_yuan,
                page_no, table_no, row_no, col_no, x0, top, x1, bottom, source_line, text as raw_text,
                'unverified' as verification
            from build.raw.cells
            where try_cast(replace(text, ',', '') as decimal(24, 6)) is not null
            """
        )
    return SmallWarehouse(settings, document, key)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    (tmp_path / "raw").mkdir()
    return Paper(tmp_path / "raw" / "one.pdf")


@pytest.fixture
def small(paper: Paper, tmp_path: Path) -> SmallWarehouse:
    """One table on one page."""
    paper.table(XS, 100, [HEADER, *ROWS])
    return small_warehouse(paper.save(), tmp_path / "warehouse")


def pixel(picture: Path | Image.Image, x: float, y: float) -> tuple[int, ...]:
    image = picture if isinstance(picture, Image.Image) else Image.open(picture)
    found = image.getpixel((round(x * SCALE), round(y * SCALE)))
    assert isinstance(found, tuple)
    return found


def inner_corner(cell: Cell) -> tuple[float, float]:
    """A point inside a cell where nothing is printed."""
    assert cell.box is not None
    return cell.box.x0 + 2, cell.box.bottom - 2


# --- the command


def test_prints_the_chain_from_the_figure_to_the_cell(small: SmallWarehouse, tmp_path: Path) -> None:
    result = small.trace(small.amount_key(small.cell("10,441.41")), "--output", tmp_path / "page.png")
    assert result.exit_code == 0, result.output
    for text in (
        "general_expenditure",
        "教育支出 · detail",
        "function 205",
        "10,441.41 万元 = 104,414,100.00 yuan",
        "2024 · budget",
        "unverified",
        "固原市工业和信息化局",
        "one.pdf",
        sha256_of_file(small.settings.raw_dir / "one.pdf"),
        "page 1, table 1, row 4, column 3",
        "205 │ 教育支出 │ »10,441.41« │ 0.00",
        "Header   合计",
        "no identities yet",
    ):
        assert text in result.output


def test_draws_the_cell_framed_with_its_row_and_header_tinted(small: SmallWarehouse, tmp_path: Path) -> None:
    target = small.cell("10,441.41")
    picture = tmp_path / "page.png"
    assert small.trace(small.amount_key(target), "--output", picture).exit_code == 0
    assert target.box is not None
    assert pixel(picture, *inner_corner(small.cell("教育支出"))) == ROW_TINT
    assert pixel(picture, *inner_corner(small.cell("0.00"))) == ROW_TINT
    assert pixel(picture, *inner_corner(small.cell("合计"))) == HEADER_TINT
    assert pixel(picture, *inner_corner(target)) == (255, 255, 255)
    assert pixel(picture, *inner_corner(small.cell("人大事务"))) == (255, 255, 255)
    assert pixel(picture, target.box.x0 - 1, (target.box.top + target.box.bottom) / 2) == FRAME
    with Image.open(picture) as image:
        assert round(image.info["dpi"][0]) == 150
        assert image.width == pytest.approx(595 * SCALE, abs=1)
        assert image.height > 842 * SCALE  # the whole page, and the legend below it


def test_the_picture_lies_in_the_current_folder_by_default(
    small: SmallWarehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    key = small.amount_key(small.cell("234.56"))
    assert small.trace(key).exit_code == 0
    assert (tmp_path / f"{key}.png").exists()


def test_a_page_that_stands_sideways_is_drawn_upright(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    paper = Paper(tmp_path / "raw" / "turned.pdf", rotation=90)
    paper.canvas.translate(595, 0)
    paper.canvas.rotate(90)
    paper.size = (842.0, 595.0)
    paper.table(XS, 100, [HEADER, *ROWS])
    small = small_warehouse(paper.save(), tmp_path / "warehouse")
    picture = tmp_path / "page.png"
    assert small.trace(small.amount_key(small.cell("10,441.41")), "--output", picture).exit_code == 0
    assert pixel(picture, *inner_corner(small.cell("教育支出"))) == ROW_TINT
    assert pixel(picture, *inner_corner(small.cell("合计"))) == HEADER_TINT


def test_a_header_that_a_page_repeats_is_tinted_there_too(paper: Paper, tmp_path: Path) -> None:
    full = [[f"20{number}", "教育支出", f"{number}.25", "0.00"] for number in range(100, 134)]
    paper.table(XS, 100, [HEADER, *full])
    paper.next_page()
    paper.table(XS, 100, [HEADER, ["299", "其他支出", "77.77", "0.00"]])
    small = small_warehouse(paper.save(), tmp_path / "warehouse")
    assert len(small.document.tables) == 1
    picture = tmp_path / "page.png"
    result = small.trace(small.amount_key(small.cell("77.77")), "--output", picture)
    assert "The header was read on page 1." in result.output
    assert pixel(picture, 302, 118) == HEADER_TINT
    assert pixel(picture, 402, 118) == (255, 255, 255)


def test_identities_are_shown_with_both_figures_and_failing_ones_first(
    small: SmallWarehouse, tmp_path: Path
) -> None:
    key = small.amount_key(small.cell("10,441.41"))
    small.publish(
        f"""
        create table fct_reconciliations as
        select 'balance' as rule_code, 'pass' as status, 10441.41::decimal(24, 6) as published_value,
            10441.41::decimal(24, 6) as computed_value, ['{key}'] as left_amount_keys,
            ['x'] as right_amount_keys
        union all select 'total_is_sum', 'fail', 99.5, 98.25, ['y'], ['x', '{key}']
        union all select 'of_others', 'pass', 1, 1, ['y'], ['z']
        """
    )
    output = small.trace(key, "--output", tmp_path / "page.png").output
    assert output.index("total_is_sum") < output.index("pass  balance")
    assert "99.5" in output
    assert "98.25" in output
    assert "of_others" not in output


def test_an_unplaced_cell_is_traced_with_its_reason(small: SmallWarehouse, tmp_path: Path) -> None:
    key = small.amount_key(small.cell("201"))
    small.publish(
        "create table fct_unplaced_cells as select amount_key as cell_key, 'code' as reason, "
        f"* exclude (amount_key) from fct_published_amounts where amount_key = '{key}';"
        f"delete from fct_published_amounts where amount_key = '{key}'"
    )
    result = small.trace(key, "--output", tmp_path / "page.png")
    assert result.exit_code == 0, result.output
    assert "Not used, as  code" in result.output
    assert "»201« │ 一般公共服务支出" in result.output


# --- in the words of the reader


def with_labels(small: SmallWarehouse) -> None:
    """Labels and a published header path, as a release has them."""
    small.publish(
        """
        create table dim_code_labels as from (values
            ('verification', 'unverified', '未能验证', 'Not verified'),
            ('statement_code', 'general_expenditure', '一般公共预算支出表', 'General public budget'),
            ('report_kind', 'budget', '预算', 'Budget')) as t (code_column, code, name_zh, name_en);
        alter table fct_published_amounts add column header_path varchar[];
        update fct_published_amounts set header_path = ['本年预算', '合计']
        """
    )


@pytest.mark.parametrize(
    ("environment", "options", "words"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], ["检验结果", "未能验证", "一般公共预算支出表"]),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, [], ["Verdict", "Not verified"]),
        ({"LANG": "de_DE.UTF-8"}, [], ["Verdict", "General public budget"]),
        ({"LANG": "en_US.UTF-8"}, ["--lang", "zh"], ["检验结果", "未能验证"]),
    ],
)
def test_a_trace_speaks_one_language(
    small: SmallWarehouse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    options: list[str],
    words: list[str],
) -> None:
    with_labels(small)
    for variable in ("LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    key = small.amount_key(small.cell("10,441.41"))
    output = small.trace(key, "--output", tmp_path / "page.png", *options).output
    assert all(word in output for word in words)
    assert ("Verdict" in output) != ("检验结果" in output)
    assert "general_expenditure" not in output


def test_the_published_header_path_is_told_also_where_other_cells_stand_above(
    small: SmallWarehouse, tmp_path: Path
) -> None:
    with_labels(small)
    result = small.trace(small.amount_key(small.cell("0.00")), "--output", tmp_path / "page.png")
    assert [line for line in result.output.splitlines() if "Header" in line] == [
        "  Header            本年预算 / 合计"
    ]


@pytest.mark.parametrize("width", [80, 140])
def test_lines_of_a_trace_keep_to_the_width(small: SmallWarehouse, tmp_path: Path, width: int) -> None:
    small.publish("update dim_disclosures set organization_name = repeat('某某市某某局', 30)")
    key = small.amount_key(small.cell("10,441.41"))
    lines = small.trace(key, "--output", tmp_path / "p.png", width=width).output.splitlines()
    unbreakable = [line for line in lines if str(tmp_path) in line]
    assert max(width_of(line) for line in lines if line not in unbreakable) <= width


def test_a_hostile_label_sends_nothing_to_the_terminal(small: SmallWarehouse, tmp_path: Path) -> None:
    small.publish(
        "update dim_disclosures set organization_name = '\\[/bold] [red]' || chr(27) || '[2J' || chr(7)"
    )
    key = small.amount_key(small.cell("10,441.41"))
    result = small.trace(key, "--output", tmp_path / "page.png")
    assert result.exit_code == 0, result.output
    assert "\\[/bold] [red]␛[2J␇" in result.output
    assert "\x1b" not in result.output


def test_the_picture_says_whose_figure_it_shows(small: SmallWarehouse, tmp_path: Path) -> None:
    with_labels(small)
    picture = tmp_path / "page.png"
    small.trace(small.amount_key(small.cell("10,441.41")), "--output", picture, "--lang", "zh")
    with Image.open(picture) as image:
        assert isinstance(image, PngImageFile)
        described = str(image.text["Description"])
        below = image.crop((0, round(845 * SCALE), image.width, image.height)).convert("L")
    assert described.splitlines()[:2] == [
        "固原市工业和信息化局 · 2024 预算",
        "一般公共预算支出表 · 本年预算 / 合计 · 未能验证",
    ]
    dark = below.point([255 if tone < 128 else 0 for tone in range(256)])
    dark_rows = sum(
        dark.crop((0, row, dark.width, row + 1)).getbbox() is not None for row in range(dark.height)
    )
    assert dark_rows > 40, "a legend and three lines are written below the page"


def test_options_of_a_trace_are_looked_at_before_the_work(small: SmallWarehouse, tmp_path: Path) -> None:
    key = small.amount_key(small.cell("10,441.41"))
    for output, words in (
        (tmp_path / "none" / "page.png", "no folder"),
        (tmp_path / "page.jpg", ".png"),
        (tmp_path, ".png"),
    ):
        result = small.trace(key, "--output", output)
        assert result.exit_code == 2
        assert words in result.stderr


def test_a_release_of_another_version_is_told_so(small: SmallWarehouse) -> None:
    key = small.amount_key(small.cell("10,441.41"))
    small.publish("alter table fct_published_amounts drop column col_no")
    result = small.trace(key)
    assert result.exit_code == 2
    assert "no column col_no" in result.stderr
    assert "yusuan build --full" in result.stderr


# --- missing parts


@contextmanager
def build_in_progress(build_file: Path) -> Generator[None]:
    """Hold the lock as another process would; our own process could enter it again."""
    code = (
        "import sys; from pathlib import Path; from pipelines.raw_store import build_lock\n"
        "with build_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(build_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[1],
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
    finally:
        holder.communicate("")


def test_during_a_build_only_the_cell_is_framed_and_the_trace_says_so(
    small: SmallWarehouse, tmp_path: Path
) -> None:
    picture = tmp_path / "page.png"
    with build_in_progress(small.settings.build_file):
        result = small.trace(small.amount_key(small.cell("10,441.41")), "--output", picture)
    assert result.exit_code == 0, result.output
    assert "not shown: a build is writing" in result.output
    assert pixel(picture, *inner_corner(small.cell("教育支出"))) == (255, 255, 255)
    box = small.cell("10,441.41").box
    assert box is not None
    assert pixel(picture, box.x0 - 1, (box.top + box.bottom) / 2) == FRAME


def test_tracing_leaves_the_lock_free(small: SmallWarehouse, tmp_path: Path) -> None:
    assert small.trace(small.amount_key(small.cell("234.56")), "--output", tmp_path / "p.png").exit_code == 0
    with build_lock(small.settings.build_file, wait_seconds=0):
        pass


def test_a_published_file_alone_is_enough_for_the_frame(small: SmallWarehouse, tmp_path: Path) -> None:
    small.settings.build_file.unlink()
    result = small.trace(small.amount_key(small.cell("234.56")), "--output", tmp_path / "page.png")
    assert result.exit_code == 0, result.output
    assert "is not there" in result.output
    assert (tmp_path / "page.png").exists()


@pytest.mark.parametrize("change", ["create table raw.cells as from other_cells", ""])
def test_a_build_file_of_another_time_is_not_believed(
    small: SmallWarehouse, tmp_path: Path, change: str
) -> None:
    with RawStore.open(small.settings.build_file) as store:
        store.connection.execute(
            "create temp table other_cells as select * replace ('1.00' as text) from raw.cells; "
            f"drop view raw.cells; {change}"
        )
    result = small.trace(small.amount_key(small.cell("234.56")), "--output", tmp_path / "page.png")
    assert result.exit_code == 0, result.output
    assert "not shown: the build file" in result.output


def test_an_unknown_key_is_refused_with_words(small: SmallWarehouse) -> None:
    result = small.trace("d0-t1-r1-c1")
    assert result.exit_code == 2
    assert "d0-t1-r1-c1" in result.output
    assert "fct_published_amounts" in result.output


def test_a_source_file_that_is_gone_or_changed_is_named_after_the_chain(small: SmallWarehouse) -> None:
    path = small.settings.raw_dir / "one.pdf"
    key = small.amount_key(small.cell("234.56"))
    path.write_bytes(path.read_bytes() + b"\n")
    changed = small.trace(key)
    path.unlink()
    gone = small.trace(key)
    for result, words in ((changed, "is not the file that was read"), (gone, "is not there")):
        assert result.exit_code == 2
        assert "page 1, table 1" in result.output
        assert f"{path}" in result.output
        assert words in result.output
        assert "--raw-dir" in result.output


# --- text files


def test_of_a_text_file_the_line_is_printed_with_the_cell_marked(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    path = tmp_path / "raw" / "one.txt"
    rows = [
        "科目编码\t科目名称\t合计\t基本支出",
        "201\t一般公共服务支出\t5.00\t5.00",
        "205\t教育支出\t7.00\t7.00",
    ]
    path.write_text("支出表\n\n" + "\n".join(rows) + "\n\n联系人：张三\n", encoding="utf-8")
    small = small_warehouse(path, tmp_path / "warehouse")
    key = next(small.amount_key(c) for c in small.document.tables[0].cells if (c.row_no, c.col_no) == (3, 4))
    result = small.trace(key)
    assert result.exit_code == 0, result.output
    assert "5  205 │ 教育支出 │ 7.00 │ »7.00«" in result.output
    assert "4  201 │ 一般公共服务支出 │ 5.00 │ 5.00" in result.output
    assert "张三" not in result.output
    assert "Picture" not in result.output


def marked(lines: list[str], source_line: int, text: str, nth: int | None = None) -> list[tuple[int, str]]:
    excerpt = source_excerpt(lines, source_line, text, nth)
    return [(line.number, piece) for line in excerpt for piece, is_marked in line.pieces if is_marked]


def test_of_equal_cells_in_a_line_the_right_one_is_marked() -> None:
    line = "201\t0.00\t0.00\t0.00"
    excerpt = source_excerpt([line], 1, "0.00", nth=1)
    flags = [is_marked for piece, is_marked in excerpt[0].pieces if piece != "\t"]
    assert flags == [False, False, True, False]
    assert len(marked([line], 1, "0.00")) == 3


def test_a_cell_of_several_lines_is_marked_in_each() -> None:
    assert marked(["前", "\t10,441.4", "1", "", "后"], 2, "10,441.4\n1") == [(2, "10,441.4"), (3, "1")]


def test_an_excerpt_ends_where_the_file_ends_and_finds_cells_with_markup() -> None:
    lines = ["\t**5.00**", "\t6.00"]
    assert [line.number for line in source_excerpt(lines, 1, "5.00")] == [1, 2]
    assert marked(lines, 1, "5.00") == [(1, "**5.00**")]


# --- the parts


def printed(row_no: int, col_no: int, text: str, row_span: int = 1, col_span: int = 1) -> PrintedCell:
    return PrintedCell(row_no, col_no, row_span, col_span, 1, None, None, text)


CELLS = [
    printed(1, 1, "科目", row_span=2),
    printed(1, 2, "2024年预算数", col_span=2),
    printed(2, 2, "基本\n支出"),
    printed(2, 3, "项目支出"),
    printed(3, 1, "205", row_span=2),
    printed(3, 2, "1.00"),
    printed(4, 2, "2.00"),
    printed(4, 3, "3.00"),
]


def test_a_row_has_the_cells_that_reach_into_it() -> None:
    assert [cell.text for cell in row_cells(CELLS, CELLS[6])] == ["205", "3.00"]


def test_a_header_is_what_stands_above_in_the_header_rows() -> None:
    assert [cell.text for cell in header_cells(CELLS, CELLS[7], 2)] == ["2024年预算数", "项目支出"]
    assert header_cells(CELLS, CELLS[7], 0) == ()


def test_of_the_cells_above_those_that_the_column_label_names() -> None:
    title = printed(0, 1, "支出表", col_span=3)
    found = header_cells([title, *CELLS], CELLS[6], 2, "2024年预算数 / 基本支出")
    assert [cell.text for cell in found] == ["2024年预算数", "基本\n支出"]
    assert header_cells([title, *CELLS], CELLS[6], 2, "没有这一栏") == ()


def test_a_header_beside_its_figure_is_found_by_its_words() -> None:
    """In a form the header stands in the row; in dumped text the columns of header and rows are others."""
    form = [printed(1, 2, "甲项目"), printed(2, 1, "项目资金", row_span=2), printed(3, 2, "5.00")]
    assert [cell.text for cell in header_cells(form, form[2], 1, "项目资金")] == ["项目资金"]
    dumped = [
        printed(1, 1, "合计"),
        printed(1, 3, "项目支出"),
        printed(2, 2, "小计"),
        printed(2, 1, "基本支出"),
    ]
    dumped += [printed(3, 5, "1.00")]
    found = header_cells(dumped, dumped[-1], 2, "项目支出 / 小计")
    assert [cell.text for cell in found] == ["项目支出", "小计"]


def test_print_stays_black_under_a_tint_and_the_page_keeps_its_place() -> None:
    page = Image.new("RGB", (400, 300), "white")
    page.putpixel((30, 30), (0, 0, 0))
    picture = draw_address(page, None, [Box(10, 10, 20, 20)], scale=2)
    assert picture.getpixel((30, 30)) == (0, 0, 0)
    assert picture.getpixel((32, 32)) == ROW_TINT
    assert picture.getpixel((8, 8)) == (255, 255, 255)
    assert picture.width == 400
    assert page.getpixel((32, 32)) == (255, 255, 255)


def test_a_file_that_lies_there_twice_is_found_under_its_other_name(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("same")
    sha256 = sha256_of_file(tmp_path / "b.txt")
    assert find_source(tmp_path, ["a.txt", "b.txt"], sha256) == tmp_path / "b.txt"
    with pytest.raises(SourceUnavailable, match=r"a\.txt"):
        find_source(tmp_path, ["a.txt"], sha256)


# --- published disclosures


@pytest.mark.parametrize(
    ("name", "page_no"),
    [
        ("beijing-2026-jingjihexinxihuaju-budget", 1),
        ("changsha-2025-gonganju-budget", 16),
        ("xian-2022-gongyehexinxihuaju-budget", 44),
        ("foshan-2019-guidaojiaotongju-final", 5),
    ],
)
def test_the_frame_stands_around_the_figure_on_published_pages(
    published: BuiltWarehouse, name: str, page_no: int, tmp_path: Path
) -> None:
    amounts = published.rows(
        "select amount_key, raw_text, x0, top, x1, bottom from fct_published_amounts "
        "inner join dim_disclosures using (disclosure_key) "
        "where source_file = ? and page_no = ? and regexp_matches(raw_text, '\\.\\d+$') "
        "order by row_no, col_no",
        [f"{name}.pdf", page_no],
    )
    key, text, x0, top, x1, bottom = amounts[len(amounts) // 2]
    picture = tmp_path / "page.png"
    result = trace(published.settings, key, "--output", picture)
    assert result.exit_code == 0, result.output
    assert "not shown" not in result.output
    assert pixel(picture, x0 - 1, (top + bottom) / 2) == FRAME
    with pdfplumber.open(published.settings.raw_dir / f"{name}.pdf") as pdf:
        inside = pdf.pages[page_no - 1].crop((x0 - 1, top - 1, x1 + 1, bottom + 1))
        assert "".join(inside.extract_text().split()) == "".join(text.split())
