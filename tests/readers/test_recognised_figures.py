"""Figures that text recognition read twice: no digit is guessed, and no sign moves a figure by a thousand."""

from __future__ import annotations

import pytest

pytest.importorskip("onnxruntime", reason="the extra ocr is not installed")

from pipelines.readers.scan.engine import ReadLine
from pipelines.readers.scan.figures import agreed
from pipelines.readers.scan.lone import with_lone_characters
from pipelines.readers.scan.reading import Line


def read(text: str, score: float = 0.99) -> ReadLine:
    return ReadLine(text, (score,) * len(text), tuple((n + 0.5) / len(text) for n in range(len(text))))


@pytest.mark.parametrize(
    ("first", "second", "agreed_on"),
    [
        ("1,234.56", "1,234.56", "1,234.56"),
        ("133,694.90", "433,694.90", "\ufffd33,694.90"),
        ("1,23.56", "1,234.56", "1,23\ufffd.56"),
        # Groups of three digits leave no choice; the last sign before three digits does.
        ("30.890.000.00", "30.890,000.00", "30,890,000.00"),
        ("32,624,907,71", "32,624,907.71", "32,624,907.71"),
        ("1,096", "1.096", "1\ufffd096"),
        ("20. 000, 000.00", "20,000,000.00", "20,000,000.00"),
        # Two figures in one line stay two.
        ("12 34", "12 34", "12 34"),
        ("12 34", "1234", "12\ufffd34"),
        # What is unknown may be a digit: it is no point.
        ("1234", "1274", "12\ufffd4"),
        # White between a digit and a character is not always a space.
        ("2022年", "2022 年", "2022年"),
        ("-56.10", "-56.10", "-56.10"),
        ("-56.10", "一56.10", "-56.10"),
    ],
)
def test_what_two_readings_agree_on(first: str, second: str, agreed_on: str) -> None:
    assert agreed(read(first), read(second)).text == agreed_on


def test_a_digit_of_which_a_reading_is_not_sure_is_unknown() -> None:
    unsure = ReadLine("610.13", (0.99, 0.8, 0.99, 0.99, 0.99, 0.99), read("610.13").places)
    assert agreed(read("610.13"), unsure).text == "6\ufffd0.13"


def test_thousands_that_a_reading_is_not_sure_of_are_unknown() -> None:
    assert agreed(read("1.096", 0.95), read("1.096", 0.95)).text == "1\ufffd096"
    assert agreed(read("1,096", 0.999), read("1,096", 0.999)).text == "1,096"
    # A comma in small print has lost its tail, however sure a point is; but nothing has 0 thousands.
    assert agreed(read("90.000", 0.999), read("90.000", 0.999)).text == "90\ufffd000"
    assert agreed(read("0.125", 0.999), read("0.125", 0.999)).text == "0.125"


FLAT, ROUND, NARROW = (0, 0, 8, 3), (0, 0, 10, 10), (0, 0, 7, 10)


def alone(text: str, others: list[str], shape: tuple[int, int, int, int], score: float = 0.99) -> str:
    """How a character alone in its cell is read below others."""
    lines = [Line(NARROW, read(other), 0, 9) for other in others] + [Line(shape, read(text, score), 0, 9)]
    return with_lone_characters(lines, [(0, 1, 1)] * len(lines))[-1].read.text


@pytest.mark.parametrize(
    ("others", "read_as"),
    [(["预算数", "1,234.50"], "-"), (["0"], "-"), (["项目", "基本支出"], "一"), (["1", "二", "1"], "一")],
)
def test_a_lone_stroke_is_a_dash_in_a_column_of_figures(others: list[str], read_as: str) -> None:
    assert alone("一", others, FLAT) == read_as
    # Text beside the table stays what it is, whatever stands in the table.
    lines = [*(Line(NARROW, read(other), 0, 9) for other in others), Line(FLAT, read("一"), 0, 9)]
    columns = [*[(0, 1, 1)] * len(others), None]
    assert with_lone_characters(lines, columns)[-1].read.text == "一"


def test_a_lone_digit_that_was_read_as_a_dash_is_unknown() -> None:
    assert alone("-", ["1,234.50"], NARROW, 0.32) == "\ufffd"
    # Short dashes are read as anything.
    assert alone("●", ["1,234.50"], FLAT, 0.1) == "-"


@pytest.mark.parametrize("text", ["o", "O", "0"])
def test_a_lone_letter_o_is_no_zero(text: str) -> None:
    assert alone(text, ["1,234.50"], ROUND) == "\ufffd"
    assert alone("0", ["1,234.50"], NARROW) == "0"


def test_a_lone_word_among_figures_stays_a_word_unless_it_was_not_read_surely() -> None:
    assert alone("元", ["1,234.50"], ROUND, 0.8) == "元"
    assert alone("C", ["1,234.50"], NARROW, 0.26) == "\ufffd"
    assert alone("C", ["项目"], NARROW, 0.26) == "C"
