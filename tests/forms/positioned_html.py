"""Writes the print of a PDF as pages of positioned pieces, in the ways that exporters do."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from forms.printed import Sheet, sheets_of

_PIXEL = 0.75


def plain(sheets: list[Sheet]) -> str:
    """Left and top in each style attribute, rulings as thin filled boxes (as pdftohtml, ABBYY)."""
    pages = []
    for number, sheet in enumerate(sheets, 1):
        parts = [
            f'<p style="position:absolute;left:{_px(p.x)};top:{_px(p.top)};font-size:{_px(p.size)};'
            f'line-height:1;margin:0;white-space:nowrap">{escape(p.text)}</p>'
            for p in sheet.pieces
        ]
        parts += [
            f'<div style="position:absolute;left:{_px(x0)};top:{_px(top)};width:{_px(max(x1 - x0, 0.5))};'
            f'height:{_px(max(bottom - top, 0.5))};background-color:#000000"></div>'
            for x0, top, x1, bottom in sheet.rulings
        ]
        style = f"position:relative;width:{_px(sheet.width)};height:{_px(sheet.height)}"
        pages.append(f'<div id="page{number}-div" style="{style}">\n' + "\n".join(parts) + "</div>")
    return "\n".join(pages)


def in_classes(sheets: list[Sheet]) -> str:
    """Every number in a class of its own, texts scaled from a large font, from the bottom (pdf2htmlEX)."""
    classes: dict[str, str] = {}

    def named(kind: str, rule: str) -> str:
        return classes.setdefault(rule, f"{kind}{len(classes):x}")

    pages = []
    for number, sheet in enumerate(sheets, 1):
        frame = f"{named('w', f'width:{_px(sheet.width)}')} {named('h', f'height:{_px(sheet.height)}')}"
        parts = []
        for p in sheet.pieces:
            names = (
                named("x", f"left:{_px(p.x)}"),
                named("y", f"bottom:{_px(sheet.height - p.top - p.size)}"),
                named("h", f"height:{_px(4 * p.size)}"),
                named("fs", f"font-size:{_px(4 * p.size)}"),
            )
            text = escape(p.text).replace(" ", '<span class="_ _0"> </span>')
            parts.append(f'<div class="t m0 ff1 {" ".join(names)}">{text}</div>')
        lines = " ".join(
            f"M{x0:.2f} {top:.2f}H{max(x1, x0 + 0.5):.2f}V{max(bottom, top + 0.5):.2f}H{x0:.2f}Z"
            for x0, top, x1, bottom in sheet.rulings
        )
        drawing = f'<svg viewBox="0 0 {sheet.width} {sheet.height}"><path d="{lines}" fill="#000"/></svg>'
        svg = drawing.replace("<svg", f'<svg class="bf {frame}"') if sheet.rulings else ""
        page = f'<div class="pc {frame}">{svg}{"".join(parts)}</div>'
        pages.append(f'<div id="pf{number}" class="pf {frame}">{page}</div>')
    rules = "\n".join(f".{name}{{{rule};}}" for rule, name in classes.items())
    fixed = (
        ".pf{position:relative;overflow:hidden}.pc,.bf{position:absolute;left:0;top:0}.m0{transform:matrix("
        "0.25,0,0,0.25,0,0);-webkit-transform:matrix(0.25,0,0,0.25,0,0)}.ff1{line-height:1}"
        ".t{position:absolute;white-space:pre;transform-origin:0 100%}"
        "._{display:inline-block}._0{width:0.25em}"
    )
    return f"<style>{fixed}\n{rules}</style><div id=page-container>{''.join(pages)}</div>"


def in_ems(sheets: list[Sheet]) -> str:
    """Left and top in ems of the page, fonts in nested spans (Aspose)."""
    classes: dict[str, str] = {}
    pages = []
    for sheet in sheets:
        parts = []
        for p in sheet.pieces:
            name = classes.setdefault(
                f"font-size:{p.size / 12:.4f}em;line-height:1em", f"stl_{len(classes) + 10}"
            )
            text = escape(p.text).replace(" ", "&nbsp;")
            place = f"left:{p.x / 12:.4f}em;top:{p.top / 12:.4f}em;"
            parts.append(f'<div class="stl_01" style="{place}"><span class="{name}">{text}</span></div>')
        parts += [
            f'<div class="stl_01" style="left:{x0 / 12:.4f}em;top:{top / 12:.4f}em;'
            f"width:{(x1 - x0) / 12:.4f}em;height:{(bottom - top) / 12:.4f}em;"
            f'border-{"top" if x1 - x0 > bottom - top else "left"}:0.5pt solid black"></div>'
            for x0, top, x1, bottom in sheet.rulings
        ]
        size = f"width:{sheet.width / 12:.4f}em;height:{sheet.height / 12:.4f}em"
        pages.append(
            f'<div class="stl_ stl_02" style="{size}"><div class="stl_view">{"".join(parts)}</div></div>'
        )
    rules = "".join(f".{name}{{{rule}}}" for rule, name in classes.items())
    fixed = ".stl_02{position:relative;font-size:1em}.stl_01{position:absolute;white-space:nowrap}"
    return f"<style>{fixed}{rules}</style>{''.join(pages)}"


STYLES: dict[str, Callable[[list[Sheet]], str]] = {"plain": plain, "classes": in_classes, "ems": in_ems}


def write(pdf: Path, path: Path, style: str = "plain", *, rulings: bool = True) -> None:
    """Write the print of a PDF as a web page, in a style of ``STYLES``, with its rulings or without."""
    sheets = sheets_of(pdf)
    if not rulings:
        sheets = [Sheet(sheet.width, sheet.height, sheet.pieces) for sheet in sheets]
    body = STYLES[style](sheets)
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>',
        encoding="utf-8",
    )


def _px(value: float) -> str:
    return f"{value / _PIXEL:.3f}px"
