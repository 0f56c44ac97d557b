"""Whether a file in a compound container (OLE) opens only with a password."""

from __future__ import annotations

from pathlib import Path

from pipelines.readers.document import UnreadableDocument

_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A stream that holds a whole document of the formats docx, xlsx or pptx, locked.
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_TEXT_STREAM = "WordDocument\0\0".encode("utf-16-le")
# Within the entry of a stream, and in the head of a text.
_FIRST_SECTOR, _FLAGS = 116, 10
_TEXT_MARKS = (b"\xec\xa5", b"\xdc\xa5")
_LOCKED = 0x01


def is_locked(path: Path) -> bool:
    """Whether a password was set to open the file; False for files in no such container."""
    with path.open("rb") as file:
        if file.read(len(_CONTAINER)) != _CONTAINER:
            return False
        content = _CONTAINER + file.read()
    return _LOCKED_PACKAGE in content or _has_locked_text(content)


def locked() -> UnreadableDocument:
    """What is said of such a file."""
    return UnreadableDocument(
        "encrypted", "The file opens only with a password. Save a copy without a password."
    )


def _has_locked_text(content: bytes) -> bool:
    entry = content.find(_TEXT_STREAM)
    if entry < 0:
        return False
    sector_size = 1 << min(content[30], 12)
    sector = int.from_bytes(content[entry + _FIRST_SECTOR : entry + _FIRST_SECTOR + 4], "little")
    head = content[(sector + 1) * sector_size :][: _FLAGS + 2]
    # Bit 8 of the flags says that the text is locked.
    return head.startswith(_TEXT_MARKS) and len(head) == _FLAGS + 2 and bool(head[_FLAGS + 1] & _LOCKED)
