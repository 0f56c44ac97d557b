"""Intact PDFs damaged by chance: by disks and networks, by bad programs, and on purpose."""

from __future__ import annotations

import random
import re

from damage.draw import Draw
from damage.objects import objects_of, rewritten, with_changed_streams
from damage.tokens import FILTERS, NUMBERS, TOKENS

_LENGTH = re.compile(rb"/Length \d+")
_FILTER = re.compile(rb"/(?:FlateDecode|ASCII85Decode|DCTDecode|CCITTFaxDecode|JBIG2Decode)\b")
_REFERENCE = re.compile(rb"(?<!\d)(\d+) 0 R\b")
_NUMBER = re.compile(rb"(?<![\d.])-?\d+(?:\.\d+)?(?![\d.])")
_NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]*")


def _block(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + int(2 ** chance.uniform(0, 14)))


def flipped_bits(draw: Draw) -> bytes:
    """As a bad disk or memory leaves them."""
    data = bytearray(draw.pdf())
    for _ in range(int(2 ** draw.chance.uniform(0, 8))):
        data[draw.chance.randrange(len(data))] ^= 1 << draw.chance.randrange(8)
    return bytes(data)


def other_bytes(draw: Draw) -> bytes:
    """Some bytes are any others."""
    data = bytearray(draw.pdf())
    for _ in range(int(2 ** draw.chance.uniform(0, 10))):
        data[draw.chance.randrange(len(data))] = draw.chance.randrange(256)
    return bytes(data)


def cut(draw: Draw) -> bytes:
    """A download that stopped; with or without an end mark put behind it."""
    data = draw.pdf()
    return data[: draw.chance.randrange(len(data))] + draw.chance.choice(
        (b"", b"\n%%EOF\n", b"endstream endobj %%EOF")
    )


def block_removed(draw: Draw) -> bytes:
    """Bytes left out."""
    data = draw.pdf()
    start, end = _block(data, draw.chance)
    return data[:start] + data[end:]


def block_twice(draw: Draw) -> bytes:
    """Bytes sent twice."""
    data = draw.pdf()
    start, end = _block(data, draw.chance)
    return data[:end] + data[start:]


def block_of_zeros(draw: Draw) -> bytes:
    """A sector that could not be read."""
    data = draw.pdf()
    start, end = _block(data, draw.chance)
    return data[:start] + bytes(end - start) + data[end:]


def block_of_another(draw: Draw) -> bytes:
    """Bytes of another file in between."""
    data, other = draw.pdf(), draw.pdf()
    start, end = _block(data, draw.chance)
    first, last = _block(other, draw.chance)
    return data[:start] + other[first:last] + data[end:]


def line_ends_changed(draw: Draw) -> bytes:
    """Sent as text: every line end is another."""
    before, after = draw.chance.choice(((b"\r\n", b"\n"), (b"\n", b"\r\n"), (b"\r", b"\n"), (b"\n", b"\r")))
    return draw.pdf().replace(before, after)


def sent_as_text(draw: Draw) -> bytes:
    """Decoded and encoded as text on its way."""
    encoding, errors = draw.chance.choice(
        (("utf-8", "replace"), ("gb18030", "ignore"), ("latin-1", "replace"))
    )
    return draw.pdf().decode(encoding, errors).encode("utf-8")


def two_in_one(draw: Draw) -> bytes:
    """Two files, one behind the other."""
    return draw.pdf() + draw.pdf()


def _some(pattern: re.Pattern[bytes], draw: Draw, share: float, others: tuple[bytes, ...]) -> bytes:
    return pattern.sub(
        lambda found: draw.chance.choice(others) if draw.chance.random() < share else found[0], draw.pdf()
    )


def wrong_lengths(draw: Draw) -> bytes:
    """Streams that are shorter or longer than they say."""
    lengths = (
        b"/Length 0",
        b"/Length 1",
        b"/Length -5",
        b"/Length 99999999",
        b"/Length 3 0 R",
        b"/Length (x)",
    )
    return _some(_LENGTH, draw, 0.4, lengths)


def wrong_filters(draw: Draw) -> bytes:
    """Streams that are packed otherwise than they say."""
    return _some(_FILTER, draw, 0.5, FILTERS)


def filters_repeated(draw: Draw) -> bytes:
    """Streams that say that they are packed many times."""
    names = b"[" + b" ".join(draw.chance.choice(FILTERS) for _ in range(draw.chance.randint(2, 50))) + b"]"
    return _some(re.compile(rb"/Filter ?/\w+"), draw, 0.7, (b"/Filter " + names,))


def references_exchanged(draw: Draw) -> bytes:
    """References that lead to other objects, or to none."""
    numbers = [found[1] for found in _REFERENCE.finditer(draw.pdf())] or [b"1"]
    others = tuple(number + b" 0 R" for number in [*numbers[:200], b"999999", b"0"])
    return _some(_REFERENCE, draw, draw.chance.choice((0.02, 0.1, 0.5)), others)


def objects_exchanged(draw: Draw) -> bytes:
    """Objects under each other's numbers."""
    data = draw.pdf()
    objects = objects_of(data)
    for _ in range(draw.chance.randint(1, 6) if len(objects) > 1 else 0):
        one, other = draw.chance.sample(sorted(objects), 2)
        objects[one], objects[other] = objects[other], objects[one]
    return rewritten(data, objects)


def objects_missing(draw: Draw) -> bytes:
    """Some objects are missing."""
    data = draw.pdf()
    share = draw.chance.choice((0.05, 0.2, 0.5))
    return rewritten(
        data, {number: body for number, body in objects_of(data).items() if draw.chance.random() > share}
    )


def numbers_changed(draw: Draw) -> bytes:
    """Numbers in dictionaries that are huge, negative, no numbers, or of another type."""
    data = draw.pdf()
    objects, share = objects_of(data), draw.chance.choice((0.02, 0.1, 0.4))
    for number, body in objects.items():
        head, mark, rest = body.partition(b"stream")
        head = _NUMBER.sub(
            lambda found: draw.chance.choice(NUMBERS) if draw.chance.random() < share else found[0], head
        )
        objects[number] = head + mark + rest
    return rewritten(data, objects)


def names_changed(draw: Draw) -> bytes:
    """Names in dictionaries that are other names."""
    data = draw.pdf()
    objects, share = objects_of(data), draw.chance.choice((0.02, 0.1, 0.3))
    names = sorted({name for body in objects.values() for name in _NAME.findall(body[:2000])}) or [b"/X"]
    for number, body in objects.items():
        head, mark, rest = body.partition(b"stream")
        head = _NAME.sub(
            lambda found: draw.chance.choice(names) if draw.chance.random() < share else found[0], head
        )
        objects[number] = head + mark + rest
    return rewritten(data, objects)


def contents_changed(draw: Draw) -> bytes:
    """Signs that nobody expects within contents of pages, fonts and maps, which are packed well."""
    times, chance = int(2 ** draw.chance.uniform(0, 7)), draw.chance

    def change(content: bytes) -> bytes:
        for _ in range(times):
            at = chance.randrange(len(content) + 1)
            content = content[:at] + chance.choice(TOKENS) + content[at + chance.choice((0, 0, 1, 9)) :]
        return content

    return with_changed_streams(draw.pdf(), change, lambda: chance.random() < 0.5)


def contents_cut(draw: Draw) -> bytes:
    """Contents that stop anywhere, or whose bytes are any others, packed well."""
    chance = draw.chance

    def change(content: bytes) -> bytes:
        at = chance.randrange(len(content) + 1)
        return content[:at] if chance.random() < 0.5 else content[:at] + chance.randbytes(len(content) - at)

    return with_changed_streams(draw.pdf(), change, lambda: chance.random() < 0.3)


def cross_references_lost(draw: Draw) -> bytes:
    """The table of objects is gone, or stands elsewhere."""
    data = draw.pdf()
    chosen = draw.chance.randrange(4)
    if chosen == 0:
        return data.replace(b"startxref", b"startxxxx")
    if chosen == 1:
        return re.sub(rb"startxref\s+\d+", b"startxref\n%d" % draw.chance.randrange(2 * len(data)), data)
    if chosen == 2:
        return re.sub(
            rb"\d{10} (\d{5} n)", lambda f: b"%010d %s" % (draw.chance.randrange(len(data)), f[1]), data
        )
    return re.sub(
        rb"/W ?\[[^\]]*\]", draw.chance.choice((b"/W [0 0 0]", b"/W [9 9 9]", b"/W [-1 2 1]", b"/W []")), data
    )


def trailer_changed(draw: Draw) -> bytes:
    """A trailer that leads nowhere, to itself, or to an earlier version that is not there."""
    other = draw.chance.choice(
        (
            b"/Root 99 0 R",
            b"/Root null",
            b"/Root [1 0 R]",
            b"/Root 1 0 R /Prev 0",
            b"/Rooot 1 0 R",
            b"/Root 1 0 R /Prev 99999999",
            b"/Root 1 0 R /Encrypt 1 0 R",
            b"/Root 1 0 R /XRefStm 15",
            b"/Root 1 0 R /Encrypt << /Filter /Standard >>",
        )
    )
    return re.sub(rb"/Root \d+ 0 R", lambda _: other, draw.pdf())
