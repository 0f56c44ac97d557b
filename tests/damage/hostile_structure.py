"""PDFs whose structure lies: page trees, tables of objects, packed streams, encryption."""

from __future__ import annotations

import zlib

from reportlab.lib.pdfencrypt import StandardEncryption

from damage.draw import Draw
from damage.intact import drawn_pdf, packed_pdf
from damage.objects import CATALOG, FONT, PAGE, PAGES, small_pdf, stream, table, written


def many_pages_claimed(draw: Draw) -> bytes:
    """A page tree that claims many more pages than it has, at its root or in a branch."""
    claimed = draw.chance.choice((draw.most * 10, 2**31 - 1, 2**31, -5, 0, 10**30))
    if draw.chance.random() < 0.5:
        return small_pdf({2: b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % claimed})
    branch = b"<< /Type /Pages /Parent 2 0 R /Kids [3 0 R] /Count %d >>" % claimed
    return small_pdf({2: b"<< /Type /Pages /Kids [6 0 R 3 0 R] /Count %d >>" % (claimed + 1), 6: branch})


def pages_lost(draw: Draw) -> bytes:
    """Many kids in the page tree that are not in the file, besides one that is."""
    kids = b" ".join(b"%d 0 R" % (100 + number) for number in range(draw.count(0.01)))
    return small_pdf({2: b"<< /Type /Pages /Kids [3 0 R %s] /Count %d >>" % (kids, kids.count(b"R") + 1)})


def one_page_many_times(draw: Draw) -> bytes:
    """The same page again and again in the page tree."""
    count = draw.count(0.0005)
    return small_pdf({2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count)})


def page_tree_in_a_circle(draw: Draw) -> bytes:
    """A page tree that leads back to itself."""
    kids = draw.chance.choice(
        (b"2 0 R", b"2 0 R 3 0 R", b"3 0 R 2 0 R", b"6 0 R", b"1 0 R", b"6 0 R 6 0 R 3 0 R")
    )
    count = draw.chance.choice((1, 2, 1000, draw.most))
    circle = b"<< /Type /Pages /Kids [2 0 R 6 0 R] /Count %d /Parent 6 0 R >>" % count
    return small_pdf({2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), 6: circle})


def deep_page_tree(draw: Draw) -> bytes:
    """A page tree of which each branch has one branch."""
    depth = draw.count(0.02)
    branches = {
        10 + level: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (11 + level, 9 + level)
        for level in range(depth)
    }
    branches[10 + depth] = PAGE
    return small_pdf(branches | {2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"})


def page_of_another_type(draw: Draw) -> bytes:
    """What the page tree calls a page is none, or calls itself something else."""
    page = draw.chance.choice(
        (
            b"null",
            b"42",
            b"[3 0 R]",
            b"(page)",
            b"<< /Type /Pages >>",
            b"<< >>",
            b"4 0 R",
            FONT,
            PAGE.replace(b"/Page ", b"/Font "),
            PAGE.replace(b"/Type /Page", b""),
            PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R"),
        )
    )
    return small_pdf({3: page})


def kids_of_another_type(draw: Draw) -> bytes:
    """A page tree without kids, or with kids that are no list."""
    kids = (
        b"|/Kids 3 0 R|/Kids null|/Kids [null 3 0 R]|"
        b"/Kids [3]|/Kids (x)|/Kids [[3 0 R]]|/Kids [3 0 R 4 0 R 5 0 R 1 0 R 2 0 R]"
    ).split(b"|")
    return small_pdf(
        {2: b"<< /Type /Pages %s /Count %d >>" % (draw.chance.choice(kids), draw.chance.randint(0, 5))}
    )


def odd_page_box(draw: Draw) -> bytes:
    """Paper of no size, of any size, turned over, or no numbers."""
    box = draw.chance.choice(
        (
            b"[0 0 1e9 1e9]",
            b"[0 0 0 0]",
            b"[595 842 0 0]",
            b"[0 0 nan nan]",
            b"[-1e6 -1e6 1e6 1e6]",
            b"[0 0]",
            b"null",
            b"(A4)",
            b"[0 0 595 842 1 2 3]",
            b"[/a /b /c /d]",
            b"9 0 R",
            b"3 0 R",
            b"[0 0 99999999999999999999 842]",
            b"[0 0 1 100000]",
            b"[0 0 0.0001 0.0001]",
        )
    )
    extra = draw.chance.choice(
        (
            b"",
            b"/Rotate 45",
            b"/Rotate 1e9",
            b"/Rotate (x)",
            b"/UserUnit 1e6",
            b"/UserUnit -1",
            b"/CropBox [900 900 990 990]",
            b"/CropBox [0 0 nan 1]",
            b"/CropBox null",
        )
    )
    page = PAGE.replace(b"[0 0 595 842]", box).replace(b"/Parent", extra + b" /Parent")
    return small_pdf({3: page})


def odd_contents(draw: Draw) -> bytes:
    """Contents that are missing, endless, in a circle, or no streams."""
    other = draw.chance.choice(
        (
            b"null",
            b"99 0 R",
            b"[4 0 R 99 0 R]",
            b"[%s]" % (b"4 0 R " * draw.count(0.0002)),
            b"6 0 R",
            b"3 0 R",
            b"(x)",
            b"[4 0 R 6 0 R]",
            b"[null 4 0 R]",
            b"[[4 0 R]]",
            b"<< >>",
        )
    )
    return small_pdf({3: PAGE.replace(b"4 0 R", other), 6: b"[6 0 R 4 0 R]"})


def cross_references_in_a_circle(draw: Draw) -> bytes:
    """Earlier versions of a file that are all the same."""
    whole = small_pdf()
    at = whole.rfind(b"xref\n0 1")
    other = draw.chance.choice((at, 0, len(whole) + 10**6, at + 3))
    return small_pdf(trailer=b"/Prev %d /XRefStm %d" % (other, draw.chance.choice((at, other))))


def many_objects_claimed(draw: Draw) -> bytes:
    """A table of objects that claims many more than there are."""
    claimed = draw.chance.choice((draw.most * 10, 2**31 - 1, 2**32, -1))
    if draw.chance.random() < 0.5:
        return (
            small_pdf()
            .replace(b"xref\n0 1\n", b"xref\n0 %d\n" % claimed)
            .replace(b"/Size 6", b"/Size %d" % claimed)
        )
    return packed_pdf().replace(b"/Size 8", b"/Size %d /Index [0 %d]" % (claimed, claimed))


def object_stream_damaged(draw: Draw) -> bytes:
    """A stream of objects that lies about their number and places, or leads to itself."""
    data = packed_pdf()
    before, others = draw.chance.choice(
        (
            (b"/N 4", (b"/N 9999999", b"/N -1", b"/N 0", b"/N 2", b"/N 4 /Extends 6 0 R")),
            (b"/First ", (b"/First 99", b"/First -", b"/Frist ")),
            (b"/ObjStm", (b"/XObject", b"/XRef", b"/Catalog")),
            (b"/W [1 4 1]", (b"/W [1 1 1]", b"/W [1 4 9]", b"/W [0 4 1]")),
        )
    )
    data = data.replace(before, draw.chance.choice(others), 1)
    at = data.index(b"6 0 obj")
    return (
        data if draw.chance.random() < 0.6 else data[: at + 90] + draw.chance.randbytes(40) + data[at + 130 :]
    )


def deep_object(draw: Draw) -> bytes:
    """An object of lists or dictionaries within each other, where a simple one is expected."""
    depth = draw.count(0.1)
    body = draw.chance.choice(
        (b"[" * depth + b"]" * depth, b"<< /A " * depth + b">>" * depth, b"[" * depth, b"(" * depth)
    )
    return small_pdf(
        draw.chance.choice(
            (
                {6: body, 3: PAGE.replace(b"/Parent", b"/Annots 6 0 R /Parent")},
                {4: b"<< /Length 5 /X %s >>\nstream\n0 0 m\nendstream" % body},
                {1: CATALOG.replace(b"/Pages", b"/X %s /Pages" % body)},
                {5: FONT.replace(b"/Subtype", b"/X %s /Subtype" % body)},
            )
        )
    )


def references_in_a_circle(draw: Draw) -> bytes:
    """Objects that are only references to each other."""
    place = draw.chance.choice((1, 2, 3, 4, 5))
    return small_pdf(
        {place: b"6 0 R", 6: b"7 0 R", 7: draw.chance.choice((b"6 0 R", b"7 0 R", b"%d 0 R" % place))}
    )


def decompression_bomb(draw: Draw) -> bytes:
    """A small stream that unpacks to a large one: spaces, or operators, packed once or twice."""
    unit = draw.chance.choice(
        (b" " * 64, b"\0" * 64, b"q 1 0 0 1 0 0 cm Q\n" * 4, b"0 0 m 9 9 l S\n" * 5, b"((((((((")
    )
    packed = zlib.compress(unit * draw.count(8), 9)
    filters = b"/FlateDecode"
    if draw.chance.random() < 0.4:
        packed, filters = zlib.compress(packed, 9), b"/FlateDecode /FlateDecode"
    bomb = stream(packed, b"/Filter [%s]" % filters)
    if draw.chance.random() < 0.3:
        font = FONT.replace(b"/Subtype", b"/ToUnicode 6 0 R /Subtype")
        return small_pdf({5: font, 6: bomb})
    return small_pdf({3: PAGE.replace(b"4 0 R", b"[4 0 R 6 0 R]"), 6: bomb})


def locked(draw: Draw) -> bytes:
    """A file with a password, or with an encryption that is wrong."""
    strength = draw.chance.choice((40, 128))
    data = drawn_pdf(
        encryption=StandardEncryption(draw.chance.choice(("secret", "")), "owner", strength=strength)
    )
    if draw.chance.random() < 0.5:
        return data
    before, after = draw.chance.choice(
        (
            (b"/V ", b"/V 9"),
            (b"/R ", b"/R 9"),
            (b"/Standard", b"/Adobe.Rights"),
            (b"/O ", b"/O null /x "),
            (b"/P ", b"/P null /y "),
            (b"/ID", b"/XX"),
        )
    )
    return data.replace(before, after)


def odd_catalogue(draw: Draw) -> bytes:
    """Layers, forms, outlines, labels and names that lead in circles or are of another type."""
    entry = draw.chance.choice(
        (
            b"/AcroForm << /Fields [6 0 R 6 0 R] /XFA 6 0 R >>",
            b"/OCProperties 6 0 R",
            b"/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R 1 0 R null 7] /Order [[[[]]]] >> >>",
            b"/Outlines 6 0 R",
            b"/PageLabels << /Nums [0 6 0 R -5 << /S /r >> 9] >>",
            b"/Names << /JavaScript << /Names [(x) 6 0 R] >> >> /OpenAction 6 0 R",
            b"/PageLabels << /Kids [6 0 R] >>",
            b"/StructTreeRoot 6 0 R /MarkInfo 6 0 R",
        )
    )
    circle = (
        b"<< /Kids [6 0 R 6 0 R] /Parent 6 0 R /First 6 0 R /Next 6 0 R /FT /Tx /V 6 0 R /T (a) "
        b"/S /JavaScript /JS (while(1);) /Type /Annot /Subtype /Widget "
        b"/Rect [0 0 99 nan] /AP << /N 6 0 R >> >>"
    )
    page = PAGE.replace(b"/Parent", b"/Annots [6 0 R 6 0 R null 99 0 R] /Parent")
    return small_pdf({1: CATALOG.replace(b"/Pages", entry + b" /Pages"), 3: page, 6: circle})


def only_a_head(draw: Draw) -> bytes:
    """A head and an end mark, with little between them."""
    between = draw.chance.choice(
        (
            b"",
            b"1 0 obj\n<<>>\nendobj\n",
            b"trailer\n<< /Root 1 0 R >>\n",
            b"xref\n",
            b"\0" * 5000,
            draw.chance.randbytes(3000),
            table(),
            b"1 0 obj\n" * 2000,
        )
    )
    return b"%PDF-1.4\n" + between + b"\n%%EOF\n"


def many_pages(draw: Draw) -> bytes:
    """Many pages that do exist, each blank or with a table."""
    count = draw.count(0.001)
    pages = {10 + number: PAGE for number in range(count)}
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    return written(
        {
            1: CATALOG,
            2: PAGES.replace(b"3 0 R", kids).replace(b"/Count 1", b"/Count %d" % count),
            4: stream(table() if draw.chance.random() < 0.5 else b""),
            5: FONT,
            **pages,
        }
    )
