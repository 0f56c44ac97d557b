"""Writes the print of a PDF as pages of positioned pieces, in the ways that exporters do."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from forms.laid_out import sheets_from
from forms.printed import Sheet
from pipelines.readers.document import Document

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


def over_pictures(sheets: list[Sheet]) -> str:
    """As plain, with the rulings of each page in a picture below its texts (pdf2htmlEX, pdftohtml)."""
    bare = plain([Sheet(sheet.width, sheet.height, sheet.pieces) for sheet in sheets]).split('<div id="page')
    for number, sheet in enumerate(sheets, 1):
        size = f"width:{_px(sheet.width)};height:{_px(sheet.height)}"
        picture = f'<img style="position:absolute;left:0;top:0;{size}" src="{_picture(sheet)}">'
        bare[number] = bare[number].replace(">", f">{picture}", 1)
    return '<div id="page'.join(bare)


def _picture(sheet: Sheet) -> str:
    """The rulings of a page as a picture of 144 pixels to the inch."""
    picture = Image.new("RGBA", (round(2 * sheet.width), round(2 * sheet.height)))
    pen = ImageDraw.Draw(picture)
    for x0, top, x1, bottom in sheet.rulings:
        pen.rectangle(
            (round(2 * x0), round(2 * top), round(2 * x1), round(2 * bottom)), fill=(60, 60, 60, 255)
        )
    file = io.BytesIO()
    picture.save(file, "png")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


STYLES: dict[str, Callable[[list[Sheet]], str]] = {
    "plain": plain,
    "classes": in_classes,
    "ems": in_ems,
    "pictures": over_pictures,
}


def write(source: Path | Document, path: Path, style: str = "plain", *, rulings: bool = True) -> None:
    """Write the print of a PDF, or a document laid out on paper, as a web page in a style of ``STYLES``.

    With its rulings, or without.
    """
    sheets = sheets_from(source)
    if not rulings:
        sheets = [Sheet(sheet.width, sheet.height, sheet.pieces) for sheet in sheets]
    body = STYLES[style](sheets)
    path.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>',
        encoding="utf-8",
    )


def _px(value: float) -> str:
    return f"{value / _PIXEL:.3f}px"
