"""Reads .xlsx, .xlsm and what WPS writes like them: a ZIP package of XML parts.

The parts are read as a stream and not with a library for workbooks: those stop at any part that is not as
it should be, and read twice to know a formula from its value.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from xml.etree.ElementTree import Element

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.spreadsheet.ooxml_drawing import DrawingEvents
from pipelines.readers.spreadsheet.ooxml_sheet import SheetEvents, StringEvents
from pipelines.readers.spreadsheet.ooxml_styles import styles_of
from pipelines.readers.spreadsheet.package import Package, damaged
from pipelines.readers.spreadsheet.sheet import CellCount, Sheet, Workbook

_TRUE = ("1", "true")
_MAIN_PART = "xl/workbook.xml"


def workbook_of_xlsx(path: Path) -> Workbook:
    """The workbook of a file. Raises :class:`UnreadableDocument`."""
    with Package(path) as package:
        main = _main_part(package)
        root = package.tree(main)
        if root is None:
            raise damaged("it has no workbook")
        kinds = _parts(package, main)
        properties, calculation = root.find("workbookPr"), root.find("calcPr")
        strings = StringEvents()
        for name in (part for kind, part in kinds.values() if kind == "sharedStrings"):
            package.stream(name, strings)
        styles = styles_of(package.tree(next((p for k, p in kinds.values() if k == "styles"), "")))
        date_1904 = properties is not None and properties.get("date1904") in _TRUE
        count = CellCount()
        sheets = []
        parts_read: set[str] = set()
        for element in root.iterfind("sheets/sheet"):
            sheet = Sheet(element.get("name", ""), element.get("state", "visible") != "visible")
            kind, part = kinds.get(_relation(element), ("", ""))
            if not part or part in parts_read:
                raise damaged(f"sheet {sheet.name} has no part of its own")
            parts_read.add(part)
            if kind == "worksheet":
                events = SheetEvents(sheet, strings.texts, styles, date_1904, count)
                package.stream(part, events)
                events.finish()
                for drawing in (name for kind, name in _parts(package, part).values() if kind == "drawing"):
                    package.stream(drawing, DrawingEvents(sheet))
            sheets.append(sheet)
        at_opening = calculation is not None and calculation.get("fullCalcOnLoad") in _TRUE
    return Workbook(sheets, at_opening)


def _main_part(package: Package) -> str:
    root = package.tree("_rels/.rels")
    named = [
        element.get("Target", "").lstrip("/")
        for element in (root if root is not None else ())
        if element.get("Type", "").endswith("/officeDocument")
    ]
    main = next((name for name in named if name in package), _MAIN_PART)
    if main.lower().endswith(".bin") or (main not in package and "xl/workbook.bin" in package):
        raise UnreadableDocument(
            "unsupported_format", "The spreadsheet is a binary workbook (.xlsb). Save it as .xlsx."
        )
    return main


def _parts(package: Package, main: str) -> dict[str, tuple[str, str]]:
    """The kind and the name of each part that this one names, by the key of the relation."""
    folder, name = posixpath.split(main)
    root = package.tree(f"{folder}/_rels/{name}.rels".lstrip("/"))
    parts: dict[str, tuple[str, str]] = {}
    for element in root if root is not None else ():
        target = element.get("Target", "").replace("\\", "/")
        part = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        if part in package:
            parts[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], part)
    return parts


def _relation(element: Element) -> str:
    """The key of a relation; its attribute has the name of that of the sheet, in another namespace."""
    return element.get("id", "")
