"""Decodes bytes to text, or says why that is not possible."""

from __future__ import annotations

from pipelines.readers.document import UnreadableDocument
from pipelines.readers.encodings import BYTE_ORDER_MARKS, mostly_utf8

# A decoded file with a lower share of printable characters is binary; real disclosures are above 0.999.
_LEAST_PRINTABLE = 0.97


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Tries a byte order mark, then UTF-8, of which some bytes may be damaged, then GB18030 (the national
    superset of GBK and GB2312).

    Raises :class:`UnreadableDocument` with reason ``empty_file`` or ``not_text``.
    """
    if not content.strip():
        raise UnreadableDocument(
            "empty_file", "The file has no content. Ask the publisher for it again, or remove it."
        )
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_or_refuse(content, encoding), encoding
    if b"\x00" in content:
        raise _not_text()
    text = mostly_utf8(content)
    encoding = "gb18030" if text is None else "utf-8"
    text = _decode_or_refuse(content, encoding) if text is None else text
    if _printable_share(text) < _LEAST_PRINTABLE:
        raise _not_text()
    return text, encoding


def _decode_or_refuse(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text() from error


def _printable_share(text: str) -> float:
    sample = text[:200_000]
    printable = sum(character.isprintable() or character.isspace() for character in sample)
    return printable / max(1, len(sample))


def _not_text() -> UnreadableDocument:
    return UnreadableDocument(
        "not_text",
        "The file is named as text but holds binary data. Save the original document as PDF or as plain "
        "text (UTF-8 or GB18030) and replace it.",
    )
