"""Byte order marks, and UTF-8 with a few damaged bytes distinguished from another encoding.

A single wrong byte, as where a download ends within a character, makes a strict decoder refuse the whole
file; read as GB18030, all its words would be others.
"""

from __future__ import annotations

from pipelines.readers.document import Notice

# That of UTF-32 begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_LOST = "\ufffd"


def mostly_utf8(content: bytes) -> str | None:
    """The text of bytes that are UTF-8, with ``U+FFFD`` for what is damaged; None where they are not.

    Of Chinese text in GB18030, hardly a character is one in UTF-8 too.
    """
    text = content.decode("utf-8", "replace")
    lost = text.count(_LOST)
    beyond_ascii = len(text) - lost - len(text.encode("ascii", "ignore"))
    return text if lost == 0 or lost < beyond_ascii else None


def lost_characters(content: bytes, text: str) -> list[Notice]:
    """What to say of a text that has unknown characters where the file has wrong bytes."""
    count = text.count(_LOST) - content.count(_LOST.encode())
    if count <= 0:
        return []
    message = (
        f"{count} characters are damaged in the file and read as {_LOST}; figures with one are not placed. "
        "Download or export it again."
    )
    return [Notice("unknown_characters", (), message)]
