"""Dumps of pages in JSON are read page by page as texts; other JSON is told what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.readers import UnreadableDocument, media_type_of, read_document

FIRST = "某局2024年部门预算\n一、收入表\n科目\t合计\t基本\n教育支出\t3.00\t3.00"
SECOND = "科目\t合计\t基本\n体育支出\t4.00\t4.00\n注：无"


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "dump.txt"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "content",
    [
        [{"page": 3, "text": FIRST}, {"page": 4, "text": SECOND}],
        {"file": "x.pdf", "pages": [{"page_no": "3", "content": FIRST}, {"page_no": "4", "content": SECOND}]},
    ],
)
def test_pages_keep_their_numbers_and_tables_go_on_from_page_to_page(tmp_path: Path, content: Any) -> None:
    path = written(tmp_path, content)
    assert media_type_of(path) == "application/json"
    document = read_document(path)
    assert document.page_count == 4
    assert [(line.page_no, line.text) for line in document.lines] == [
        (3, "某局2024年部门预算"), (3, "一、收入表"), (4, "注：无"),
    ]  # fmt: skip
    (table,) = document.tables
    assert [(cell.page_no, cell.row_no, cell.text) for cell in table.cells if cell.col_no == 2] == [
        (3, 1, "合计"), (3, 2, "3.00"), (4, 3, "4.00"),
    ]  # fmt: skip


@pytest.mark.parametrize("numbers", [(2, 1), (0, 1), (1, 99999999), ("x", "y")])
def test_pages_with_doubtful_numbers_are_counted(tmp_path: Path, numbers: tuple[object, object]) -> None:
    path = written(tmp_path, [{"page": n, "text": t} for n, t in zip(numbers, (FIRST, SECOND), strict=True)])
    assert {line.page_no for line in read_document(path).lines} == {1, 2}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"code": 404, "message": "not found"}', "unsupported_format"),
        ('[{"page": 1}]', "unsupported_format"),
        ('[{"page": 1, "text": "一"}, 5]', "unsupported_format"),
        ('[{"page": 1, "text": " \\n "}]', "empty_file"),
        ('[{"page": 1, "text": "一', "damaged"),
        ('{"a":' * 100_000, "damaged"),
    ],
)
def test_other_json_has_an_outcome(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "dump.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    assert caught.value.reason == reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "gb18030"])
def test_a_dump_in_another_encoding_is_no_text_of_brackets(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, [{"page": 1, "text": FIRST}])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert len(read_document(path).tables) == 1
