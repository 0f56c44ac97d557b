"""Damaged, locked and hostile documents of word processors have outcomes in words, and cost little."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from pipelines.readers import Document, UnreadableDocument, media_type_of, read_document

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = "<w:p><w:r><w:t>1.00</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(body: str, before: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"{before}<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
    return content.getvalue()


def row(cell: str, count: int = 1, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>" + f"<w:tc>{cell}{TEXT}</w:tc>" * count + "</w:tr>"


def nested(count: int, opened: str, within: str = TEXT) -> str:
    return (
        opened * count
        + within
        + "".join(f"</{name}>" for name in reversed(re.findall("<(w:\\w+)", opened))) * count
    )


def entities() -> str:
    more = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{more}<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def locked_zip() -> bytes:
    content = bytearray(packed(TEXT))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def locked_text() -> bytes:
    """A compound container whose text, in the sector behind the directory, says that it is locked."""
    head = OLE + bytes(22) + b"\x09\x00" + bytes(480)
    entry = "WordDocument".encode("utf-16-le").ljust(116, b"\0") + (1).to_bytes(4, "little")
    return head + entry.ljust(512, b"\0") + b"\xec\xa5".ljust(10, b"\0") + b"\x00\x01" + bytes(500)


REFUSED = {
    "cut": (packed(TEXT)[:-30], "damaged"),
    "no text in it": (packed(TEXT).replace(b"document.xml", b"document.xmx"), "damaged"),
    "nested too deep": (packed(nested(5000, "<w:tbl><w:tr><w:tc>")), "damaged"),
    "entities": (packed("<w:p><w:r><w:t>&j;&f;</w:t></w:r></w:p>", entities()), "damaged"),
    "blank": (packed("<w:p/>"), "empty_file"),
    "locked parts": (locked_zip(), "encrypted"),
    "locked package": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert (caught.value.reason, str(caught.value) != "") == (reason, True)


def test_a_part_that_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.readers.package.MOST_PART_BYTES", 1024 * 1024)
    path = tmp_path / "x.docx"
    path.write_bytes(packed(f"<w:p>{' ' * 2_000_000}</w:p>"))
    with pytest.raises(UnreadableDocument, match="unpacks to more than 1 MB") as caught:
        read_document(path)
    assert caught.value.reason == "too_large"


def test_an_old_document_with_a_password_is_called_locked(tmp_path: Path) -> None:
    path = tmp_path / "x.wps"
    path.write_bytes(locked_text())
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.reason == "encrypted"


def read(tmp_path: Path, content: bytes) -> Document:
    path = tmp_path / "x.docx"
    path.write_bytes(content)
    return read_document(path)


def test_deeply_nested_tables_and_controls_are_read(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        packed(
            nested(80, "<w:tbl><w:tr><w:tc>")
            + nested(240, "<w:sdt>")
            + nested(60, "<w:p><w:r><w:pict><w:txbxContent>")
        ),
    )
    assert [line.text for line in document.lines] == ["1.00"] * 3


@pytest.mark.parametrize("number", ["1000000000", "99999999999999999999999", "-5", "x", "²", ""])
def test_spans_without_an_end_are_no_wider_than_a_table_can_be(tmp_path: Path, number: str) -> None:
    before = f'<w:gridBefore w:val="{number}"/>'
    span = f'<w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>'
    document = read(tmp_path, packed(f"<w:tbl>{row(span, 3, before)}{row('', 3)}</w:tbl>"))
    assert len(document.tables[0].cells) == 6


def test_a_document_with_any_damage_has_an_outcome_in_words(tmp_path: Path) -> None:
    chance = random.Random(7)
    merge = '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>'
    whole = f"<w:tbl>{row(merge, 2)}{row(merge.replace('restart', 'continue'), 2)}{row('', 4)}</w:tbl>{TEXT}"
    for _ in range(150):
        body = bytearray(whole.encode())
        for _ in range(chance.choice((1, 3))):
            body[chance.randrange(len(body))] = chance.choice(b'<>/"w:tcrp0')
        try:
            assert read(tmp_path, packed(body.decode())).page_count == 1
        except UnreadableDocument as error:
            assert error.reason in ("damaged", "empty_file")


def test_a_text_document_that_holds_a_sheet_is_a_text_document(tmp_path: Path) -> None:
    """Both have streams in the container; the class of its root says whose it is."""
    head = OLE + bytes(22) + b"\x09\x00" + bytes(16) + (0).to_bytes(4, "little") + bytes(460)
    root = bytes(0x50) + b"\x06\x09\x02\x00" + bytes(44)
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Workbook", "WordDocument"))
    path = tmp_path / "x"
    path.write_bytes(head + root + names)
    assert media_type_of(path) == "application/msword"
    path.write_bytes(b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>')
    assert media_type_of(path) == "application/msword"
