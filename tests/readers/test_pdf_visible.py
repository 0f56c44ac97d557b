"""Only what a person sees is print: hidden text, unknown glyphs, small print, prints over each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_drawing import HEADER, ROWS, Paper
from reportlab.lib.utils import ImageReader
from running import NO_PUBLISHED, PUBLISHED

from pipelines.readers.document import Document, UnreadableDocument
from pipelines.readers.pdf.page import read_page
from pipelines.readers.pdf.pages.stitch import Stitcher
from pipelines.readers.pdf.reader import read_pdf

XS = [50.0, 130.0, 300.0, 420.0, 540.0]
# The place of the one number that each test draws: the right edge and the middle of an empty cell.
RIGHT, MIDDLE = 537.0, 170.0
Draw = Callable[[Paper], None]


def paper_with_empty_cell(path: Path) -> Paper:
    """A table whose last cell is empty."""
    paper = Paper(path)
    paper.cells(XS, 100, [HEADER, *ROWS[:2], [*ROWS[2][:3], ""]])
    paper.grid(XS, 100, 4)
    return paper


def read(tmp_path: Path, draw: Draw) -> Document:
    paper = paper_with_empty_cell(tmp_path / "drawn.pdf")
    draw(paper)
    return read_pdf(paper.save())


def last_cell(document: Document) -> str:
    (table,) = document.tables
    return next((c.text for c in table.cells if (c.row_no, c.col_no) == (4, 4)), "")


def number(paper: Paper, text: str = "88.00", *, size: float = 9, dx: float = 0, dy: float = 0) -> None:
    paper.canvas.setFont("Helvetica", size)
    paper.canvas.drawRightString(RIGHT + dx, paper.size[1] - MIDDLE - dy - 3, text)


def box(paper: Paper, colour: tuple[float, float, float] = (1, 1, 1)) -> None:
    paper.canvas.setFillColorRGB(*colour)
    paper.canvas.rect(430, paper.size[1] - MIDDLE - 8, 109, 16, stroke=0, fill=1)
    paper.canvas.setFillColorRGB(0, 0, 0)


def painted(paper: Paper, colour: tuple[float, float, float]) -> None:
    paper.canvas.setFillColorRGB(*colour)
    number(paper)


def in_mode(mode: int) -> Draw:
    def draw(paper: Paper) -> None:
        text = paper.canvas.beginText(500, paper.size[1] - MIDDLE - 3)
        text.setFont("Helvetica", 9)
        text.setTextRenderMode(mode)  # pyrefly: ignore[bad-argument-type]
        text.textOut("88.00")
        paper.canvas.drawText(text)

    return draw


def transparent(paper: Paper) -> None:
    paper.canvas.setFillAlpha(0)
    number(paper)


def white(paper: Paper) -> None:
    painted(paper, (1, 1, 1))


def nearly_white(paper: Paper) -> None:
    painted(paper, (0.97, 0.97, 0.97))


def dark_on_dark(paper: Paper) -> None:
    box(paper, (0.1, 0.1, 0.3))
    painted(paper, (0.1, 0.1, 0.3))


def under_box(paper: Paper) -> None:
    number(paper)
    box(paper)


def under_grey_box(paper: Paper) -> None:
    number(paper)
    box(paper, (0.8, 0.8, 0.8))


def under_broad_stroke(paper: Paper) -> None:
    number(paper)
    paper.canvas.setStrokeColorRGB(1, 1, 1)
    paper.canvas.setLineWidth(14)
    paper.line(440, MIDDLE, 538, MIDDLE)


def under_picture(paper: Paper) -> None:
    from PIL import Image

    number(paper)
    picture = ImageReader(Image.new("RGB", (40, 10), (250, 250, 245)))
    paper.canvas.drawImage(picture, 430, paper.size[1] - MIDDLE - 8, 109, 16)


def clipped(left: float, top: float, width: float, height: float) -> Draw:
    """The number with a clip that shows another part of the page."""

    def draw(paper: Paper) -> None:
        paper.canvas.saveState()
        path = paper.canvas.beginPath()
        path.rect(left, paper.size[1] - top - height, width, height)
        paper.canvas.clipPath(path, stroke=0, fill=0)
        number(paper)
        paper.canvas.restoreState()

    return draw


def clipped_twice(paper: Paper) -> None:
    paper.canvas.saveState()
    outer = paper.canvas.beginPath()
    outer.rect(300, 0, 295, 842)
    paper.canvas.clipPath(outer, stroke=0, fill=0)
    clipped(0, 100, 460, 100)(paper)
    paper.canvas.restoreState()


def tiny(paper: Paper) -> None:
    number(paper, size=1)


def off_page(paper: Paper) -> None:
    number(paper, dx=200)


def form_of_no_size(paper: Paper) -> None:
    """A form whose box shows none of its text."""
    paper.canvas.beginForm("away", 0, 0, 10, 10)
    number(paper)
    paper.canvas.endForm()
    paper.canvas.doForm("away")


def scaled_form_under_box(paper: Paper) -> None:
    paper.canvas.beginForm("scaled", 0, 0, 1190, 1684)
    paper.canvas.setFont("Helvetica", 18)
    paper.canvas.drawRightString(2 * RIGHT, 2 * (paper.size[1] - MIDDLE - 3), "88.00")
    paper.canvas.endForm()
    paper.canvas.saveState()
    paper.canvas.scale(0.5, 0.5)
    paper.canvas.doForm("scaled")
    paper.canvas.restoreState()
    box(paper)


HIDDEN: dict[str, tuple[Draw, str]] = {
    "white on white": (white, "colour_of_paper"),
    "nearly white": (nearly_white, "colour_of_paper"),
    "dark on dark": (dark_on_dark, "colour_of_paper"),
    "under a white box": (under_box, "covered"),
    "under a grey box": (under_grey_box, "covered"),
    "under a broad stroke": (under_broad_stroke, "covered"),
    "under a picture": (under_picture, "covered"),
    "mode 3": (in_mode(3), "unpainted"),
    "mode 7": (in_mode(7), "unpainted"),
    "no opacity": (transparent, "transparent"),
    "clip on the left": (clipped(0, 100, 430, 100), "clipped"),
    "clip on the right": (clipped(545, 100, 40, 100), "clipped"),
    "clip above": (clipped(400, 100, 150, 50), "clipped"),
    "clip below": (clipped(400, 190, 150, 50), "clipped"),
    "two clips": (clipped_twice, "clipped"),
    "form that ends before": (form_of_no_size, "clipped"),
    "scaled form under a box": (scaled_form_under_box, "covered"),
    "one point high": (tiny, "too_small"),
    "beyond the page": (off_page, "off_page"),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_text_is_no_cell_and_is_kept_with_its_reason(tmp_path: Path, kind: str) -> None:
    draw, reason = HIDDEN[kind]
    document = read(tmp_path, draw)
    assert last_cell(document) == ""
    assert [(text.text, text.reason) for text in document.hidden_texts] == [("88.00", reason)]
    assert not any("88.00" in line.text for line in document.lines)
    assert ("hidden_texts", (1,)) in [(notice.reason, notice.pages) for notice in document.warnings]


def white_on_dark(paper: Paper) -> None:
    box(paper, (0.1, 0.1, 0.5))
    painted(paper, (1, 1, 1))


def grey(paper: Paper) -> None:
    painted(paper, (0.6, 0.6, 0.6))


def over_shading(paper: Paper) -> None:
    box(paper, (0.8, 0.8, 0.8))
    number(paper)


def under_clear_box(paper: Paper) -> None:
    number(paper)
    paper.canvas.setFillAlpha(0.3)
    box(paper, (1.0, 1.0, 0.0))


def over_covered_value(paper: Paper) -> None:
    number(paper, "99.99")
    box(paper)
    number(paper)


def twice(paper: Paper) -> None:
    number(paper)
    number(paper, dx=0.3)


def four_times(paper: Paper) -> None:
    for dx, dy in ((0, 0), (0.3, 0), (0, 0.3), (0.3, 0.3)):
        number(paper, dx=dx, dy=dy)


def with_shadow(paper: Paper) -> None:
    paper.canvas.setFillColorRGB(0.7, 0.7, 0.7)
    number(paper, dx=1, dy=1)
    paper.canvas.setFillColorRGB(0, 0, 0)
    number(paper)


VISIBLE: dict[str, Draw] = {
    "white on dark": white_on_dark,
    "grey on white": grey,
    "outlined": in_mode(1),
    "filled and outlined": in_mode(2),
    "over shading": over_shading,
    "under a clear box": under_clear_box,
    "over a covered value": over_covered_value,
    "clip that shows all": clipped(400, 100, 150, 100),
    "bold by two prints": twice,
    "bold by four prints": four_times,
    "with a shadow": with_shadow,
}


@pytest.mark.parametrize("kind", VISIBLE)
def test_visible_text_is_print(tmp_path: Path, kind: str) -> None:
    assert last_cell(read(tmp_path, VISIBLE[kind])) == "88.00"


TEXT = "BT /F 9 Tf {} 700 Td ({}) Tj ET"
LAYER = "/OC /Layer BDC {} EMC"
# Each draws 88.00 in a layer: the content of the page, and of the form.
LAYERS = {
    "marked content": (LAYER.format(TEXT.format(300, "88.00")), ""),
    "marked content in marked content": (LAYER.format(f"/P BMC {TEXT.format(300, '88.00')} EMC"), ""),
    "marked content in a form": ("/Plain Do", LAYER.format(TEXT.format(300, "88.00"))),
    "form": ("/Layered Do", TEXT.format(300, "88.00")),
    "group of layers": (LAYER.replace("Layer", "Group").format(TEXT.format(300, "88.00")), ""),
}


@pytest.mark.parametrize("place", LAYERS)
@pytest.mark.parametrize("off", [True, False])
def test_text_in_a_layer_that_is_off_is_hidden(tmp_path: Path, place: str, off: bool) -> None:
    content, form = LAYERS[place]
    file = tmp_path / "layers.pdf"
    file.write_bytes(layered(TEXT.format(100, "12.00") + " " + content, form, off))
    document = read_pdf(file)
    assert ("88.00" in " ".join(line.text for line in document.lines)) == (not off)
    assert [(text.text, text.reason) for text in document.hidden_texts] == (
        [("88.00", "layer_off")] if off else []
    )


@pytest.mark.parametrize("off", [True, False])
def test_a_picture_in_a_layer_that_is_off_covers_nothing(tmp_path: Path, off: bool) -> None:
    file = tmp_path / "layers.pdf"
    draw_picture = "q 200 0 0 40 250 690 cm /Picture Do Q"
    file.write_bytes(
        layered(f"{TEXT.format(100, '12.00')} {TEXT.format(300, '88.00')} {draw_picture}", "", off)
    )
    document = read_pdf(file)
    assert ("88.00" in " ".join(line.text for line in document.lines)) == off


def layered(content: str, form: str, off: bool) -> bytes:
    """A page with the layer `Layer`, also as the group `Group`, as the form `Layered`, and as a picture."""
    resources = "<< /Font << /F 5 0 R >> /Properties << /Layer 6 0 R /Group 9 0 R >>"
    named = " /XObject << /Plain 7 0 R /Layered 8 0 R /Picture 10 0 R >> >>"
    box = f"/BBox [0 0 595 842] /Resources {resources} >> >>"
    state = "/OFF [6 0 R]" if off else "/ON [6 0 R]"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << {state} >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources {resources}{named} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Type /OCG /Name (Layer) >>",
        f"<< /Type /XObject /Subtype /Form /Length {len(form)} {box}\nstream\n{form}\nendstream",
        f"<< /Type /XObject /Subtype /Form /OC 6 0 R /Length {len(form)} {box}\nstream\n{form}\nendstream",
        "<< /Type /OCMD /OCGs [6 0 R] /P /AllOn >>",
        "<< /Type /XObject /Subtype /Image /OC 6 0 R /Width 1 /Height 1 /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 /Length 1 >>\nstream\n~\nendstream",
    ]
    body = "%PDF-1.7\n"
    places: list[int] = []
    for index, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{index} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


def scan_with_text(paper: Paper, mode: int = 3, *, picture_first: bool = True) -> None:
    """A page that is one picture, with a line of text."""
    from PIL import Image

    picture = ImageReader(Image.new("L", (60, 84), 230))

    def draw_picture() -> None:
        paper.canvas.drawImage(picture, 0, 0, *paper.size)

    if picture_first:
        draw_picture()
    in_mode(mode)(paper)
    if not picture_first:
        draw_picture()


@pytest.mark.parametrize(("mode", "picture_first"), [(3, True), (0, False)])
def test_recognised_text_of_a_scan_is_kept_apart(tmp_path: Path, mode: int, picture_first: bool) -> None:
    paper = paper_with_empty_cell(tmp_path / "drawn.pdf")
    paper.next_page()
    scan_with_text(paper, mode, picture_first=picture_first)
    document = read_pdf(paper.save())
    assert [(page.image_only, page.ocr_layer) for page in document.pages] == [(False, False), (True, True)]
    assert [(text.page_no, text.text, text.reason) for text in document.hidden_texts] == [
        (2, "88.00", "ocr_layer")
    ]
    assert ("ocr_layer", (2,)) in [(notice.reason, notice.pages) for notice in document.warnings]


def test_a_document_of_scans_with_recognised_text_is_refused(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "drawn.pdf")
    scan_with_text(paper)
    with pytest.raises(UnreadableDocument, match="invisible layer") as refused:
        read_pdf(paper.save())
    assert refused.value.reason == "image_only"


def footnote(paper: Paper) -> None:
    number(paper, "120.00")
    number(paper, "1", size=5, dx=3.5, dy=-4)


def footnote_before(paper: Paper) -> None:
    number(paper, "120.00")
    number(paper, "1", size=5, dx=-28.5, dy=-4)


def footnote_on_the_line(paper: Paper) -> None:
    number(paper, "120.00")
    number(paper, "2", size=5, dx=3.5)


def raised_decimals(paper: Paper) -> None:
    number(paper, "1,450.", dx=-10)
    number(paper, "50", size=6, dx=-2.5, dy=-4)


def small_decimals(paper: Paper) -> None:
    number(paper, "1,450.", dx=-10)
    number(paper, "50", size=6, dx=-2.5)


def count_and_amount(paper: Paper) -> None:
    number(paper, "12", dx=-70)
    number(paper, "345.60")


def two_over_each_other(paper: Paper) -> None:
    number(paper, "40.20")
    number(paper, "99.99")


def struck(paper: Paper) -> None:
    number(paper, "40.20")
    paper.line(512, MIDDLE, 538, MIDDLE)


SMALL: dict[str, tuple[Draw, str]] = {
    "mark behind": (footnote, "120.00¹"),
    "mark before": (footnote_before, "¹120.00"),
    "small mark on the line": (footnote_on_the_line, "120.00²"),
    "raised decimals": (raised_decimals, "1,450.50"),
    "small decimals": (small_decimals, "1,450.50"),
    "count and amount": (count_and_amount, "12  345.60"),
    "two over each other": (two_over_each_other, "\ufffd\ufffd.\ufffd\ufffd"),
    "struck through": (struck, "".join(char + "\u0336" for char in "40.20")),
}


@pytest.mark.parametrize("kind", SMALL)
def test_digits_are_joined_where_a_person_would(tmp_path: Path, kind: str) -> None:
    draw, text = SMALL[kind]
    assert last_cell(read(tmp_path, draw)) == text


@pytest.mark.parametrize(
    ("clip_top", "expected"),
    [(169.0, "\ufffd37"), (150.0, "3,327.5954\ufffd")],
    ids=["first line", "second line"],
)
def test_a_wrapped_number_of_which_one_line_is_cut_away_is_unknown(
    tmp_path: Path, clip_top: float, expected: str
) -> None:
    def draw(paper: Paper) -> None:
        canvas = paper.canvas
        path = canvas.beginPath()
        path.rect(400, paper.size[1] - clip_top - 16, 150, 16)
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0)
        number(paper, "3,327.5954", dy=-6)
        number(paper, "37", dy=6)
        canvas.restoreState()

    document = read(tmp_path, draw)
    assert last_cell(document) == expected


def test_a_number_below_a_clipped_row_keeps_its_value(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        canvas = paper.canvas
        path = canvas.beginPath()
        path.rect(400, paper.size[1] - 190, 150, 28)
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0)
        number(paper, "3,327.59", dy=-20)
        number(paper, "37")
        canvas.restoreState()

    assert last_cell(read(tmp_path, draw)) == "37"


def read_with_strike_out(
    tmp_path: Path, boxes: list[tuple[float, float, float, float]], draw: Draw = number, flags: int = 4
) -> Document:
    """The number, and a note that strikes out the text in these boxes (x0, top, x1, bottom)."""
    paper = paper_with_empty_cell(tmp_path / "strike_out.pdf")
    draw(paper)
    corners = [(x0, paper.size[1] - bottom, x1, paper.size[1] - top) for x0, top, x1, bottom in boxes]
    quads = [v for x0, y0, x1, y1 in corners for v in (x0, y1, x1, y1, x0, y0, x1, y0)]
    paper.canvas.highlightAnnotation("", Rect=corners[0], QuadPoints=quads, F=flags)
    path = paper.save()
    path.write_bytes(path.read_bytes().replace(b"/Highlight", b"/StrikeOut"))
    return read_pdf(path)


def struck_text(text: str) -> str:
    return "".join(char + "\u0336" for char in text)


@pytest.mark.parametrize(
    "boxes",
    [
        [(511, 165, 538, 175)],
        [(420, 165, 540, 175)],
        [(50, 145, 540, 155), (50, 165, 540, 175)],
    ],
    ids=["the number", "its cell", "two rows"],
)
def test_a_number_that_a_note_strikes_out_is_struck(
    tmp_path: Path, boxes: list[tuple[float, float, float, float]]
) -> None:
    document = read_with_strike_out(tmp_path, boxes)
    assert last_cell(document) == struck_text("88.00")
    above = next(c.text for c in document.tables[0].cells if (c.row_no, c.col_no) == (3, 4))
    assert above == (struck_text("200.00") if len(boxes) > 1 else "200.00")


def test_a_note_beside_a_number_and_a_note_that_is_not_shown_strike_nothing(tmp_path: Path) -> None:
    assert last_cell(read_with_strike_out(tmp_path, [(420, 165, 505, 175)])) == "88.00"
    assert last_cell(read_with_strike_out(tmp_path, [(420, 150, 540, 164)])) == "88.00"
    assert last_cell(read_with_strike_out(tmp_path, [(511, 165, 538, 175)], flags=2)) == "88.00"


def test_a_number_in_a_form_field_page_is_struck_too(tmp_path: Path) -> None:
    def draw(paper: Paper) -> None:
        number(paper)
        paper.canvas.acroForm.textfield(name="a", value="7.00", x=310, y=40, width=80, height=16)

    assert last_cell(read_with_strike_out(tmp_path, [(511, 165, 538, 175)], draw)) == struck_text("88.00")


def test_a_file_is_read_from_the_disk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = paper_with_empty_cell(tmp_path / "once.pdf").save()
    reads: list[Path] = []
    read_bytes = Path.read_bytes

    def counted(self: Path) -> bytes:
        reads.append(self)
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", counted)
    read_pdf(path)
    assert reads == [path]


THIN_SIGN = PUBLISHED / "more" / "beijing-26509b73a5.pdf"


@pytest.mark.skipif(not THIN_SIGN.is_file(), reason=NO_PUBLISHED)
def test_a_hyphen_thinner_than_a_pixel_is_seen_beside_its_place() -> None:
    document = pdfium.PdfDocument(THIN_SIGN)
    reading = read_page(document, 33, Stitcher())
    document.close()
    texts = [cell.text.replace("\n", "") for piece in reading.pieces for cell in piece.cells]
    assert any("4292-统计报表制度" in text for text in texts)
