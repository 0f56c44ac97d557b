"""From the bytes of a saved page to its text, or the texts of all pages in it."""

from __future__ import annotations

import email
import email.message
import re

import webencodings

from pipelines.readers.encodings import BYTE_ORDER_MARKS, mostly_utf8
from pipelines.readers.media_types import HTTP_HEADER, is_mime

# <meta charset="gbk">, <meta content="text/html; charset=gbk">, <?xml encoding="gbk"?>.
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# A declaration is within the first bytes of a page.
_HEAD_BYTES = 4096


def pages_of(content: bytes) -> list[str]:
    """The text of each page in a file: one, or those that a browser or Excel saved together (.mht)."""
    if not is_mime(content):
        return [decoded(content)]
    parts = [part for part in email.message_from_bytes(content).walk() if _is_page(part)]
    return [decoded(_bytes_of(part), part.get_content_charset() or "") for part in parts]


def decoded(content: bytes, charset: str = "") -> str:
    """The text of one page, also after the header of its download; ``charset`` is what its envelope says.

    Pages say one encoding and use another. No Chinese text in GBK is valid UTF-8, so what is UTF-8 is that,
    also where some bytes are damaged. GB2312 and GBK mean GB18030, which has all their characters.
    """
    content = HTTP_HEADER.sub(b"", content)
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    text = mostly_utf8(content)
    return content.decode(_declared(content, charset), "replace") if text is None else text


def _declared(content: bytes, charset: str) -> str:
    """The encoding that is declared for bytes that are not UTF-8."""
    found = _DECLARED.search(content[:_HEAD_BYTES])
    for label in (found[1].decode("ascii", "replace") if found else "", charset):
        encoding = webencodings.lookup(label)
        if encoding and encoding.name not in ("utf-8", "gbk", "x-user-defined", "utf-16le", "utf-16be"):
            return encoding.codec_info.name
    return "gb18030"


def _is_page(part: email.message.Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")


def _bytes_of(part: email.message.Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
