"""Damaged and hostile files: each has an outcome in words, none is a fault of the program or costs others."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from damage import KINDS, Intact, damaged_file
from damage.objects import PAGE, PAGES, objects_of, small_pdf, stream, table, written
from fuzz import FAULTS, errors_in, read_files

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.pdf import read_pdf
from pipelines.readers.pdf.ink.plumber import PlumberError, PlumberFile
from pipelines.readers.text import read_text
from pipelines.settings import Limits

COUNT = 100
STEPS_FOR_A_CELL = 200


def test_damaged_files_have_outcomes_in_words_and_say_nothing_at_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert len(KINDS) <= COUNT, "each kind is there"
    intact = Intact.small()
    files = {file.name: file for file in (damaged_file(number, intact) for number in range(COUNT))}
    (tmp_path / "raw").mkdir()
    with capfd.disabled(), errors_in(tmp_path / "errors"):
        outcomes = list(read_files(files.values(), tmp_path / "raw", Limits(seconds=20)))
    # What is no document any more may be an archive, whose files have an outcome each.
    reached = {
        name.split("/")[0] for o in outcomes for name in (o.document.source_file, *o.document.duplicate_files)
    }
    assert reached == set(files)
    assert [str(outcome) for outcome in outcomes if outcome.reason in FAULTS] == []
    assert [o.document.source_file for o in outcomes if o.status == "failed" and not o.message] == []
    assert (tmp_path / "errors").read_text() == ""
    reasons = {outcome.reason for outcome in outcomes}
    assert {None, "damaged", "truncated", "encrypted", "not_text", "web_page"} <= reasons


def test_a_damaged_file_is_the_same_under_its_number_every_time() -> None:
    first, second = Intact.small(), Intact.small()
    for number in range(COUNT):
        assert damaged_file(number, first) == damaged_file(number, second)


@pytest.mark.parametrize("claimed", [1_000_000, 2**31 - 1])
@pytest.mark.parametrize("in_branch", [False, True], ids=["root", "branch"])
def test_of_a_million_claimed_pages_those_are_read_that_exist(
    tmp_path: Path, claimed: int, in_branch: bool
) -> None:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % claimed
    objects = {2: pages}
    if in_branch:
        objects = {2: b"<< /Type /Pages /Kids [6 0 R] /Count %d >>" % claimed, 6: pages}
    path = tmp_path / "claims.pdf"
    path.write_bytes(small_pdf(objects))
    document = read_pdf(path)
    assert (document.page_count, len(document.tables)) == (1, 1)


def test_a_file_whose_claimed_pages_cannot_be_found_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: PlumberFile) -> int:
        raise PlumberError("PDFSyntaxError")

    monkeypatch.setattr(PlumberFile, "page_count", fail)
    path = tmp_path / "claims.pdf"
    path.write_bytes(small_pdf({2: PAGES.replace(b"/Count 1", b"/Count 1000000")}))
    with pytest.raises(UnreadableDocument, match="claims 1,000,000 pages") as caught:
        read_pdf(path)
    assert caught.value.reason == "damaged"


def test_a_page_that_is_not_in_the_file_costs_itself_only_and_none_is_read_twice(tmp_path: Path) -> None:
    kids = PAGES.replace(b"[3 0 R]", b"[3 0 R 6 0 R 7 0 R]").replace(b"/Count 1", b"/Count 3")
    path = tmp_path / "lost.pdf"
    path.write_bytes(small_pdf({2: kids, 7: PAGE}))
    document = read_pdf(path)
    assert [page.page_no for page in document.pages if page.character_count] == [1, 3]
    assert [read.page_first for read in document.tables] == [1, 3]
    (notice,) = [notice for notice in document.warnings if notice.reason == "unreadable_pages"]
    assert notice.pages == (2,)


@pytest.mark.parametrize("broken", [b"/F1 TJ", b"5 TJ"])
def test_a_page_whose_left_out_characters_cannot_be_read_is_unread(
    tmp_path: Path, broken: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pdfium passes over a wrong operand; pdfminer, which has to read what pdfium leaves out, does not."""
    monkeypatch.setattr("pipelines.readers.pdf.ink.paths.NO_WIDTH", 1000.0)  # each text counts as left out
    path = tmp_path / "broken.pdf"
    kids = PAGES.replace(b"[3 0 R]", b"[3 0 R 6 0 R]").replace(b"/Count 1", b"/Count 2")
    content = stream(table() + b"\nBT /F1 9 Tf 60 600 Td " + broken + b" ET")
    path.write_bytes(small_pdf({2: kids, 6: PAGE.replace(b"4 0 R", b"7 0 R"), 7: content}))
    document = read_pdf(path)
    assert [read.page_first for read in document.tables] == [1]
    (notice,) = [notice for notice in document.warnings if notice.reason == "unreadable_pages"]
    assert notice.pages == (2,)
    assert "pdfium leaves out" in notice.message


def test_faults_of_ours_are_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only calls of the libraries are guarded: an error in our own code on the way is not a damaged page."""
    monkeypatch.setattr("pipelines.readers.pdf.ruled.grid_from_frame.MOST_GRID_CELLS", 1)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipelines.readers.pdf.fallback._piece", fail)
    path = tmp_path / "whole.pdf"
    path.write_bytes(small_pdf())
    with pytest.raises(ZeroDivisionError):
        read_pdf(path)


@pytest.mark.parametrize("number", [b"99999999999999999999", b"-99999999999999999999", b"1234567890123"])
def test_what_is_drawn_enormously_far_away_changes_nothing(tmp_path: Path, number: bytes) -> None:
    path = tmp_path / "far.pdf"
    path.write_bytes(small_pdf())
    expected = read_pdf(path).tables
    far = b"\nBT /F1 %s Tf 60 600 Td (7) Tj ET %s 300 m %s 300 l S 9 %s 20 20 re f" % ((number,) * 4)
    path.write_bytes(small_pdf({4: stream(table() + far)}))
    assert [[cell.text for cell in t.cells] for t in read_pdf(path).tables] == [
        [cell.text for cell in t.cells] for t in expected
    ]


def steps_of(text: str, path: Path) -> int:
    """How many lines of Python are run to read a text: a measure of time that is the same everywhere."""
    path.write_text(text, encoding="utf-8")
    count = 0

    def trace(frame: object, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        read_text(path)
    finally:
        sys.settrace(None)
    return count


def ragged(width: int, words: tuple[str, ...]) -> str:
    """Rows of 1 to ``width`` cells in turn: thousands of cells, and where they are narrow of rows."""
    cells = [words[number % len(words)] for number in range(width)]
    lengths = [1 + (7919 * row) % width for row in range(max(3, 8_000 // width))]
    return "\n".join("\t".join(cells[:length]) + "\tx" for length in lengths)


AMOUNTS, WORDS_ONLY = ("合计", "1.00", "", "2.50", ""), ("栏", "", "目", "", "")


@pytest.mark.parametrize("words", [AMOUNTS, WORDS_ONLY], ids=["amounts", "words"])
@pytest.mark.parametrize("width", [4, 40, 250, 1000, 8000])
def test_each_ragged_cell_takes_few_steps_however_wide_the_rows_are(
    tmp_path: Path, words: tuple[str, ...], width: int
) -> None:
    text = ragged(width, words)
    cells = text.count("\t") + text.count("\n") + 1
    steps = steps_of(text, tmp_path / "ragged.txt")
    assert steps < STEPS_FOR_A_CELL * cells


def test_a_group_above_columns_that_its_own_row_is_too_short_for(tmp_path: Path) -> None:
    path = tmp_path / "short.txt"
    path.write_text("\n".join(["甲\t\t乙", "名\t数\t名\t数", "x\t1.00\ty\t2.00"]), encoding="utf-8")
    (read,) = read_text(path).tables
    assert [(c.text, c.col_no, c.col_span) for c in read.cells if c.row_no == 1] == [
        ("甲", 1, 2),
        ("乙", 3, 2),
    ]


def test_a_header_row_without_any_text_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "markup.txt"
    path.write_text("项目\t金额\n**\t**\nx\t1.00\n", encoding="utf-8")
    (read,) = read_text(path).tables
    assert [cell.text for cell in read.cells] == ["项目", "金额", "x", "1.00"]


def test_objects_taken_apart_and_written_again_are_the_same_file() -> None:
    whole = small_pdf()
    assert written(objects_of(whole)) == whole
