"""Reads plain-text conversions of disclosures: with tabs between cells, or a word processor's dump."""

from pipelines.readers.text.page_dump import read_page_dump
from pipelines.readers.text.reader import read_text

__all__ = ["read_page_dump", "read_text"]
