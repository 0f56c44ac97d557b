"""Damaged and hostile spreadsheets: each is read, or refused in words."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
import xlwt
from forms import ods

from pipelines.raw_folder.archives import is_archive
from pipelines.readers import UnreadableDocument, read_document
from pipelines.readers.document import Cell, Document, Table

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CELLS = '<c><v>1</v></c><c t="str"><v>甲</v></c>'


def workbook(path: Path, sheet: str) -> Path:
    """A workbook of one sheet with this XML."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "xl/workbook.xml",
            f'<workbook {SPACE} xmlns:r="{kind}"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>',
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships><Relationship Id="r1" Type="{kind}/worksheet" Target="s.xml"/></Relationships>',
        )
        package.writestr("xl/s.xml", sheet)
    return path


def of_rows(rows: str, behind: str = "") -> str:
    return f"<worksheet {SPACE}><sheetData>{rows}</sheetData>{behind}</worksheet>"


def whole(tmp_path: Path, form: str) -> bytes:
    cells = tuple(Cell(row, col, f"{row}.{col}0", 1) for row in range(1, 6) for col in range(1, 4))
    document = Document("text/plain", "drawn", 1, (), (Table(1, 0, 1, 1, 5, 3, 0, "drawn", cells),))
    import_module(f"forms.{form}").write(document, tmp_path / f"whole.{form}")
    return (tmp_path / f"whole.{form}").read_bytes()


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("kind", ["cut", "bytes", "zeros"])
def test_a_damaged_workbook_is_read_or_refused_in_words(tmp_path: Path, form: str, kind: str) -> None:
    content, chance = whole(tmp_path, form), random.Random(5)
    for number in range(10):
        damaged = bytearray(content)
        if kind == "cut":
            damaged = damaged[: chance.randrange(16, len(damaged))]
        for _ in range(40 if kind == "bytes" else 0):
            damaged[chance.randrange(16, len(damaged))] = chance.randrange(256)
        if kind == "zeros":
            start = chance.randrange(16, len(damaged))
            damaged[start : start + 300] = bytes(len(damaged[start : start + 300]))
        path = tmp_path / f"{number}.{form}"
        path.write_bytes(bytes(damaged))
        try:
            read_document(path)
        except UnreadableDocument as error:
            assert str(error)


@pytest.mark.parametrize(
    "sheet",
    [
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        + of_rows("<row><c t='str'><v>&b;</v></c></row>"),
        "<a>" * 100_000,
        of_rows("").replace("</worksheet>", ""),
    ],
    ids=["entities", "deep", "cut"],
)
def test_hostile_markup_is_refused(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(workbook(tmp_path / "hostile.xlsx", sheet))
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize(
    "sheet",
    [
        of_rows(f"<row>{CELLS}</row>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        of_rows(f'<row r="1">{CELLS}</row><row r="1048576">{CELLS}</row>'),
        of_rows("<row><c><v>1e999</v></c><c><v>NaN</v></c><c><v>--</v></c></row>"),
    ],
    ids=["merged", "far", "numbers"],
)
def test_what_cannot_be_costs_itself_only(tmp_path: Path, sheet: str) -> None:
    document = read_document(workbook(tmp_path / "odd.xlsx", sheet))
    assert document.lines or document.tables


WITHOUT_A_PLACE = {
    "no row": f'<row r="99999999999">{CELLS}</row>',
    "no cell": '<row><c r="A1"><v>1</v></c><c r="ZZZ9"><v>2</v></c></row>',
    "a cell of another row": '<row r="1"><c r="A1"><v>1</v></c><c r="B2"><v>2</v></c></row>',
    "one place twice": '<row><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a text that is not there": '<row><c t="s"><v>7</v></c></row>',
    "a style that is not there": '<row><c s="7"><v>0.085</v></c></row>',
    "a kind that is not there": '<row><c t="0x"><v>7</v></c></row>',
}


@pytest.mark.parametrize("rows", WITHOUT_A_PLACE.values(), ids=WITHOUT_A_PLACE)
def test_a_workbook_whose_figures_would_stand_elsewhere_is_refused(tmp_path: Path, rows: str) -> None:
    """A cell without its place falls on its neighbour, and of a lost text or style the next one is shown."""
    with pytest.raises(UnreadableDocument, match=r"sheet a: .*(row|cell A1) ") as caught:
        read_document(workbook(tmp_path / "odd.xlsx", of_rows(rows)))
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize("target", ["lost.xml", "workbook.xml"], ids=["lost", "of another kind"])
def test_a_sheet_that_is_not_in_the_file_is_not_left_out(tmp_path: Path, target: str) -> None:
    path, parts = workbook(tmp_path / "lost.xlsx", of_rows(CELLS)), {}
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"s.xml", target.encode()
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(UnreadableDocument, match="sheet a") as caught:
        read_document(path)
    assert caught.value.reason == "damaged"


def test_two_sheets_of_one_part_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "twice.xlsx", of_rows(CELLS))
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(path, "w") as other:
        for name in package.namelist():
            one = b'<sheet name="a" r:id="r1"/>'
            other.writestr(name, package.read(name).replace(one, one + one.replace(b'"a"', b'"b"')))
    with pytest.raises(UnreadableDocument, match="sheet b has no part of its own"):
        read_document(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_different_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "twice.xlsx", of_rows(CELLS))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/S.xml", of_rows(CELLS.replace("1", "2")))
    with pytest.raises(UnreadableDocument, match="two different parts"):
        read_document(path)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [(0x85, b"\0\0\0\0"), (0x42, b"\x42\0\x20\x20"), (0x0A, b"\x5f\0\0\0"), (0x200, b"\0\2\xff\xff")],
    ids=["a sheet is lost", "a record reaches behind its part", "no end", "too long"],
)
def test_an_xls_whose_records_are_broken_is_not_read_in_part(
    tmp_path: Path, kind: int, changed: bytes
) -> None:
    content = bytearray(whole(tmp_path, "xls"))
    at = content.index(b"\x09\x08\x10\0")
    while int.from_bytes(content[at : at + 2], "little") != kind:
        at += 4 + int.from_bytes(content[at + 2 : at + 4], "little")
    content[at : at + 4] = changed
    (tmp_path / "broken.xls").write_bytes(bytes(content))
    with pytest.raises(UnreadableDocument) as caught:
        read_document(tmp_path / "broken.xls")
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize("what", ["columns-repeated", "columns-spanned", "rows-repeated"])
def test_an_ods_whose_cells_would_stand_elsewhere_is_refused(tmp_path: Path, what: str) -> None:
    """Without the count, all cells behind it move to the left, below the header of another."""
    cell = "<table:table-cell {}><text:p>1.00</text:p></table:table-cell>"
    row = f"<table:table-row {{}}>{cell.format('{}')}{cell.format('')}</table:table-row>"
    count = f'table:number-{what}="x3"'
    content = row.format(count, "") if "rows" in what else row.format("", count)
    ods.write_content("", f'<table:table table:name="a">{content}</table:table>', tmp_path / "odd.ods")
    with pytest.raises(UnreadableDocument, match=r"sheet a: .*x3") as caught:
        read_document(tmp_path / "odd.ods")
    assert caught.value.reason == "damaged"


def test_an_ods_without_sheets_is_damaged(tmp_path: Path) -> None:
    ods.write_content("", "", tmp_path / "odd.ods")
    with pytest.raises(UnreadableDocument, match="no sheets") as caught:
        read_document(tmp_path / "odd.ods")
    assert caught.value.reason == "damaged"


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_an_xls_with_a_number_without_end_is_refused(tmp_path: Path, number: float) -> None:
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, 0.123456789)
    book.save(tmp_path / "odd.xls")
    content = (tmp_path / "odd.xls").read_bytes()
    (tmp_path / "odd.xls").write_bytes(
        content.replace(struct.pack("<d", 0.123456789), struct.pack("<d", number))
    )
    with pytest.raises(UnreadableDocument, match=r"sheet a: .*row 1 ") as caught:
        read_document(tmp_path / "odd.xls")
    assert caught.value.reason == "damaged"


def test_a_workbook_without_any_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="hold no text") as caught:
        read_document(workbook(tmp_path / "blank.xlsx", of_rows("<row/>")))
    assert caught.value.reason == "empty_file"


def test_an_ods_that_does_not_state_its_kind_is_still_a_workbook_and_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "plain.ods"
    path.write_bytes(whole(tmp_path, "ods").replace(b"mimetype", b"MIMETYPE"))
    assert not is_archive(path)
    assert len(read_document(path).tables) == 1


def test_an_encoding_that_nobody_knows_is_damage(tmp_path: Path) -> None:
    sheet = f'<?xml version="1.0" encoding="UTF-9"?>{of_rows(CELLS)}'
    with pytest.raises(UnreadableDocument) as caught:
        read_document(workbook(tmp_path / "odd.xlsx", sheet))
    assert caught.value.reason == "damaged"


def test_a_sheet_that_unpacks_without_end_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.readers.package.MOST_BYTES", 1_000_000)
    with pytest.raises(UnreadableDocument, match="unpacks to more") as caught:
        read_document(workbook(tmp_path / "bomb.xlsx", of_rows(" " * 2_000_000)))
    assert caught.value.reason == "too_large"


def test_cells_repeated_without_end_are_too_many(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    ods.write_content("", f'<table:table table:name="a">{row}</table:table>', tmp_path / "bomb.ods")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(tmp_path / "bomb.ods")
    assert caught.value.reason == "too_large"


def test_a_locked_ods_is_encrypted(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("mimetype", ods.MIMETYPE)
        package.writestr("content.xml", "x")
        package.writestr(
            "META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>"
        )
    path = tmp_path / "locked.ods"
    path.write_bytes(content.getvalue())
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.reason == "encrypted"
