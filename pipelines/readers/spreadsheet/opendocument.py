"""Reads .ods: a ZIP package whose content is one XML part. What a cell shows is written in it."""

from __future__ import annotations

from pathlib import Path

from pipelines.readers.locked import locked
from pipelines.readers.spreadsheet.opendocument_content import ContentEvents
from pipelines.readers.spreadsheet.opendocument_styles import OdsStyles
from pipelines.readers.spreadsheet.package import Package, damaged
from pipelines.readers.spreadsheet.sheet import Workbook

_CONTENT, _STYLES, _SETTINGS, _MANIFEST = "content.xml", "styles.xml", "settings.xml", "META-INF/manifest.xml"


def workbook_of_ods(path: Path) -> Workbook:
    """The workbook of a file. Raises :class:`UnreadableDocument`."""
    with Package(path) as package:
        manifest = package.tree(_MANIFEST)
        if manifest is not None and manifest.find(".//encryption-data") is not None:
            raise locked()
        if _CONTENT not in package:
            raise damaged("it has no content")
        styles = OdsStyles()
        if _STYLES in package:
            package.stream(_STYLES, styles)
        events = ContentEvents(styles, _shows_zeros(package))
        package.stream(_CONTENT, events)
    return Workbook(events.sheets)


def _shows_zeros(package: Package) -> bool:
    settings = package.tree(_SETTINGS)
    items = settings.iter("config-item") if settings is not None else ()
    return all(item.text != "false" for item in items if item.get("name") == "ShowZeroValues")
