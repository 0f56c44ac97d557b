"""Writes a document as rtf, where LibreOffice is installed; as doc, but for the suffix of the file."""

from forms.doc import available, write

__all__ = ["available", "write"]
