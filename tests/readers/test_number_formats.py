"""A cell shows its value as a spreadsheet program does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.readers.spreadsheet.number_format import show_number, show_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

SHOWN = [
    # Money.
    (0.1 + 0.2, "General", "0.3"),
    (2050101.0, "General", "2050101"),
    (123456789012.0, "General", "123456789012"),
    (1234567.891234, "General", "1234567.891"),
    (1e-7, "General", "0.0000001"),
    (1.5e18, "General", "1.5E+18"),
    (-0.5, "", "-0.5"),
    (1.005, "0.00", "1.01"),
    (2.675, "0.00", "2.68"),
    (-2.675, "0.00", "-2.68"),
    (1234567.5, "#,##0", "1,234,568"),
    (0, "#,##0.00", "0.00"),
    (0, "#,###.##", "."),
    (5, "00#.0#", "005.0"),
    (1e21, "0", "1000000000000000000000"),
    # Sections.
    (1234.5, "#,##0.00_);[Red](#,##0.00)", "1,234.50"),
    (-1234.5, "#,##0.00_);[Red](#,##0.00)", "(1,234.50)"),
    (-1234.5, "0.00;[Red]0.00", "-1234.50"),
    (-1234.5, '0.00;[红色]"减"0.00', "减1234.50"),
    (-1234.5, '0.00;[Red]"-¥"0.00', "-¥1234.50"),
    (-1234.5, "0.00;0.00", "1234.50"),
    (1234.5, ACCOUNTING, "1,234.50"),
    (-1234.5, ACCOUNTING, "-1,234.50"),
    (0, ACCOUNTING, "-"),
    (0, '0.00;-0.00;""', ""),
    (-5, ";;;", ""),
    (5, ";;;", ""),
    (12345678, '[>=10000]0!.0000"万";0', "1234.5678万"),
    (1234, '[>=10000]0!.0000"万";0', "1234"),
    (-7, "[<0]0.0;0", "-7.0"),
    (-7, "[<0](0.0);0", "(7.0)"),
    # Scaled.
    (12345600, "0!.0000", "1234.5600"),
    (12345600, r'0\.0000"万元"', "1234.5600万元"),
    (1234.56, '#,##0.00"万元"', "1,234.56万元"),
    (12345600, "#,##0,", "12,346"),
    (12345600, '0.00,,"百万"', "12.35百万"),
    (0.125, "0.00%", "12.50%"),
    (0.005, "0%", "1%"),
    # Literals.
    (1234.5, "¥#,##0.00", "¥1,234.50"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (3, '"第"0"页"', "第3页"),
    (2050101, "000 00 00", "205 01 01"),
    (205, "@", "205"),
    # Dates.
    (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
    (45000, "[$-804]yyyy年m月", "2023年3月"),
    (45000, "[DBNum1][$-804]yyyy年m月d日", "二○二三年三月十五日"),
    (45000, "[$-F800]dddd, mmmm dd, yyyy", "2023年3月15日"),
    (45000.5, "yyyy/m/d h:mm AM/PM", "2023/3/15 12:00 PM"),
    (45000.78, "yy-mm-dd hh:mm:ss.00", "23-03-15 18:43:12.00"),
    (0.5, '上午/下午h"时"mm"分"', "下午12时00分"),
    (1.5, "[h]:mm", "36:00"),
    (59, "yyyy-mm-dd", "1900-02-28"),
    (61, "yyyy-mm-dd", "1900-03-01"),
    (45000, "d-mmm-yy", "15-Mar-23"),
    (45000, "aaaa", "星期三"),
    (-1, "yyyy-m-d", "-1"),
    # Seldom.
    (1.5, "# ?/?", "1 1/2"),
    (0.75, "?/?", "3/4"),
    (12345, "0.00E+00", "1.23E+04"),
    (99999, "0.0E+0", "1.0E+5"),
    (1203, "[DBNum1]General", "一千二百○三"),
    (100010, "[DBNum2]General", "壹拾万零壹拾"),
    (20500, "[DBNum2]General", "贰万零伍佰"),
]


@pytest.mark.parametrize(("value", "number_format", "shown"), SHOWN)
def test_a_number_is_shown_as_a_program_shows_it(value: float, number_format: str, shown: str) -> None:
    assert show_number(value, number_format) == shown


def test_days_may_be_counted_from_1904() -> None:
    assert show_number(43538, "yyyy-m-d", date_1904=True) == "2023-3-15"


@pytest.mark.parametrize(
    ("text", "number_format", "shown"),
    [
        ("0205", "General", "0205"),
        ("205", "0.00", "205"),
        ("甲", ";;;", ""),
        ("甲", '0;-0;0;"<"@">"', "<甲>"),
        ("甲", ACCOUNTING, "甲"),
        ("甲", '@"（公章）"', "甲（公章）"),
    ],
)
def test_a_text_is_shown_by_the_section_for_texts(text: str, number_format: str, shown: str) -> None:
    assert show_text(text, number_format) == shown


cents = st.integers(-(10**14), 10**14).map(lambda number: Decimal(number).scaleb(-2))


@given(cents)
def test_money_of_up_to_a_trillion_is_shown_to_the_cent(amount: Decimal) -> None:
    shown = show_number(float(amount), "#,##0.00")
    assert Decimal(shown.replace(",", "")) == amount
    assert shown.lstrip("-") == f"{abs(amount):,.2f}"


@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_a_number_is_rounded_half_up_from_its_fifteen_digits(value: float, decimals: int) -> None:
    shown = show_number(value, "0." + "0" * decimals if decimals else "0")
    exact = Decimal(f"{value:.15g}")
    assert Decimal(shown) == exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@given(st.integers(-(10**11), 10**11), st.integers(0, 4))
def test_without_a_format_money_is_never_shown_with_an_exponent(units: int, decimals: int) -> None:
    shown = show_number(units / 10**decimals, "General")
    assert "E" not in shown
    if abs(units) < 10**10:
        assert Decimal(shown) == Decimal(units).scaleb(-decimals)


@given(st.text(alphabet='0#?,.%;@[]"\\!_*yмmdhsaeE+-/万元General<>=$1', max_size=40), st.floats(-1e18, 1e18))
def test_any_format_shows_something(number_format: str, value: float) -> None:
    assert isinstance(show_number(value, number_format), str)
    assert isinstance(show_text("甲", number_format), str)
