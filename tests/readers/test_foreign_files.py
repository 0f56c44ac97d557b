"""Files that are not what their names say are called what they are; PDFs among junk are read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pdf_drawing import HEADER, ROWS, Paper
from PIL import Image

from pipelines.readers import UnreadableDocument, media_type_of, read_document
from pipelines.readers.pdf.render import render_page
from pipelines.readers.web import document_links

XS = [50.0, 120.0, 300.0, 400.0, 500.0]
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n" + b"X-Served-By: cache\r\n" * 120 + b"\r\n"
PAGE = b"<!DOCTYPE html><html><head><title>404</title></head><body>not found</body></html>"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A PDF with one table."""
    paper = Paper(tmp_path_factory.mktemp("whole") / "whole.pdf")
    paper.table(XS, 100, [HEADER, *ROWS])
    return paper.save().read_bytes()


def refusal(path: Path, content: bytes) -> UnreadableDocument:
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    return caught.value


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def picture(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "grey").save(content, kind)
    return content.getvalue()


def container(stream: str) -> bytes:
    """What an OLE container begins with, and the name of its stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le").ljust(64, b"\0")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"\n<!-- " + b"x" * 10_240 + b" -->\n"),
        (b"", bytes(300_000)),
        (b"", b"<script>location.href='/'</script>" * 1000),
        (HTTP, b""),
        (b"\xef\xbb\xbf\r\n", b"\r\n"),
        (b"<br />\n<b>Warning</b>: headers already sent\n" * 60, b""),
        (HTTP, b"\0" * 9_000),
    ],
    ids=["10 kB behind", "300 kB of zeros", "script", "HTTP header", "mark", "warnings", "both"],
)
def test_junk_around_a_pdf_is_passed_over(tmp_path: Path, whole: bytes, before: bytes, after: bytes) -> None:
    path = tmp_path / "junk.pdf"
    path.write_bytes(before + whole + after)
    (table,) = read_document(path).tables
    assert [cell.text for cell in table.cells if cell.row_no == 2] == ROWS[0]
    assert render_page(path, 1).size == (595, 842)


def test_a_cut_pdf_is_truncated_also_behind_the_end_mark_of_a_first_part(
    tmp_path: Path, whole: bytes
) -> None:
    for cut in (whole[: len(whole) * 2 // 3], whole + b"12 0 obj\n<< /Type /Page >>\nstream\n" + bytes(9000)):
        assert refusal(tmp_path / "cut.pdf", cut).reason == "truncated"


def test_prose_that_mentions_the_header_of_pdf_files_is_text(tmp_path: Path) -> None:
    path = tmp_path / "prose.txt"
    path.write_text("本局预算\n" * 400 + "文件以 %PDF-1.4 开头\n", encoding="utf-8")
    assert media_type_of(path) == "text/plain"


@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        b"\xef\xbb\xbf\r\n  <HTML><BODY></BODY></HTML>",
        b"<!-- cached -->\n<?xml version='1.0'?><!DOCTYPE HTML PUBLIC 'x'><html></html>",
        b"<!DOCTYPE x [<!ENTITY a 'a'>]><html></html>",
        b"HTTP/1.1 404 Not Found\r\nServer: x\r\n\r\n<html></html>",
        b"<script>window.location='/'</script>",
        "<html><title>公开</title></html>".encode("gb18030"),
        "<html><title>公开</title></html>".encode("utf-16"),
    ],
)
def test_a_web_page_is_called_what_it_is(tmp_path: Path, content: bytes) -> None:
    error = refusal(tmp_path / "page.pdf", content)
    assert error.reason == "web_page"
    assert "whatever its name says" in str(error)
    assert "links to no document" in str(error)


LINKS = """
<a href="/files/%E9%A2%84%E7%AE%97.pdf">预算</a> <a href='P0202401.XLS'>表</a>
<a href="/files/%E9%A2%84%E7%AE%97.pdf">x</a>
<a href="index.html">首页</a> <a href="javascript:void(0)" onclick="window.open('../a/b.docx')">下载</a>
<iframe src="/pdfjs/viewer.html?file=%2Fu%2Fjs.pdf"></iframe> <img src="logo.png">
<script>var f = {"url": "http:\\/\\/other.gov.cn\\/c.pdf"};</script>
"""


@pytest.mark.parametrize(
    "head",
    [
        '<base href="https://www.x.gov.cn/a/b/">',
        '<link rel="canonical" href="https://www.x.gov.cn/a/b/page.html">',
        '<meta property="og:url" content="https://www.x.gov.cn/a/b/page.html">',
        "<!-- saved from url=(0035)https://www.x.gov.cn/a/b/page.html -->",
    ],
)
def test_documents_that_a_web_page_links_to_are_named(tmp_path: Path, head: str) -> None:
    path = tmp_path / "page.pdf"
    error = refusal(path, f"<html><head>{head}</head><body>{LINKS}</body></html>".encode())
    links = document_links(path.read_text(encoding="utf-8"))
    assert links == [
        "https://www.x.gov.cn/files/%E9%A2%84%E7%AE%97.pdf",
        "https://www.x.gov.cn/a/b/P0202401.XLS",
        "https://www.x.gov.cn/a/a/b.docx",
        "https://www.x.gov.cn/pdfjs/viewer.html?file=%2Fu%2Fjs.pdf",
        "http://other.gov.cn/c.pdf",
    ]
    assert all(link in str(error) for link in links)
    assert "5 documents" in str(error)


def test_links_stay_as_they_are_where_a_page_does_not_say_its_address(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_text("<html>" + "".join(f"<a href=f{number}.pdf>" for number in range(40)), encoding="utf-8")
    assert document_links(path.read_text(encoding="utf-8"))[:2] == ["f0.pdf", "f1.pdf"]
    assert "40 documents; fetch instead: f0.pdf, f1.pdf" in str(refusal(path, path.read_bytes()))
    assert "35 more" in str(refusal(path, path.read_bytes()))


def test_links_before_a_broken_declaration_are_named(tmp_path: Path) -> None:
    error = refusal(tmp_path / "page.pdf", b"<html><a href='a.pdf'>x</a>" + b"<![" * 100)
    assert error.reason == "web_page"
    assert "fetch instead: a.pdf" in str(error)


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        (zipped("a.pdf", "b.pdf"), "archive", "of 2 files: a.pdf, b.pdf. Unpack it"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "archive", "Unpack it"),
        (picture("GIF"), "picture", "save the picture as PNG"),
    ],
)
def test_another_file_named_pdf_is_called_what_it_is(
    tmp_path: Path, content: bytes, reason: str, words: str
) -> None:
    error = refusal(tmp_path / "budget.pdf", content)
    assert error.reason == reason
    assert "named .pdf" in str(error)
    assert words in str(error)


@pytest.mark.parametrize(("name", "content"), [("a.pptx", zipped("ppt/x")), ("a.gif", picture("GIF"))])
def test_a_file_that_is_what_its_name_says_is_of_a_format_that_is_not_read(
    tmp_path: Path, name: str, content: bytes
) -> None:
    assert refusal(tmp_path / name, content).reason == "unsupported_format"


@pytest.mark.parametrize("kind", ["BMP", "JPEG", "PNG", "TIFF"])
def test_a_picture_needs_text_recognition_whatever_its_name(tmp_path: Path, kind: str) -> None:
    error = refusal(tmp_path / "budget.pdf", picture(kind))
    assert error.reason == "image_only"
    assert "pip install 'yusuan[ocr]'" in str(error)


@pytest.mark.parametrize(("name", "reason"), [("a.ofd", "damaged"), ("a.pdf", "archive")])
def test_a_container_of_an_unknown_version_has_an_outcome(tmp_path: Path, name: str, reason: str) -> None:
    content = bytearray(zipped("OFD.xml"))
    content[content.index(b"PK\x01\x02") + 6] = 142
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.reason == reason


def test_a_file_without_bytes_is_empty_whatever_its_name(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.xlsx", "a"):
        assert refusal(tmp_path / name, b"").reason == "empty_file"


@pytest.mark.parametrize(
    "root",
    [
        '<?mso-application progid="Excel.Sheet"?>\n<Workbook>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        '<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
    ],
)
def test_a_workbook_in_xml_is_no_text(tmp_path: Path, root: str) -> None:
    path = tmp_path / "支出.xls"
    error = refusal(path, f'<?xml version="1.0"?>\n{root}<Worksheet/></Workbook>'.encode())
    assert error.reason == "unsupported_format"
    assert "spreadsheetml" in str(error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_markup_of_a_file_of_xml_is_no_text_of_a_document(tmp_path: Path, encoding: str) -> None:
    """Such as a flat workbook of OpenDocument with a document type of its own."""
    content = '<?xml version="1.0"?>\n<!DOCTYPE x>\n<document><text:p>1,234.56</text:p></document>'
    error = refusal(tmp_path / "sheet.fods", content.encode(encoding))
    assert error.reason == "unsupported_format"
    assert "application/xml" in str(error)
