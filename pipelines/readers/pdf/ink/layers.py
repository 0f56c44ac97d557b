"""Whether a file has layers (optional content groups), which a person can switch on and off.

pdfium draws a page without the layers that are off, and has no call that says whether there are any.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_LAYERS = b"/OCProperties"
# Objects may lie in compressed streams: the dictionary of such a stream, and where its data begins.
_OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def holds_layers(data: bytes) -> bool:
    """Whether the catalogue of a PDF file mentions layers; True if that cannot be determined."""
    return _LAYERS in data or any(text is None or _LAYERS in text for text in _object_streams(data))


def _object_streams(data: bytes) -> Iterator[bytes | None]:
    """The streams with objects, unpacked; None for one that is packed in an unknown way or encrypted."""
    for found in _OBJECT_STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[found.end() :])
        except zlib.error:
            yield None
