"""The objects of a PDF file: taken apart, and written down again with a table that is right."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> >> >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_STREAM = re.compile(rb"(<<(?:(?!endobj|stream).)*>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LENGTH = re.compile(rb"/Length \d+(?: 0 R)?")


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object with the right length."""
    if packed:
        data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def table(rows: int = 6) -> bytes:
    """The content of a page with one ruled table of amounts."""
    xs = (50, 150, 300, 420, 540)
    drawn = [f"50 {700 - 20 * row} m 540 {700 - 20 * row} l S" for row in range(rows + 1)]
    drawn += [f"{x} 700 m {x} {700 - 20 * rows} l S" for x in xs]
    for row in range(rows):
        words = ("Code", "Name", "Total", "Basic") if row == 0 else (f"20{row}", "Item", f"{row}.50", "0.25")
        for x, word in zip(xs, words, strict=False):
            drawn.append(f"BT /F1 9 Tf {x + 3} {687 - 20 * row} Td ({word}) Tj ET")
    return "\n".join(drawn).encode()


def small_pdf(changed: Mapping[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """A page with a table as objects 1 (catalogue) to 5 (font), of which some are others."""
    objects = {1: CATALOG, 2: PAGES, 3: PAGE, 4: stream(table()), 5: FONT}
    return written(objects | dict(changed or {}), trailer)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """The file of these objects; ``trailer`` is added to its trailer dictionary."""
    parts, offsets, at = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], {}, 15
    for number, body in sorted(objects.items()):
        offsets[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    size = max(objects) + 1
    parts.append(b"xref\n0 1\n0000000000 65535 f \n")
    parts += [b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in offsets.items()]
    root = b"" if b"/Root" in trailer else b"/Root 1 0 R"
    parts.append(b"trailer\n<< /Size %d %s %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, at))
    return b"".join(parts)


def objects_of(data: bytes) -> dict[int, bytes]:
    """The objects of a file that stand plainly in it, by their numbers."""
    return {int(found[1]): found[2].strip() for found in _OBJECT.finditer(data)}


def rewritten(data: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The file with these objects in place of its own; as it is where it keeps them in packed streams."""
    root = _ROOT.search(data)
    if not root or int(root[1]) not in objects or b"/ObjStm" in data or b"/Encrypt" in data:
        return data
    return written(objects, root[0])


def with_changed_streams(data: bytes, change: Callable[[bytes], bytes], share: Callable[[], bool]) -> bytes:
    """The file with the unpacked data of some of its streams changed, packed again with the right length."""

    def changed(found: re.Match[bytes]) -> bytes:
        entries, content = found[1], found[2]
        if b"/FlateDecode" not in entries or b"/ASCII85" in entries or b"/XRef" in entries or not share():
            return found[0]
        try:
            content = zlib.compress(change(zlib.decompress(content)))
        except zlib.error:
            return found[0]
        entries = _LENGTH.sub(b"/Length %d" % len(content), entries, count=1)
        return entries + b"\nstream\n" + content + b"\nendstream"

    objects = {number: _STREAM.sub(changed, body) for number, body in objects_of(data).items()}
    return rewritten(data, objects)
