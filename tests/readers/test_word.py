"""Documents of word processors: what a person sees is read, once, and in its cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from forms import doc
from forms import docx as docx_form

from pipelines.readers import Document, UnreadableDocument, media_type_of, read_document
from pipelines.readers.text import read_text
from pipelines.settings import PROJECT_ROOT

TEXTS = sorted((PROJECT_ROOT / "data" / "raw").glob("*.txt"))
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a document with this body, styles and lists."""

    def written(body: str, styles: str = "", numbering: str = "", name: str = "x.docx") -> Path:
        path = tmp_path / name
        parts = {"styles": styles, "numbering": numbering}
        related = "".join(
            f'<Relationship Id="{part}" Type="{OFFICE}/{part}" Target="{part}.xml"/>' for part in parts
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "_rels/.rels",
                relationships(f'Id="1" Type="{OFFICE}/officeDocument" Target="word/document.xml"'),
            )
            archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}'
                f'<Relationship Id="lost" Type="{OFFICE}/image" Target="NULL"/>'
                f'<Relationship Id="sheet" Type="{OFFICE}/package" Target="embeddings/sheet.xlsx"/>'
                "</Relationships>",
            )
            for part, content in parts.items():
                archive.writestr(f"word/{part}.xml", f"<w:{part} {NAMES}>{content}</w:{part}>")
        return path

    return written


def relationships(attributes: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"<Relationship {attributes}/></Relationships>"
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inline: str, properties: str = "") -> str:
    runs = "".join(each if each.startswith("<") else run(each) for each in inline)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: list[str] | str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = (
        row
        if isinstance(row, str)
        else "<w:tr>" + "".join(each if each.startswith("<") else cell(each) for each in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"


def cells(document: Document, number: int = 1) -> list[tuple[str, int, int, int, int]]:
    return [
        (each.text, each.row_no, each.col_no, each.row_span, each.col_span)
        for each in document.tables[number - 1].cells
    ]


def lines(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def hidden(document: Document) -> list[tuple[str, str]]:
    return [(text.text, text.reason) for text in document.hidden_texts]


def reasons(document: Document) -> set[str]:
    return {notice.reason for notice in document.warnings}


SPAN2, DOWN, UP = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name.split("-")[0])
def test_a_disclosure_written_as_docx_has_the_same_lines_and_cells(path: Path, tmp_path: Path) -> None:
    expected = read_text(path)
    docx_form.write(expected, tmp_path / "x.docx")
    document = read_document(tmp_path / "x.docx")
    assert lines(document) == [line.text.strip() for line in expected.lines]
    assert [[(c.text, c.row_no, c.col_no) for c in t.cells] for t in document.tables] == [
        [(c.text, c.row_no, c.col_no) for c in t.cells] for t in expected.tables
    ]


@pytest.mark.skipif(not doc.available(), reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt"])
def test_formats_that_libreoffice_converts_have_the_same_cells(
    suffix: str, tmp_path: Path, write: Write
) -> None:
    path = write(
        paragraph("收支总表")
        + table([cell("收入", SPAN2), "支出"], ["税", "1.00", "2.50"], widths=(2000, 2000, 2000))
    )
    expected = read_document(path)
    doc.write(expected, tmp_path / f"budget{suffix}")
    document = read_document(tmp_path / f"budget{suffix}")
    assert (lines(document), cells(document)) == (lines(expected), cells(expected))
    assert document.reader == "word:libreoffice"


def test_without_libreoffice_its_formats_are_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.readers.word.conversion.converter", lambda: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(UnreadableDocument, match="Install it") as caught:
        read_document(path)
    assert caught.value.reason == "unsupported_format"


def test_merged_cells_span_rows_and_columns_also_in_controls(write: Write) -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    document = read_document(
        write(
            control.format(
                table(
                    [cell("科目", DOWN), cell("金额", SPAN2)],
                    control.format(
                        f"<w:tr>{cell('x', UP)}{control.format(cell('基本'))}{cell('项目')}</w:tr>"
                    ),
                    ["工资", "1.00", "2.00"],
                )
            )
        )
    )
    assert cells(document) == [
        ("科目", 1, 1, 2, 1),
        ("金额", 1, 2, 1, 2),
        ("基本", 2, 2, 1, 1),
        ("项目", 2, 3, 1, 1),
        ("工资", 3, 1, 1, 1),
        ("1.00", 3, 2, 1, 1),
        ("2.00", 3, 3, 1, 1),
    ]
    assert hidden(document) == [("x", "hidden_text")]
    assert document.tables[0].cells[-1].reference == "T1R3C3"


def test_old_merges_and_columns_left_out_before_a_row(write: Write) -> None:
    first, more = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("1.00")}{cell("2.00")}</w:tr>'
    document = read_document(
        write(table([cell("总", first), cell("", more), "末"], ["甲", "乙", "丙"], late))
    )
    assert cells(document) == [
        ("总", 1, 1, 1, 2),
        ("末", 1, 3, 1, 1),
        ("甲", 2, 1, 1, 1),
        ("乙", 2, 2, 1, 1),
        ("丙", 2, 3, 1, 1),
        ("1.00", 3, 2, 1, 1),
        ("2.00", 3, 3, 1, 1),
    ]


def test_edges_drawn_by_hand_a_little_beside_each_other_are_one(write: Write) -> None:
    """The grid has a column of 5 points that no cell fills."""
    document = read_document(
        write(
            table(
                ["科目", cell("预算", SPAN2), "执行"],
                [cell("教育", SPAN2), "1.00", "2.00"],
                widths=(2000, 100, 2000, 2000),
            )
        )
    )
    assert [(text, col, span) for text, _, col, _, span in cells(document)] == [
        ("科目", 1, 1),
        ("预算", 2, 1),
        ("执行", 3, 1),
        ("教育", 1, 1),
        ("1.00", 2, 1),
        ("2.00", 3, 1),
    ]


def test_a_row_whose_spans_do_not_fill_the_grid_stands_where_its_widths_say(write: Write) -> None:
    def wide(text: str, width: int) -> str:
        return cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')

    document = read_document(
        write(
            table(
                ["甲", "乙", "丙", "丁"],
                [wide("合计", 4000), wide("3.00", 2000), wide("4.00", 2000)],
                widths=(2000, 2000, 2000, 2000),
            )
        )
    )
    assert cells(document)[4:] == [("合计", 2, 1, 1, 2), ("3.00", 2, 3, 1, 1), ("4.00", 2, 4, 1, 1)]


def test_a_table_in_a_cell_is_a_table_of_its_own_and_a_single_cell_is_a_frame(write: Write) -> None:
    inner = table(["名", "数"], ["字", "2.00"])
    document = read_document(
        write(
            table([f"<w:tc>{paragraph('标题')}{inner}{paragraph('')}</w:tc>"])
            + table([cell("外"), cell(inner)], ["末", "9.00"])
        )
    )
    assert lines(document) == ["标题"]
    assert [[text for text, *_ in cells(document, number)] for number in (1, 2, 3)] == [
        ["名", "数", "字", "2.00"],
        ["外", "末", "9.00"],
        ["名", "数", "字", "2.00"],
    ]
    assert document.tables[2].cells[0].reference == "T4R1C1"


def test_a_table_in_a_cell_gives_no_row_to_the_table_around_it(write: Write) -> None:
    document = read_document(
        write(table(["项目", "金额"], ["甲", "1.00"], [cell("乙"), cell(table(["8", "9"]))]))
    )
    assert [[text for text, *_ in cells(document, number)] for number in (1, 2)] == [
        ["项目", "金额", "甲", "1.00", "乙"],
        ["8", "9"],
    ]


def test_a_table_that_goes_on_behind_a_break_with_its_header_again_is_one(write: Write) -> None:
    head = ["科目", "金额"]
    document = read_document(
        write(
            table(head, ["教育", "1.00"])
            + paragraph('<w:r><w:br w:type="page"/></w:r>')
            + table(head, ["卫生", "2.00"])
        )
    )
    assert [text for text, *_ in cells(document)] == ["科目", "金额", "教育", "1.00", "卫生", "2.00"]


def test_text_boxes_are_read_once_though_the_file_has_them_twice(write: Write) -> None:
    box = f"<w:txbxContent>{paragraph('单位：万元')}</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><wps:txbx>"
        f"{box}</wps:txbx></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    only_old = f"<w:r><w:pict><v:textbox>{box.replace('万元', '元')}</v:textbox></w:pict></w:r>"
    assert lines(read_document(write(paragraph("表一", both, only_old)))) == [
        "表一",
        "单位：万元",
        "单位：元",
    ]


def test_tracked_changes_are_read_as_accepted(write: Write) -> None:
    deleted = "<w:del><w:r><w:delText>1.00</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('2.00')}</w:ins>"
    moved = f"<w:moveFrom>{run('移')}</w:moveFrom>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('旧')}{cell('9.00')}</w:tr>"
    document = read_document(
        write(
            table(["甲", cell(paragraph(deleted, inserted))], gone, ["乙", "3.00"])
            + paragraph("一", moved, properties="<w:rPr><w:del/></w:rPr>")
            + paragraph("二", f"<w:moveTo>{run('移')}</w:moveTo>")
        )
    )
    assert [text for text, *_ in cells(document)] == ["甲", "2.00", "乙", "3.00"]
    assert lines(document) == ["一二移"]
    assert sorted(hidden(document)) == [("1.00", "deleted_text"), ("旧 9.00", "deleted_text")]


def test_what_cannot_be_seen_is_no_print(write: Write) -> None:
    white = '<w:color w:val="FFFFFF"/>'
    dark = cell(paragraph(run("白字", white)), '<w:shd w:val="clear" w:fill="1F4E79"/>')
    secret = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('隐')}{cell('7.00')}</w:tr>"
    document = read_document(
        write(
            paragraph("可见", run("暗", "<w:vanish/>"), run("目录", "<w:webHidden/>"), run("白", white))
            + paragraph(run("样", '<w:rStyle w:val="off"/>'))
            + table([dark, "1.00"], secret, ["丙", "2.00"]),
            styles='<w:style w:type="character" w:styleId="off"><w:rPr><w:vanish/></w:rPr></w:style>',
        )
    )
    assert lines(document) == ["可见目录"]
    assert [text for text, *_ in cells(document)] == ["白字", "1.00", "丙", "2.00"]
    assert hidden(document) == [
        ("暗", "hidden_text"),
        ("白", "colour_of_paper"),
        ("样", "hidden_text"),
        ("隐 7.00", "hidden_row"),
    ]
    assert reasons(document) == {"hidden_texts"}


def field(code: str, result: str | None) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    shown = "" if result is None else mark.format("separate") + run(result)
    return mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + shown + mark.format("end")


def test_fields_show_their_results_and_a_formula_without_one_is_unknown(write: Write) -> None:
    document = read_document(
        write(
            paragraph("共", field(" SUM(ABOVE) ", "12.50"), "元")
            + paragraph(field(r"EQ \o\ac(○,3)", None), "其他")
            + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "丢失的结尾")
            + table(["合计", cell(paragraph(field("=SUM(ABOVE)", None)))], ["乙", "1.00"])
        )
    )
    assert lines(document) == ["共12.50元", "③其他"]
    assert [text for text, *_ in cells(document)] == ["合计", "\ufffd", "乙", "1.00"]
    assert "unknown_characters" in reasons(document)


def test_signs_breaks_and_marks(write: Write) -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    raised, struck = '<w:vertAlign w:val="superscript"/>', "<w:strike/>"
    document = read_document(
        write(
            paragraph(
                symbol,
                "是",
                "<w:r><w:br/><w:t>否</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>1</w:t></w:r>",
            )
            + table(
                [
                    "<w:tc>" + paragraph("甲") + paragraph("乙") + "</w:tc>",
                    cell(paragraph("1.00", run("2", raised))),
                ],
                ["丙", cell(paragraph(run("3.00", struck)))],
            )
        )
    )
    assert lines(document) == ["☑是", "否-1"]
    assert [text for text, *_ in cells(document)] == ["甲\n乙", "1.00²", "丙", "3\u0336.\u03360\u03360\u0336"]


def level(number: int, form: str, text: str, more: str = '<w:suff w:val="nothing"/>') -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LISTS = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%1.%3", '<w:pStyle w:val="third"/><w:isLgl/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num>'
)


def item(text: str, level: int, number: int = 1) -> str:
    return paragraph(
        text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def test_automatic_numbers_are_print(write: Write) -> None:
    document = read_document(
        write(
            item("收入", 0)
            + table([cell(item("税", 1)), "1.00"], [cell(item("费", 1)), "2.00"])
            + paragraph("其中", properties='<w:pStyle w:val="third"/>')
            + item("支出", 0)
            + item("债务", 1)
            + item("结转", 0, 2)
            + paragraph(
                "无号", properties='<w:pStyle w:val="third"/><w:numPr><w:numId w:val="0"/></w:numPr>'
            ),
            styles='<w:style w:type="paragraph" w:styleId="third"><w:pPr>'
            '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
            numbering=LISTS,
        )
    )
    assert lines(document) == ["一、收入", "1.1 其中", "二、支出", "（一）债务", "十一、结转", "无号"]
    assert [text for text, *_ in cells(document)] == ["（一）税", "1.00", "（二）费", "2.00"]


def test_indents_and_alignment_of_cells_are_kept(write: Write) -> None:
    def name(text: str, indent: str) -> str:
        return cell(paragraph(run(text, '<w:sz w:val="20"/>'), properties=indent))

    total = paragraph("合计", properties='<w:jc w:val="center"/>')
    document = read_document(
        write(
            table(
                [cell(total), "3.00"],
                [name("教育", ""), "1.00"],
                [name("小学", '<w:ind w:left="200"/>'), "1.00"],
                [name("中学", '<w:ind w:left="999" w:leftChars="200" w:firstLineChars="100"/>'), "1.00"],
                widths=(3000, 2000),
            )
        )
    )
    named = [each for each in document.tables[0].cells if each.col_no == 1]
    assert [each.alignment for each in named] == ["centre", "left", "left", "left"]
    start = named[1].text_x0 or 0.0
    assert [each.text_x0 and each.text_x0 - start for each in named] == [None, 0.0, 10.0, 30.0]


def test_pictures_and_embedded_sheets_are_told(write: Write) -> None:
    picture = '<w:r><w:drawing><wp:inline><wp:extent cx="9000000" cy="9000000"/>'
    picture += '<a:blip r:embed="lost"/></wp:inline></w:drawing></w:r>'
    sheet = (
        '<w:r><w:object><v:imagedata/><o:OLEObject ProgID="Excel.Sheet.12" r:id="sheet"/></w:object></w:r>'
    )
    document = read_document(
        write(paragraph(picture) + paragraph(sheet) + table(["甲", cell(paragraph(picture))], ["乙", "1.00"]))
    )
    said = {notice.reason: notice.message for notice in document.warnings}
    assert set(said) == {"large_pictures", "figures_as_pictures"}
    assert "an object of Excel.Sheet.12 (word/embeddings/sheet.xlsx)" in said["figures_as_pictures"]
    with pytest.raises(UnreadableDocument) as caught:
        read_document(write(paragraph(picture)))
    assert caught.value.reason == "image_only"


def test_the_strict_variant_and_documents_with_macros_are_read(write: Write, tmp_path: Path) -> None:
    path = write(table(["甲", "1.00"], ["乙", "2.00"]), name="plain.docx")
    strict = tmp_path / "budget.docm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for kind in (b"wordprocessingml", b"officeDocument"):
                content = content.replace(
                    b"http://schemas.openxmlformats.org/%s/2006/" % kind,
                    b"http://purl.oclc.org/ooxml/%s/" % kind,
                )
            new.writestr(name, content)
    assert cells(read_document(strict)) == cells(read_document(path))
    assert media_type_of(strict) == media_type_of(path)
