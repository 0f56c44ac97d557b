"""Documents of office programs and web pages with damage in their markup, packed well again.

A package whose bytes are damaged ends at the checksums of its container: only what is packed again reaches
the readers of the parts.
"""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Callable

from damage.draw import Draw
from damage.packages import packed, parts_of

_TAG = re.compile(rb"<[^<>]{1,2000}>")
_ELEMENT = re.compile(rb"<(c|row|si|xf|sheet|mergeCell|td|tr|w:tc|w:tr|table:table-\w+|ofd:\w+)\b[^<>]*>")
_ATTRIBUTE = re.compile(rb"\s([\w:.-]+)=(\"[^\"<]*\"|'[^'<]*')")
_VALUE = re.compile(rb">(-?[\d,.]+)<")
_TEXT = re.compile(rb">([^<>]+)<")
_ABSURD = (
    b"1e400", b"NaN", b"-1", b"0", b"1048576", b"16384", b"2147483648", b"9" * 20, b"", b"x", b"1.5", b"0x10",
    "²".encode(), "１２".encode(), b"#REF!", b"A1:XFD1048576", b"XFD1048576", b"A0",
)  # fmt: skip
_CONTROLS = (b"\0", b"&#0;", b"&#xD800;", b"\xed\xa0\x80", b"&#x110000;", b"_xD800_", b"\xff", b"&nbsp;")
_ENCODINGS = (b"utf-16", b"gb2312", b"utf-7", b"nope", b"zlib", b"undefined", b"big5")
_FIRST_RECORD, _NUMBER_RECORD = b"\x09\x08\x10\x00\x00\x06", 0x203
# Where the headers of a ZIP state a length or a place: for each file, and in the directory.
_LENGTHS = {b"PK\x03\x04": (14, 18, 22, 26), b"PK\x01\x02": (16, 20, 24, 28, 42)}

Change = Callable[[bytes, random.Random], bytes]


def _changed(draw: Draw, change: Change) -> bytes:
    """A web page, or a package of which one part, large ones more often, was changed."""
    form, chance = draw.chance.choice(draw.forms), draw.chance
    if not form.startswith(b"PK"):
        return change(form, chance)
    parts = parts_of(form)
    number = chance.choices(range(len(parts)), [len(part) for _, part in parts])[0]
    parts[number] = parts[number][0], change(parts[number][1], chance)
    return packed(parts)


def _found(pattern: re.Pattern[bytes], part: bytes, chance: random.Random) -> tuple[int, int]:
    """Where one of the matches begins and ends; a place anywhere where there is none."""
    places = [found.span() for found in pattern.finditer(part)]
    return chance.choice(places) if places else (chance.randrange(len(part) + 1),) * 2


def tags_changed(draw: Draw) -> bytes:
    """A tag is missing, stands there twice, or is another one."""

    def change(part: bytes, chance: random.Random) -> bytes:
        begin, end = _found(_TAG, part, chance)
        first, last = _found(_TAG, part, chance)
        return part[:begin] + chance.choice((b"", part[begin:end] * 2, part[first:last])) + part[end:]

    return _changed(draw, change)


def elements_changed(draw: Draw) -> bytes:
    """A cell, a row, a text or a style is missing, or stands there again and again."""

    def change(part: bytes, chance: random.Random) -> bytes:
        begin, end = _found(_ELEMENT, part, chance)
        if begin < end and part[end - 2 : end - 1] != b"/":
            closing = b"</" + re.split(rb"[\s>]", part[begin + 1 : end])[0] + b">"
            end = max(end, part.find(closing, end) + len(closing))
        return part[:begin] + part[begin:end] * chance.choice((0, 0, 2, 50)) + part[end:]

    return _changed(draw, change)


def attributes_changed(draw: Draw) -> bytes:
    """References, spans, styles and places that are huge, negative, no numbers, or another's."""

    def change(part: bytes, chance: random.Random) -> bytes:
        found = list(_ATTRIBUTE.finditer(part))
        name = chance.choice(sorted({each[1] for each in found})) if found else b""
        same = [each for each in found if each[1] == name]
        for each in reversed(same if chance.random() < 0.2 else same and [chance.choice(same)]):
            value = chance.choice(_ABSURD) if chance.random() < 0.7 else chance.choice(same)[2][1:-1]
            begin, end = each.span(2)
            part = part[: begin + 1] + value + part[end - 1 :]
        return part

    return _changed(draw, change)


def attributes_lost(draw: Draw) -> bytes:
    """An attribute is missing, or all of its name."""

    def change(part: bytes, chance: random.Random) -> bytes:
        begin, end = _found(_ATTRIBUTE, part, chance)
        name = part[begin:end].partition(b"=")[0] + b"="
        if chance.random() < 0.6 or begin == end:
            return part[:begin] + part[end:]
        return re.sub(re.escape(name) + rb"(\"[^\"<]*\"|'[^'<]*')", b"", part)

    return _changed(draw, change)


def values_changed(draw: Draw) -> bytes:
    """A number within the text is absurd, or a text holds what no text may hold."""

    def change(part: bytes, chance: random.Random) -> bytes:
        pattern, others = chance.choice(((_VALUE, _ABSURD), (_TEXT, _CONTROLS)))
        begin, end = _found(pattern, part, chance)
        return part[: begin + 1] + chance.choice(others) + part[end - 1 :] if begin < end else part

    return _changed(draw, change)


def nested_deep(draw: Draw) -> bytes:
    """Elements within elements, closed again or not."""

    def change(part: bytes, chance: random.Random) -> bytes:
        _, place = _found(_TAG, part, chance)
        name, depth = chance.choice((b"row", b"td", b"div", b"w:tbl", b"text:p")), chance.choice((300, 5000))
        closing = b"</" + name + b">"
        inner = (b"<" + name + b">") * depth + b"1.00" + closing * chance.choice((0, depth))
        return part[:place] + inner + part[place:]

    return _changed(draw, change)


def entities(draw: Draw) -> bytes:
    """A document type whose entities unpack to gigabytes, or to a file of this machine."""

    def change(part: bytes, chance: random.Random) -> bytes:
        more = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        kind = (
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + more + b'<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        )
        declared = re.match(rb"<\?xml.*?\?>", part)
        place = declared.end() if declared else 0
        begin, end = _found(_TEXT, part[place:], chance)
        use = chance.choice((b"&j;", b"&f;", b"&a;", b"&zz;"))
        return part[:place] + kind + part[place : place + begin + 1] + use + part[place + end - 1 :]

    return _changed(draw, change)


def encodings_changed(draw: Draw) -> bytes:
    """Another encoding is declared than is used, or parts of the file are in another one."""

    def change(part: bytes, chance: random.Random) -> bytes:
        if chance.random() < 0.4:
            return re.sub(rb"((?:encoding|charset)=[\"'])[\w-]+", rb"\g<1>" + chance.choice(_ENCODINGS), part)
        texts, other = part.decode("utf-8", "replace"), chance.choice(("gb18030", "utf-16", "utf-8-sig"))
        share = chance.choice((0.1, 1.0))
        pieces = re.split("(?<=>)", texts) if share < 1 and other == "gb18030" else [texts]
        return b"".join(
            piece.encode(other if chance.random() < share else "utf-8", "replace") for piece in pieces
        )

    return _changed(draw, change)


def markup_damaged(draw: Draw) -> bytes:
    """Markup that is cut, or with bytes that are any others, left out, or there twice."""

    def change(part: bytes, chance: random.Random) -> bytes:
        begin = chance.randrange(len(part) + 1)
        end = min(len(part), begin + int(2 ** chance.uniform(0, 12)))
        middle = chance.choice((b"", part[begin:end] * 2, chance.randbytes(end - begin)))
        return part[:begin] if chance.random() < 0.2 else part[:begin] + middle + part[end:]

    return _changed(draw, change)


def parts_changed(draw: Draw) -> bytes:
    """Parts that are missing, empty, there twice, of another case, or under each other's names."""
    parts, chance = parts_of(draw.package()), draw.chance
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    name, content = parts[one]
    chosen = chance.randrange(6)
    if chosen == 0:
        del parts[one]
    elif chosen == 1:
        parts.append((name, parts[other][1]))
    elif chosen == 2:
        parts[one], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    else:
        parts[one] = ((name, b""), (name, b"<a/>"), (name.upper(), content))[chosen - 3]
    return packed(parts)


def container_changed(draw: Draw) -> bytes:
    """A container that states wrong lengths and places, or any of whose bytes are others."""
    content, chance = bytearray(draw.package()), draw.chance
    if chance.random() < 0.5:
        mark = chance.choice(sorted(_LENGTHS))
        place = chance.choice([found.start() for found in re.finditer(re.escape(mark), bytes(content))])
        struct.pack_into(
            "<H", content, place + chance.choice(_LENGTHS[mark]), chance.choice((0, 1, 99, 0xFFFF))
        )
        return bytes(content)
    for _ in range(int(2 ** chance.uniform(0, 6))):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    return bytes(content)


def records_changed(draw: Draw) -> bytes:
    """Records of an .xls with another kind, length or number, blank, or in each other's place."""
    content, chance = bytearray(draw.xls), draw.chance
    records, place = [], content.index(_FIRST_RECORD)
    while place + 4 <= len(content) and (kind := struct.unpack_from("<H", content, place)[0]):
        length = struct.unpack_from("<H", content, place + 2)[0]
        records.append((place, kind, length))
        place += 4 + length
    kinds = sorted({kind for _, kind, _ in records})
    wanted = chance.choice((*kinds, *[_NUMBER_RECORD] * 5))
    place, kind, length = chance.choice([each for each in records if each[1] == wanted] or records)
    chosen = chance.randrange(5)
    if chosen == 0:
        struct.pack_into("<H", content, place + 2, chance.choice((0, length + 1, 8224, 9000)))
    elif chosen == 1:
        struct.pack_into("<H", content, place, chance.choice((*kinds, 0xFFFF)))
    elif chosen == 2:
        content[place : place + 4 + length] = bytes(4 + length)
    elif chosen == 3 and kind == _NUMBER_RECORD:
        struct.pack_into("<d", content, place + 10, chance.choice((float("nan"), float("inf"), -5e-324)))
    elif length:
        content[place + 4 + chance.randrange(length)] = chance.randrange(256)
    return bytes(content)
