"""OFD files are pages of ink: they are read as the PDF of the same print."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from forms import ofd
from pdf_drawing import two_pages

from pipelines.readers import Document, UnreadableDocument, media_type_of, read_document
from pipelines.readers.ofd import render_page

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_pages(tmp_path_factory.mktemp("pdf") / "two.pdf")


def cells(document: Document) -> list[tuple[int, int, int, str]]:
    return [(c.page_no, c.row_no, c.col_no, c.text) for table in document.tables for c in table.cells]


def container(path: Path, content: str, document: str | None = None) -> Path:
    """An OFD of one page of 100 x 100 millimetres."""
    page = '<ofd:Page ID="1" BaseLoc="/Doc_0/Pages/Page_0/Content.xml"/>'
    parts = {
        "OFD.xml": f"<ofd:OFD {SPACE}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": document
        or f"<ofd:Document {SPACE}><ofd:Pages>{page}</ofd:Pages></ofd:Document>",
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {SPACE}><ofd:Area><ofd:PhysicalBox>0 0 100 100"
        f"</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def text(content: str, attributes: str = "", place: str = 'X="0" Y="4"') -> str:
    return (
        f'<ofd:TextObject Boundary="10 10 50 5" Size="5" {attributes}>'
        f"<ofd:TextCode {place}>{content}</ofd:TextCode></ofd:TextObject>"
    )


def test_the_print_of_a_pdf_is_read_as_the_pdf(tmp_path: Path, pdf: Path) -> None:
    path = tmp_path / "two.ofd"
    ofd.write(pdf, path)
    assert media_type_of(path) == "application/ofd"
    found, source = read_document(path), read_document(pdf)
    assert (found.reader, found.page_count) == ("ofd", 2)
    assert cells(found) == cells(source)
    assert [line.text for line in found.lines] == [line.text for line in source.lines]
    picture = render_page(path, 2, 2.0)
    assert picture.size == (1190, 1684)
    assert (0, 0, 0) in [picture.getpixel((300, y)) for y in (199, 200, 201)], "the upper ruling"


def test_texts_have_the_steps_and_the_map_that_are_stated(tmp_path: Path) -> None:
    steps = text("预算表", 'CTM="2 0 0 2 0 0"', 'X="1" Y="4" DeltaX="g 2 6"')
    document = read_document(container(tmp_path / "a.ofd", steps))
    (line,) = document.lines
    assert line.text == "预算表"
    assert line.box is not None
    millimetres = [edge / 72 * 25.4 for edge in (line.box.x0, line.box.x1)]
    assert millimetres == pytest.approx([10 + 2 * 1, 10 + 2 * (1 + 6 + 6 + 5)], abs=0.01)


def test_what_is_not_visible_is_no_print(tmp_path: Path) -> None:
    content = (
        text("看见")
        + text("暗", 'Visible="false"')
        + f'<ofd:PageBlock Visible="false">{text("藏")}</ofd:PageBlock>'
    )
    document = read_document(container(tmp_path / "a.ofd", content))
    assert [line.text for line in document.lines] == ["看见"]
    assert {hidden.text for hidden in document.hidden_texts} == {"暗", "藏"}


def test_a_page_that_is_a_picture_is_scanned(tmp_path: Path) -> None:
    picture = '<ofd:ImageObject Boundary="0 0 100 100" ResourceID="5"/>'
    with pytest.raises(UnreadableDocument) as caught:
        read_document(container(tmp_path / "a.ofd", picture))
    assert caught.value.reason == "image_only"


def test_a_page_that_is_not_whole_says_so(tmp_path: Path) -> None:
    document = read_document(container(tmp_path / "a.ofd", text("看见") + "<ofd:Layer>"))
    assert [line.text for line in document.lines] == ["看见"]
    assert [(notice.reason, notice.pages) for notice in document.warnings] == [("unreadable_pages", (1,))]


WITHOUT_A_PLACE = {
    "no box": text("7").replace("Boundary", "Bound"),
    "half a box": text("7").replace("10 10 50 5", "10 10"),
    "no number": text("7", place='X="#" Y="4"'),
    "without end": text("7", place='X="1e400" Y="4"'),
    "steps": text("7", place='X="0" Y="4" DeltaX="5 x"'),
    "map": text("7", 'CTM="1 0 0 1 nan 0"'),
}


@pytest.mark.parametrize("broken", WITHOUT_A_PLACE.values(), ids=WITHOUT_A_PLACE)
def test_a_text_whose_place_is_lost_is_not_put_elsewhere(tmp_path: Path, broken: str) -> None:
    """At 0, it would stand in the cell of another text."""
    document = read_document(container(tmp_path / "a.ofd", text("看见") + broken))
    assert [line.text for line in document.lines] == ["看见"]
    assert [(notice.reason, notice.pages) for notice in document.warnings] == [("unreadable_pages", (1,))]


def test_a_page_whose_template_is_lost_says_so(tmp_path: Path) -> None:
    """Its rulings stand in the template: without them, other columns are found."""
    path = tmp_path / "a.ofd"
    container(path, text("看见"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    use = b'<ofd:Template TemplateID="9"/>'
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part.replace(b"<ofd:Content>", use + b"<ofd:Content>"))
    (notice,) = read_document(path).warnings
    assert (notice.reason, notice.pages) == ("unreadable_pages", (1,))
    assert "template 9" in notice.message


def path_of(data: str) -> str:
    path = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject Boundary="0 0 9 9">{path}</ofd:PathObject>'


NO_PAGES = f"<ofd:Document {SPACE}/>"
ENDLESS = f"<ofd:Document {SPACE}><ofd:Pages>{'<ofd:Page/>' * 3000}</ofd:Pages></ofd:Document>"


@pytest.mark.parametrize(
    ("content", "document", "reason"),
    [
        ("", None, "empty_file"),
        (text("&bomb;"), None, "empty_file"),
        (text("一", 'CTM="nan inf 1e999 0 0 0"', 'X="1e999" Y="-1e99" DeltaX="g 1e9 5"'), None, "empty_file"),
        (path_of("M 1 L L C B 1 2"), None, "empty_file"),
        ("", NO_PAGES, "damaged"),
        ("", ENDLESS, "damaged"),
        ("", "no document", "damaged"),
    ],
)  # fmt: skip
def test_damaged_files_have_an_outcome(
    tmp_path: Path, content: str, document: str | None, reason: str
) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(container(tmp_path / "a.ofd", content, document))
    assert caught.value.reason == reason


def test_a_cut_container_is_damaged(tmp_path: Path, pdf: Path) -> None:
    path = tmp_path / "two.ofd"
    ofd.write(pdf, path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UnreadableDocument):
        read_document(path)
