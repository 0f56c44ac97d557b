"""The styles of an .xlsx workbook, by the numbers that its cells name them with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from pipelines.readers.spreadsheet.numbers import decimal, whole
from pipelines.readers.spreadsheet.sheet import INDENT, Style

# Formats that a file does not spell out (ECMA-376, 18.8.30; from 27 on those of Chinese programs).
BUILT_IN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
ALIGNMENTS = {"left": "left", "center": "centre", "right": "right", "centerContinuous": "centre"}
WHITE = "white"
# White among the colours that are named by a number, and of a theme.
_WHITE_INDEXES, _WHITE_THEMES = {"1", "9", "65"}, {"0"}
_NO_LINE = (None, "none")


def styles_of(root: Element | None) -> list[Style]:
    """The styles in the order of their numbers; one plain style where the workbook has none."""
    if root is None:
        return [Style()]
    formats = dict(BUILT_IN_FORMATS)
    for element in root.iterfind("numFmts/numFmt"):
        formats[whole(element.get("numFmtId"))] = element.get("formatCode", "General")
    fonts, fills = root.findall("fonts/font"), root.findall("fills/fill")
    borders = root.findall("borders/border")
    return [
        _style(
            xf,
            formats,
            _at(fonts, xf.get("fontId")),
            _at(fills, xf.get("fillId")),
            _at(borders, xf.get("borderId")),
        )
        for xf in root.iterfind("cellXfs/xf")
    ] or [Style()]


def _style(
    xf: Element,
    formats: Mapping[int, str],
    font: Element | None,
    fill: Element | None,
    border: Element | None,
) -> Style:
    alignment = xf.find("alignment")
    horizontal = alignment.get("horizontal", "") if alignment is not None else ""
    indent = decimal(alignment.get("indent")) if alignment is not None else 0.0
    ground = _ground(fill) or WHITE
    return Style(
        number_format=formats.get(whole(xf.get("numFmtId")), "General"),
        alignment=ALIGNMENTS.get(horizontal),
        indent=INDENT * max(0.0, min(indent, 50.0)),
        across=horizontal == "centerContinuous",
        in_paper_colour=font is not None and colour_of(font.find("color")) == ground,
        on_white=ground == WHITE,
        struck=font is not None and _is_on(font.find("strike")),
        framed=border is not None and all(_has_line(border, sides) for sides in _SIDES),
    )


_SIDES = (("left", "start"), ("right", "end"))


def _has_line(border: Element, sides: Sequence[str]) -> bool:
    return any(line.get("style") not in _NO_LINE for line in map(border.find, sides) if line is not None)


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _ground(fill: Element | None) -> str | None:
    """The colour of what is behind the text, where the style has one."""
    pattern = fill.find("patternFill") if fill is not None else None
    if pattern is None:
        return "a gradient" if fill is not None and fill.find("gradientFill") is not None else None
    if pattern.get("patternType", "none") != "solid":
        return None if pattern.get("patternType", "none") == "none" else "a pattern"
    return colour_of(pattern.find("fgColor"))


def colour_of(element: Element | Mapping[str, str] | None) -> str | None:
    """A colour, by its element or its attributes, as a text that is equal for equal ones; None for none."""
    if element is None or element.get("auto") in ("1", "true"):
        return None
    if (rgb := element.get("rgb")) is not None:
        return WHITE if rgb[-6:].upper() == "FFFFFF" else rgb[-6:].upper()
    indexed, theme, tint = element.get("indexed"), element.get("theme"), decimal(element.get("tint"))
    if indexed in _WHITE_INDEXES or (theme in _WHITE_THEMES and tint == 0):
        return WHITE
    return f"{indexed} {theme} {tint:g}"


def _at(elements: Sequence[Element], number: str | None) -> Element | None:
    index = whole(number)
    return elements[index] if 0 <= index < len(elements) else None
