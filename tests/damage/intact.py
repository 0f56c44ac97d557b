"""Intact files to be damaged: small ones drawn here, and published ones where there are any."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from damage.objects import CATALOG, FONT, PAGE, PAGES, small_pdf, stream, table
from damage.packages import packed, parts_of
from pipelines.readers import read_document

LARGEST_PUBLISHED = 400_000
_FORMS = ("xlsx", "ods", "docx", "ofd", "html", "positioned_html")
_ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出"),
    ("", "合计", "1,450.50", "1,115.94"),
    ("205", "教育支出", "1,234.56", "900.00"),
    ("2050101", "行政运行", "900.00", "900.00"),
    ("208", "社会保障和就业支出", "120.50", "120.50"),
    ("221", "住房保障支出", "95.44", "95.44"),
)


def drawn_pdf(*, encryption: StandardEncryption | None = None, pages: int = 2) -> bytes:
    """A disclosure with one statement a page; the same bytes every time."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    content = io.BytesIO()
    canvas = Canvas(content, invariant=True, encrypt=encryption, pageCompression=1)
    canvas.setTitle("某局2024年部门预算")
    for page in range(pages):
        _font(canvas, f"表{page + 1} 一般公共预算支出表", 14)
        canvas.drawCentredString(297, 790, f"表{page + 1} 一般公共预算支出表")
        for row, texts in enumerate(_ROWS):
            for column, text in enumerate(texts):
                canvas.rect(50 + 120 * column, 700 - 20 * row, 120, 20)
                _font(canvas, text, 9)
                canvas.drawString(54 + 120 * column, 706 - 20 * row, text)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _font(canvas: Canvas, text: str, size: float) -> None:
    canvas.setFont("Helvetica" if text.isascii() else "STSong-Light", size)


def packed_pdf() -> bytes:
    """A file that keeps its objects in a packed stream, as most programs of today write it."""
    inner = (CATALOG, PAGES, PAGE, FONT)
    numbers, offsets, at = (1, 2, 3, 5), [], 0
    for body in inner:
        offsets.append(at)
        at += len(body) + 1
    head = b" ".join(b"%d %d" % pair for pair in zip(numbers, offsets, strict=True)) + b" "
    entries = b"/Type /ObjStm /N %d /First %d" % (len(inner), len(head))
    parts = [b"%PDF-1.5\n", b"4 0 obj\n" + stream(table(), packed=True) + b"\nendobj\n"]
    parts.append(b"6 0 obj\n" + stream(head + b"\n".join(inner), entries, packed=True) + b"\nendobj\n")
    second, third, fourth = len(parts[0]), len(parts[0] + parts[1]), sum(map(len, parts))
    rows = [
        (0, 0, 0),
        (2, 6, 0),
        (2, 6, 1),
        (2, 6, 2),
        (1, second, 0),
        (2, 6, 3),
        (1, third, 0),
        (1, fourth, 0),
    ]
    cross = b"".join(
        bytes((kind,)) + place.to_bytes(4, "big") + bytes((index,)) for kind, place, index in rows
    )
    table_entries = b"/Type /XRef /Size 8 /W [1 4 1] /Root 1 0 R"
    parts.append(b"7 0 obj\n" + stream(cross, table_entries, packed=True) + b"\nendobj\n")
    return b"".join([*parts, b"startxref\n%d\n%%%%EOF\n" % fourth])


def intact_pdfs(published: Path | None = None) -> list[bytes]:
    """Small PDFs of different make, and the published ones of a folder that are not large."""
    open_to_all = StandardEncryption("", "owner", canPrint=0)
    found = [drawn_pdf(), packed_pdf(), small_pdf(), drawn_pdf(encryption=open_to_all)]
    if published is not None:
        paths = [
            path for path in sorted(published.glob("*/*.pdf")) if path.stat().st_size < LARGEST_PUBLISHED
        ]
        found += [path.read_bytes() for path in paths]
    return found


def intact_forms() -> tuple[tuple[bytes, ...], bytes]:
    """A disclosure as packages of parts and as web pages; and as an .xls. The same bytes every time."""
    with TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_bytes(intact_texts()[0])
        document = read_document(text)
        for name in (*_FORMS, "xls"):
            import_module(f"forms.{name}").write(document, Path(folder) / name)
        found = [(Path(folder) / name).read_bytes() for name in _FORMS]
        xls = (Path(folder) / "xls").read_bytes()
    # What a program says of itself holds the time.
    return (
        tuple(
            packed([part for part in parts_of(form) if not part[0].startswith("docProps/")])
            if form.startswith(b"PK")
            else form
            for form in found
        ),
        xls,
    )


def intact_texts(published: Path | None = None) -> list[bytes]:
    """Texts with tabs between cells, in three encodings, and the published ones of a folder."""
    lines = ["某局2024年部门预算", "一般公共预算支出表", "单位：万元", *("\t".join(row) for row in _ROWS)]
    text = "\n".join(lines * 5)
    dump = "\n".join(
        ["某局2024年部门预算", *("\n".join(f"\t{cell}" for cell in row) + "\n" for row in _ROWS)]
    )
    found = [text.encode(), text.encode("gb18030"), text.encode("utf-16"), dump.encode()]
    if published is not None:
        found += [path.read_bytes() for path in sorted(published.glob("*/*.txt"))]
    return found
