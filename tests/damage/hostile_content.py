"""PDFs whose pages are hostile: operators, forms, fonts, character maps and pictures."""

from __future__ import annotations

from damage.draw import Draw
from damage.objects import FONT, PAGE, small_pdf, stream, table
from damage.tokens import NUMBERS, TOKENS

_FORM = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X1 6 0 R /X2 7 0 R >> >>"
)
_WITH_FORMS = PAGE.replace(b"/Font", b"/XObject << /X1 6 0 R /X2 7 0 R >> /Font")
_TEXT = b"BT /F1 9 Tf 60 600 Td (201 1,234.56) Tj ET\n"


def _page(content: bytes) -> bytes:
    return small_pdf({4: stream(table() + b"\n" + content, packed=True)})


def deep_states(draw: Draw) -> bytes:
    """Graphic states, texts, marks or lists opened again and again."""
    times = draw.count(0.1)
    opened = draw.chance.choice(
        (b"q ", b"BT ", b"/P <</MCID 0>> BDC ", b"[ ", b"<< ", b"(", b"BX ", b"q 2 0 0 2 0 0 cm ")
    )
    return _page(opened * times + _TEXT + draw.chance.choice((b"", b"Q " * times, b"] " * times)))


def states_closed_too_often(draw: Draw) -> bytes:
    """More ends than beginnings."""
    return _page(
        draw.chance.choice((b"Q ", b"ET ", b"EMC ", b"] ", b">> ", b") ", b"EI ", b"EX ")) * draw.count(0.01)
    )


def any_operators(draw: Draw) -> bytes:
    """Operators with operands of any kind, in any order."""
    names = (
        b"w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz "
        b"TL Tf Tr Ts Td TD "
        b"Tm T* Tj TJ ' \" d0 d1 CS cs SC SCN sc scn G g RG rg K k sh BI ID EI Do MP DP BMC BDC EMC BX EX"
    )
    operators = names.split()
    operands = (
        *NUMBERS,
        b"/F1",
        b"/X1",
        b"(abc)",
        b"<41>",
        b"[1 (a) -9999]",
        b"1",
        b"0.5",
        b"500",
        b"9999999",
    )
    parts = []
    for _ in range(draw.count(0.003)):
        parts += [draw.chance.choice(operands) for _ in range(draw.chance.randint(0, 6))]
        parts.append(draw.chance.choice(operators))
    return _page(b" ".join(parts))


def any_tokens(draw: Draw) -> bytes:
    """Signs that nobody expects."""
    return _page(b"".join(draw.chance.choice(TOKENS) for _ in range(draw.count(0.001))))


def odd_numbers(draw: Draw) -> bytes:
    """Text and rulings at places that are no numbers, or far away."""
    parts = []
    for _ in range(draw.count(0.001)):
        a, b, c, d = (draw.chance.choice((*NUMBERS, b"50", b"100", b"300")) for _ in range(4))
        parts.append(
            draw.chance.choice(
                (
                    b"BT /F1 %s Tf %s %s Td (12.5) Tj ET" % (a, b, c),
                    b"%s %s m %s %s l S" % (a, b, c, d),
                    b"q %s %s %s %s 0 0 cm 9 9 99 99 re S Q" % (a, b, c, d),
                    b"%s %s %s %s re f" % (a, b, c, d),
                    b"BT /F1 9 Tf %s %s %s %s 60 600 Tm (7.00) Tj ET" % (a, b, c, d),
                )
            )
        )
    return _page(b"\n".join(parts))


def endless_drawing(draw: Draw) -> bytes:
    """Very many strokes, boxes, characters or slanted lines, by chance or in a fine net."""
    count, chosen, chance = draw.count(0.1), draw.chance.randrange(5), draw.chance
    if chosen == 0:
        lines = (b"%d %d m %d %d l S" % tuple(chance.randrange(600) for _ in range(4)) for _ in range(count))
    elif chosen == 1:
        lines = (
            b"0 %.3f m 595 %.3f l S %.3f 0 m %.3f 842 l S" % ((step * 842 / count,) * 4)
            for step in range(count)
        )
    elif chosen == 2:
        lines = (b"BT /F1 4 Tf %d %d Td (%d.%d) Tj ET" % (n % 590, n % 839, n, n % 10) for n in range(count))
    elif chosen == 3:
        lines = (b"BT /F1 9 Tf 60 600 Td (1) Tj ET" for _ in range(count))
    else:
        lines = (b"%d %d 2 2 re f" % (chance.randrange(590), chance.randrange(840)) for _ in range(count))
    return _page(b"\n".join(lines))


def one_long_text(draw: Draw) -> bytes:
    """One text of very many characters, or in very many pieces."""
    count = draw.count(0.1)
    pieces = draw.chance.choice(
        (b"(%s) Tj" % (b"1" * count), b"[%s] TJ" % (b"(1) -50 " * count), b"(%s) Tj" % (b"1 " * count))
    )
    return _page(b"BT /F1 1 Tf 10 500 Td " + pieces + b" ET")


def forms_in_a_circle(draw: Draw) -> bytes:
    """Forms that draw themselves or each other."""
    first = draw.chance.choice((b"/X1 Do", b"/X2 Do", b"/X1 Do /X1 Do", b"/X1 Do /X2 Do"))
    second = draw.chance.choice((b"/X1 Do", b"/X2 Do /X1 Do", _TEXT))
    page_content = table() + b" /X1 Do /X2 Do"
    return small_pdf(
        {3: _WITH_FORMS, 4: stream(page_content), 6: stream(_TEXT + first, _FORM), 7: stream(second, _FORM)}
    )


def forms_that_multiply(draw: Draw) -> bytes:
    """Each form draws the next one several times."""
    depth, times = draw.chance.randint(3, 7), draw.chance.randint(2, 10 if draw.most > 100_000 else 3)
    forms = {}
    for level in range(depth):
        resources = b"/Resources << /XObject << /X %d 0 R >> >>" % (11 + level)
        forms[10 + level] = stream(
            b"/X Do " * times, b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] " + resources
        )
    forms[10 + depth] = stream(
        _TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /Font << /F1 5 0 R >> >>"
    )
    page = PAGE.replace(b"/Font", b"/XObject << /X 10 0 R >> /Font")
    return small_pdf({3: page, 4: stream(table() + b" /X Do"), **forms})


def broken_inline_picture(draw: Draw) -> bytes:
    """A picture within the content that does not end, or lies about its size."""
    size = draw.chance.choice((b"/W 9999999 /H 9999999", b"/W -1 /H 5", b"/W 3 /H 3", b"", b"/W (x) /H nan"))
    packed = draw.chance.choice(
        (b"", b"/F /Fl", b"/F [/A85 /Fl]", b"/F /DCT", b"/F /CCF /DP << /K -1 >>", b"/F /Nope")
    )
    end = draw.chance.choice((b"\nEI\n", b"", b"EI", b" E I "))
    return _page(
        b"BI %s /BPC 8 /CS /RGB %s ID " % (size, packed) + draw.chance.randbytes(300) + end + b"\n" + _TEXT
    )


def broken_picture(draw: Draw) -> bytes:
    """A picture whose data are any bytes, and whose size is any."""
    width, height = (
        draw.chance.choice((b"1", b"99999", b"0", b"-4", b"2147483647", b"nan")) for _ in range(2)
    )
    packed = draw.chance.choice(
        (
            b"",
            b"/Filter /DCTDecode",
            b"/Filter /JPXDecode",
            b"/Filter /JBIG2Decode",
            b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 999999999 >>",
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 999999999 >>",
            b"/Filter /LZWDecode",
            b"/Filter /RunLengthDecode",
            b"/SMask 6 0 R",
        )
    )
    space = draw.chance.choice(
        (b"/DeviceRGB", b"[/Indexed /DeviceRGB 255 6 0 R]", b"[/ICCBased 6 0 R]", b"[/Separation /X 6 0 R]")
    )
    entries = b"/Subtype /Image /Width %s /Height %s /BitsPerComponent 8 /ColorSpace %s %s" % (
        width,
        height,
        space,
        packed,
    )
    content = table() + b" q 500 0 0 500 20 20 cm /X1 Do Q"
    return small_pdf(
        {3: _WITH_FORMS, 4: stream(content), 6: stream(draw.chance.randbytes(2000), entries), 7: b"null"}
    )


def _with_font(font: bytes, more: dict[int, bytes]) -> bytes:
    return small_pdf({5: font, **more})


def broken_character_map(draw: Draw) -> bytes:
    """A map to Unicode that is endless, maps everything to one character, or holds half characters."""
    lines = draw.chance.choice(
        (
            b"1 beginbfrange <00> <FFFFFFFF> <0041> endbfrange",
            b"1 beginbfrange <0000> <FFFF> <0041> endbfrange",
            b"1 beginbfchar <31> <D800> endbfchar",
            b"1 beginbfchar <31> <> endbfchar",
            b"1 beginbfchar <31> endbfchar",
            b"9999999 beginbfchar <31> <0032>",
            b"1 beginbfrange <31> <39> [<0031>] endbfrange",
            b"/X usecmap",
            b"1 beginbfrange <39> <31> <0031> endbfrange",
            b"1 beginbfchar <31> <%s> endbfchar" % (b"0031" * 3000),
            b"1 begincodespacerange <> <> endcodespacerange",
            b"(((",
            b"1 beginbfrange <31> <39> /X endbfrange",
            b"1 beginbfchar <32> <0000> <31> <FFFE> endbfchar",
            b"1 beginbfrange 31 39 65 endbfrange",
        )
    )
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    )
    cmap += lines + draw.chance.choice((b" endcmap end", b""))
    return _with_font(FONT.replace(b"/Subtype", b"/ToUnicode 6 0 R /Subtype"), {6: stream(cmap, packed=True)})


def broken_font(draw: Draw) -> bytes:
    """A font without what it needs, or with entries of another type."""
    font = draw.chance.choice(
        (
            b"null",
            b"<< >>",
            b"[5 0 R]",
            b"<< /Type /Font >>",
            b"<< /Type /Font /Subtype /Nope /BaseFont 5 0 R >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Nope /DescendantFonts [5 0 R] >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 6 0 R /DescendantFonts [6 0 R] >>",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /GBK-EUC-H /DescendantFonts 6 0 R >>",
            b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 999999999 "
            b"/Widths [nan 1 (x)] >>",
            b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar -5 /LastChar null "
            b"/Widths 6 0 R /FontDescriptor 6 0 R >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
            b"/Encoding << /Differences [999 /a /b -5 /c (x) 49 /nope] >> >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont 9 "
            b"/Encoding 7 /FontDescriptor << /FontFile 7 0 R >> >>",
            b"<< /Type /Font /Subtype /TrueType /BaseFont /X "
            b"/FontDescriptor << /Flags (x) /FontBBox [1 nan] /FontFile2 7 0 R >> >>",
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0 0 0 0 0 0] "
            b"/CharProcs << /a 7 0 R >> "
            b"/Encoding << /Differences [49 /a] >> /FirstChar 49 /LastChar 49 /Widths [1000] "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
        )
    )
    parts = {
        6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X "
        b"/CIDSystemInfo << /Registry 5 /Ordering (GB1) >> "
        b"/DW nan "
        b"/W [1 99999999 500 2 [1 (x) nan] 9] /W2 [1 [2]] /DescendantFonts [6 0 R] /FontDescriptor 6 0 R >>",
        7: stream(
            draw.chance.choice(
                (
                    draw.chance.randbytes(500),
                    b"\0\1\0\0" + draw.chance.randbytes(900),
                    b"%!PS-AdobeFont",
                    b"1000 0 d0 BT /F1 9 Tf (1) Tj ET",
                )
            )
        ),
    }
    return _with_font(font, parts)


def texts_behind_each_other(draw: Draw) -> bytes:
    """Very many texts in one place, covered, white, see-through or clipped."""
    cover = draw.chance.choice(
        (b"1 g 0 0 595 842 re f 0 g ", b"1 g ", b"q 0 0 9 9 re W n ", b"3 Tr ", b"0 0 595 842 re W* n ")
    )
    return _page(
        b"".join(
            cover + b"BT /F1 9 Tf 60 %d Td (%d.00) Tj ET\n" % (600 - n % 99, n)
            for n in range(draw.count(0.002))
        )
    )


def patterns_in_a_circle(draw: Draw) -> bytes:
    """Patterns, shadings, masks and groups that are painted with themselves."""
    resources = (
        b"/Pattern << /P 6 0 R >> /Shading << /S 7 0 R >> "
        b"/ExtGState << /G << /SMask << /S /Alpha /G 6 0 R >> /ca nan >> >>"
    )
    entries = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /XStep 0.001 /YStep nan /BBox [0 0 9 9] "
        b"/Subtype /Form /Group << /S /Transparency >> /Resources << %s >>" % resources
    )
    shading = (
        b"<< /ShadingType %d /ColorSpace /DeviceRGB /Function 7 0 R /Coords [0 0 nan 9] >>"
        % draw.chance.randint(1, 9)
    )
    content = table() + b" /Pattern cs /P scn /G gs 0 0 595 842 re f /S sh " + _TEXT
    page = PAGE.replace(b"/Font", resources + b" /Font")
    return small_pdf(
        {3: page, 4: stream(content), 6: stream(b"/P scn 0 0 9 9 re f /G gs", entries), 7: shading}
    )
