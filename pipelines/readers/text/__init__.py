"""Plain-text conversions of a disclosure: tables kept apart by tabs, or a word processor's dump.

``read_text`` is the only public name.
"""

from pipelines.readers.text.reader import read_text

__all__ = ["read_text"]
