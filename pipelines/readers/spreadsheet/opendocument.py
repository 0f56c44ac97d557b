"""Reads .ods, a ZIP package whose content is one XML part, and .fods, which is one XML file of the same.

What a cell shows is written in it.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipelines.readers.locked import locked
from pipelines.readers.spreadsheet.opendocument_content import ContentEvents
from pipelines.readers.spreadsheet.package import Package, damaged, stream_file
from pipelines.readers.spreadsheet.sheet import Workbook

_CONTENT, _BEFORE, _MANIFEST = "content.xml", ("settings.xml", "styles.xml"), "META-INF/manifest.xml"


def workbook_of_ods(path: Path) -> Workbook:
    """The workbook of a file. Raises :class:`UnreadableDocument`."""
    events = ContentEvents()
    if not zipfile.is_zipfile(path):
        stream_file(path, events)
        return Workbook(events.sheets)
    with Package(path) as package:
        manifest = package.tree(_MANIFEST)
        if manifest is not None and manifest.find(".//encryption-data") is not None:
            raise locked()
        if _CONTENT not in package:
            raise damaged("it has no content")
        for name in (*_BEFORE, _CONTENT):
            if name in package:
                package.stream(name, events)
    return Workbook(events.sheets)
