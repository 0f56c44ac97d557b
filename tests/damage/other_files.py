"""Texts that are no disclosures, and files that are not what their names say."""

from __future__ import annotations

import gzip
import io
import zipfile

from PIL import Image

from damage.draw import Draw
from damage.objects import small_pdf

_WORDS = (
    "合计",
    "教育支出",
    "1,234.56",
    "0.00",
    "-5",
    "2050101",
    "",
    "",
    "单位：万元",
    "２０２４",
    "x" * 50,
    "\u3000",
    "其中：",
    "□",
    "9" * 40,
)


def ragged_tabs(draw: Draw) -> bytes:
    """Rows of any number of cells, mostly empty."""
    widest = draw.chance.choice((5, 50, 500, 5000))
    lines, size = [], 0
    while size < draw.most:
        row = [draw.chance.choice(_WORDS) for _ in range(draw.chance.randint(1, widest))]
        lines.append("\t".join(row))
        size += len(lines[-1])
    return "\n".join(lines).encode()


def only_tabs(draw: Draw) -> bytes:
    """A million tabs: in one line, in many, or with one word."""
    count = draw.count()
    return draw.chance.choice(
        (
            b"\t" * count,
            b"\t1" * count,
            b"\t\n" * count,
            b"x" + b"\t" * count + b"y\n1\t2",
            b"1\t" * count,
            (b"\t" * 1000 + b"1\n") * (count // 1000),
            b"\n\t" * count,
        )
    )


def one_giant_line(draw: Draw) -> bytes:
    """A line without an end: one word, digits, brackets or spaces."""
    word = draw.chance.choice(
        ("合", "9", "1,", " ", "(", "<b", "[bookmark:", "**", "0 ", "联系人：", "#", "12.5 ", "电话0")
    )
    return (word * draw.count()).encode()


def many_lines(draw: Draw) -> bytes:
    """Very many lines, blank or with a character."""
    return (
        draw.chance.choice(("\n", "\r", "一\n", "\x0c", "\u2028", "1\t2\n\n", "表\n1\t2\n", "\t合计\n\n"))
        * draw.count(0.3)
    ).encode()


def zeros_within(draw: Draw) -> bytes:
    """A text with zero bytes."""
    data = bytearray(draw.text())
    for _ in range(draw.chance.randint(1, 50)):
        data[draw.chance.randrange(len(data))] = 0
    return bytes(data)


def mixed_encodings(draw: Draw) -> bytes:
    """Lines in different encodings."""
    encodings = ("utf-8", "gb18030", "utf-16-le", "big5", "utf-8-sig")
    lines = ["合计\t1,234.56\t2.00", "教育支出\t5.00\t", "单位：万元"] * 40
    return b"\n".join(line.encode(draw.chance.choice(encodings), "replace") for line in lines)


def half_characters(draw: Draw) -> bytes:
    """Lone surrogates, cut characters, and marks of a byte order that does not follow."""
    start = draw.chance.choice((b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    return (
        start
        + draw.text()
        + draw.chance.choice((b"\xed\xa0\x80", b"\xe5", b"\x81", b"\xd8\x00", b"\x00\xd8", b"\xff"))
    )


def text_damaged(draw: Draw) -> bytes:
    """An intact text with bytes that are any others, or cut."""
    data = bytearray(draw.text())
    for _ in range(int(2 ** draw.chance.uniform(0, 7))):
        data[draw.chance.randrange(len(data))] = draw.chance.randrange(256)
    return bytes(data[: draw.chance.randint(1, len(data))])


def any_bytes(draw: Draw) -> bytes:
    """No file at all."""
    return draw.chance.randbytes(int(2 ** draw.chance.uniform(0, 16)))


def box_drawing(draw: Draw) -> bytes:
    """Tables within tables, drawn with characters."""
    width, depth = draw.chance.randint(3, 300), draw.count(0.001)
    return "\n".join("│" * (n % width) + "├─┼─┤" + "\t" * (n % 7) + "1.00" for n in range(depth)).encode()


def controls_and_marks(draw: Draw) -> bytes:
    """Escapes, directions and invisible characters within cells."""
    marks = (
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\x07",
        "\x7f",
        "\U000e0041",
        "\u0301" * 200,
        "\ufffe",
        "𠀀",
    )
    return "\n".join(
        "合计\t1.00" + draw.chance.choice(marks) + "\t" + draw.chance.choice(marks) for _ in range(300)
    ).encode()


def wide_header(draw: Draw) -> bytes:
    """Header rows of very many cells with merged ones between them, and no amounts, or few."""
    width, rows = draw.count(0.003), draw.chance.randint(2, 40)
    lines = ["\t".join("栏" if draw.chance.random() < 0.3 else "" for _ in range(width)) for _ in range(rows)]
    return "\n".join([*lines, *(["1.00\t" * width] if draw.chance.random() < 0.5 else [])]).encode()


def nothing(draw: Draw) -> bytes:
    """A file without bytes, or with blanks only."""
    return draw.chance.choice(
        (b"", b" ", b"\n\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\t", "\u3000".encode())
    )


def web_page(draw: Draw) -> bytes:
    """An error page in the place of a document, hostile or plain."""
    return b"<html><body>" + draw.chance.choice(
        (
            b"404",
            b"<a href='a.pdf'>" * draw.count(0.01),
            b"<div>" * draw.count(0.1),
            b"<!--" * 5000,
            b"<script>" + b"'" * 5000,
            b"<a href='http://[::1/x.pdf'>",
            b"<base href='http://['><a href=x.pdf>",
            b"&#x110000;&#xD800;" * 100,
            b"\xff" * 999,
            b"<![" * 100,
            b"<a href='" + b"%2e" * 9999 + b".pdf'>",
        )
    )


def archive(draw: Draw) -> bytes:
    """An archive: whole, cut, of very many names, or of names that no system has."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        names = draw.chance.choice(
            (
                ["a.pdf"],
                [f"{n}.pdf" for n in range(draw.count(0.003))],
                ["../../x", "a\x1b[2J"],
                ["xl/workbook.xml"],
                ["word/document.xml"],
                ["OFD.xml"],
                ["x" * 60000],
            )
        )
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"")
    data = content.getvalue()
    return (
        data
        if draw.chance.random() < 0.6
        else data[: draw.chance.randrange(4, len(data))] + draw.chance.randbytes(9)
    )


def office_or_packed(draw: Draw) -> bytes:
    """A container of office programs that is cut, and packed files."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return draw.chance.choice(
        (
            ole,
            ole + draw.chance.randbytes(3000),
            ole + "Workbook\0\0".encode("utf-16-le"),
            gzip.compress(small_pdf(), mtime=0),
            b"Rar!\x1a\x07\x00",
            b"7z\xbc\xaf\x27\x1c" + bytes(90),
            b"PK\x03\x04" + draw.chance.randbytes(60),
            b"PK\x05\x06" + bytes(18),
            b"{\\rtf1" * 999,
        )
    )


def picture(draw: Draw) -> bytes:
    """A picture under any name, whole or cut."""
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "grey").save(content, draw.chance.choice(("PNG", "JPEG", "GIF", "TIFF")))
    data = content.getvalue()
    return data if draw.chance.random() < 0.5 else data[: draw.chance.randrange(10, len(data))]
