"""Writes the print of a PDF as an OFD file; the rulings of each page stand in a template below its texts."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path

from forms.laid_out import sheets_from
from forms.printed import Piece, Sheet
from pipelines.readers.document import Document
from pipelines.readers.placed.page import natural_width

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MILLIMETRE = 72 / 25.4


def write(source: Path | Document, path: Path, *, rulings: bool = True) -> None:
    """Write the print of a PDF, or a document laid out on paper, with its rulings or without."""
    sheets = sheets_from(source)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        root = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        archive.writestr("OFD.xml", _xml("OFD", root))
        archive.writestr("Doc_0/Document.xml", _document(len(sheets)))
        for number, sheet in enumerate(sheets):
            archive.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", _page(sheet, number))
            archive.writestr(f"Doc_0/Tpls/Tpl_{number}/Content.xml", _template(sheet if rulings else None))


def _document(count: int) -> str:
    templates = "".join(
        f'<ofd:TemplatePage ID="{1000 + n}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>' for n in range(count)
    )
    pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(count))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData>{area}{templates}</ofd:CommonData>"
    return _xml("Document", f"{common}<ofd:Pages>{pages}</ofd:Pages>")


def _page(sheet: Sheet, number: int) -> str:
    box = f"<ofd:PhysicalBox>0 0 {_mm(sheet.width)} {_mm(sheet.height)}</ofd:PhysicalBox>"
    template = f'<ofd:Template TemplateID="{1000 + number}" ZOrder="Background"/>'
    texts = "".join(map(_text, sheet.pieces))
    content = f"<ofd:Content><ofd:Layer><ofd:PageBlock>{texts}</ofd:PageBlock></ofd:Layer></ofd:Content>"
    return _xml("Page", f"<ofd:Area>{box}</ofd:Area>{template}{content}")


def _text(piece: Piece) -> str:
    """A text with the steps between its characters, a stretch of equal ones as a group."""
    natural = [natural_width(character) * piece.size for character in piece.text]
    stretch = piece.width / (sum(natural) or 1.0)
    steps = [width * stretch for width in natural[:-1]]
    written = " ".join(map(_mm, steps))
    if len(steps) > 2 and len(set(steps)) == 1:
        written = f"g {len(steps)} {_mm(steps[0])}"
    boundary = f"{_mm(piece.x)} {_mm(piece.top)} {_mm(piece.width)} {_mm(piece.size)}"
    place = f'X="0" Y="{_mm(0.85 * piece.size)}" DeltaX="{written}"'
    code = f"<ofd:TextCode {place}>{escape(piece.text)}</ofd:TextCode>"
    return f'<ofd:TextObject Boundary="{boundary}" Font="1" Size="{_mm(piece.size)}">{code}</ofd:TextObject>'


def _template(sheet: Sheet | None) -> str:
    paths = "".join(map(_ruling, sheet.rulings)) if sheet else ""
    return _xml("Page", f"<ofd:Content><ofd:Layer>{paths}</ofd:Layer></ofd:Content>")


def _ruling(box: tuple[float, float, float, float]) -> str:
    x0, top, x1, bottom = box
    across, down = (x1 - x0, 0.0) if x1 - x0 > bottom - top else (0.0, bottom - top)
    boundary = f"{_mm(x0)} {_mm(top)} {_mm(x1 - x0)} {_mm(bottom - top)}"
    data = f"<ofd:AbbreviatedData>M 0 0 L {_mm(across)} {_mm(down)}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="{boundary}" LineWidth="0.2">{data}</ofd:PathObject>'


def _xml(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {_NAMESPACE}>{content}</ofd:{name}>'


def _mm(points: float) -> str:
    return f"{points / _MILLIMETRE:.4f}"
