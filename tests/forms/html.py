"""Writes a document as the page of an article on the site of an authority."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from forms.flow import flow
from pipelines.readers.document import Cell, Document, Line, Table

# What stands around the content on such a site, and is no part of it.
_BEFORE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}_示例市人民政府</title>
<style>.main td {{ border: 1px solid #000; padding: 2px 4px }} .number {{ text-align: right }}</style>
<script>var visits = 123456.00;</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/open">政府信息公开</a></li>
<li><a href="/service">政务服务</a></li><li><a href="/talk">互动交流</a></li></ul></div>
<form action="/search"><input name="q" value="2024"><button>搜索</button></form>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/open">信息公开</a> &gt;
<a href="/b">预算</a></div>
<div class="main">
"""
_AFTER = """
</div>
<div class="tools"><a href="javascript:window.print()">打印</a>
<a href="javascript:window.close()">关闭</a></div>
<div class="side"><h3>相关链接</h3><ul><li><a href="/a1">2023年部门决算公开说明</a></li>
<li><a href="/a2">2022年部门预算公开说明</a></li></ul></div>
<div class="foot"><p>主办单位：示例市人民政府办公室</p><p>某ICP备12345678号-1 网站标识码：1234567890</p></div>
</body></html>
"""


def write(document: Document, path: Path) -> None:
    """Lines are paragraphs, tables have a head and merged cells, and the parts of a site are around them."""
    body = [_line(part) if isinstance(part, Line) else _table(part) for part in flow(document)]
    title = next((line.text for line in document.lines), path.stem)
    path.write_text(_BEFORE.format(title=escape(title)) + "\n".join(body) + _AFTER, encoding="utf-8")


def _line(line: Line) -> str:
    return f"<p>{escape(line.text)}</p>"


def _table(table: Table) -> str:
    rows = "\n".join(_rows(table))
    return f"<table>{rows}</table>"


def _rows(table: Table) -> Iterator[str]:
    """Each row with its blank cells; a place that a merged cell covers has none."""
    cells = {(cell.row_no, cell.col_no): cell for cell in table.cells if not cell.printed_again}
    covered = {place for cell in cells.values() for place in _places(cell)}
    for row in range(1, table.row_count + 1):
        columns = range(1, table.column_count + 1)
        shown = [(row, col) for col in columns if (row, col) in cells or (row, col) not in covered]
        tag = "th" if row <= table.header_row_count else "td"
        yield f"<tr>{''.join(_cell(cells.get(place), tag) for place in shown)}</tr>"


def _places(cell: Cell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row_no, cell.row_no + cell.row_span):
        for col in range(cell.col_no, cell.col_no + cell.col_span):
            yield row, col


def _cell(cell: Cell | None, tag: str) -> str:
    if cell is None:
        return f"<{tag}>&nbsp;</{tag}>"
    spans = {"rowspan": cell.row_span, "colspan": cell.col_span}
    said = "".join(f' {name}="{span}"' for name, span in spans.items() if span > 1)
    number = ' class="number"' if cell.text[:1].isdigit() and "." in cell.text else ""
    return f"<{tag}{said}{number}>{escape(cell.text).replace(chr(10), '<br>')}</{tag}>"
