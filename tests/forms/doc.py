"""Writes a document as doc or rtf: as docx, which LibreOffice converts."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from forms import docx
from pipelines.readers.document import Document
from pipelines.readers.word.conversion import converted, converter


def available() -> bool:
    """Whether LibreOffice is installed."""
    return converter() is not None


def write(document: Document, path: Path) -> None:
    """The document in the format that the suffix of the file says."""
    with tempfile.TemporaryDirectory() as folder:
        between = Path(folder) / "document.docx"
        docx.write(document, between)
        with converted(between, ".docx", path.suffix.removeprefix(".")) as found:
            shutil.copyfile(found, path)
