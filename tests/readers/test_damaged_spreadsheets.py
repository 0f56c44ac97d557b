"""Damaged and hostile spreadsheets: each is read, or refused in words."""

from __future__ import annotations

import io
import random
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from forms import ods

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
        of_rows(f'<row r="99999999999">{CELLS}</row><row r="-1">{CELLS}</row><row r="x">{CELLS}</row>'),
        of_rows(f'<row><c r="ZZZ99999999" s="77" t="s"><v>9999</v></c>{CELLS}</row>'),
        of_rows(f"<row>{CELLS}</row>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        of_rows(f'<row r="1">{CELLS}</row><row r="1048576">{CELLS}</row>'),
        of_rows("<row><c><v>1e999</v></c><c><v>NaN</v></c><c><v>--</v></c></row>"),
    ],
    ids=["rows", "places", "merged", "far", "numbers"],
)
def test_what_cannot_be_costs_itself_only(tmp_path: Path, sheet: str) -> None:
    document = read_document(workbook(tmp_path / "odd.xlsx", sheet))
    assert document.lines or document.tables


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
