"""Draws small PDFs for the tests of the PDF reader; each call draws one quirk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
A4 = (595.0, 842.0)
HEADER = ["科目编码", "科目名称", "合计", "基本支出"]
ROWS = [
    ["201", "一般公共服务支出", "1,234.56", "1,000.00"],
    ["20101", "人大事务", "234.56", "200.00"],
    ["205", "教育支出", "10,441.41", "0.00"],
]


class Paper:
    """A PDF being drawn; y is measured from the top of the page, as in the readers."""

    def __init__(self, path: Path, size: tuple[float, float] = A4, rotation: int = 0) -> None:
        self.path, self.size, self.rotation = path, size, rotation
        self.canvas = Canvas(str(path), pagesize=size)
        self._start()

    def _start(self) -> None:
        if self.rotation:
            self.canvas.setPageRotation(self.rotation)
        self.canvas.setLineWidth(0.5)

    def next_page(self) -> None:
        self.canvas.showPage()
        self._start()

    def save(self) -> Path:
        self.canvas.save()
        return self.path

    def text(self, x: float, y: float, text: str, size: float = 10, align: str = "left") -> None:
        """One text with its middle at ``y``."""
        # pdfium drops rotated Latin text in a font that is not embedded.
        self.canvas.setFont("Helvetica" if text.isascii() else "STSong-Light", size)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString}.get(
            align, self.canvas.drawCentredString
        )
        draw(x, self.size[1] - y - size * 0.35, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)

    def dotted(self, x0: float, y0: float, x1: float, y1: float, step: float = 2.0) -> None:
        """A line as tiny filled squares, the way browsers print dotted borders."""
        steps = int(max(abs(x1 - x0), abs(y1 - y0)) / step)
        for number in range(steps + 1):
            x, y = x0 + (x1 - x0) * number / steps, y0 + (y1 - y0) * number / steps
            self.canvas.rect(x - 0.4, self.size[1] - y - 0.4, 0.8, 0.8, stroke=0, fill=1)

    def cells(
        self, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], height: float = 20
    ) -> None:
        """Texts centred in their cells, amounts at the right; a line feed starts another line."""
        for number, row in enumerate(rows):
            middle = top + (number + 0.5) * height
            for left, right, text in zip(xs, xs[1:], row, strict=False):
                lines = text.split("\n")
                for index, line in enumerate(lines):
                    y = middle + (index - (len(lines) - 1) / 2) * 11
                    if text[:1].isdigit() and "." in text:
                        self.text(right - 3, y, line, 9, "right")
                    else:
                        self.text(left + 3, y, line, 9)

    def grid(
        self, xs: Sequence[float], top: float, count: int, height: float = 20, *, sides: bool = True
    ) -> None:
        """All rulings of a table with ``count`` rows; the left and right border are optional."""
        for number in range(count + 1):
            self.line(xs[0], top + number * height, xs[-1], top + number * height)
        for x in xs if sides else xs[1:-1]:
            self.line(x, top, x, top + count * height)

    def table(
        self, xs: Sequence[float], top: float, rows: Sequence[Sequence[str]], height: float = 20
    ) -> None:
        self.grid(xs, top, len(rows), height)
        self.cells(xs, top, rows, height)


def two_pages(path: Path) -> Path:
    """A PDF of two pages, each with a title and a ruled table."""
    paper = Paper(path)
    for title in ("一般公共预算支出表", "政府性基金支出表"):
        paper.text(200, 60, title, 14)
        paper.table([50.0, 120.0, 300.0, 400.0, 500.0], 100, [HEADER, *ROWS])
        if title.startswith("一般"):
            paper.next_page()
    return paper.save()
