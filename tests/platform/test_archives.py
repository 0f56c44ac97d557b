"""Archives are folders: each file in one is a document of its own, with the archive in its address."""

from __future__ import annotations

import io
import shutil
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from running import RAW_DIR

from pipelines.command.trace.source import SourceUnavailable, find_source
from pipelines.raw_folder import archives
from pipelines.raw_folder.discovery import FoundDocument, take_inventory
from pipelines.reading.outcome import read_outcome
from pipelines.settings import Limits

TEXT = next(RAW_DIR.glob("guyuan*.txt")).read_bytes()
OTHER = next(RAW_DIR.glob("xinzhou*.txt")).read_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return content.getvalue()


def named_in_gb18030(name: str, content: bytes) -> bytes:
    """A ZIP with a Chinese name as programs on Chinese systems write it: GB18030, without a mark."""
    written = name.encode("gb18030")
    stand_in = "n" * len(written)
    return zipped({stand_in: content}).replace(stand_in.encode(), written)


def encrypted(content: bytes) -> bytes:
    """A ZIP that says so of its one file, at both places."""
    local, central = b"PK\x03\x04\x14\x00", b"PK\x01\x02\x14\x03\x14\x00"
    return content.replace(local + b"\0\0", local + b"\x01\0").replace(central + b"\0\0", central + b"\x01\0")


def documents(raw_dir: Path) -> dict[str, FoundDocument]:
    return {found.source_file: found for found in take_inventory(raw_dir, {}).documents.values()}


def test_each_file_is_a_document_with_the_archive_in_its_address(tmp_path: Path) -> None:
    inner = zipped({"决算/other.txt": OTHER})
    (tmp_path / "reports.zip").write_bytes(
        zipped(
            {"2024/预算.txt": TEXT, "inner.zip": inner, "__MACOSX/._x": b"", ".hidden": b"x", "README": b"x"}
        )
    )
    found = documents(tmp_path)
    assert set(found) == {"reports.zip/2024/预算.txt", "reports.zip/inner.zip/决算/other.txt"}
    for document in found.values():
        outcome = read_outcome(tmp_path, document, Limits())
        assert outcome.status == "read", outcome.message
        assert outcome.count("cells") > 100


def test_chinese_names_without_a_mark_of_their_encoding_are_read(tmp_path: Path) -> None:
    (tmp_path / "部门.zip").write_bytes(named_in_gb18030("2024年部门预算.txt", TEXT))
    assert set(documents(tmp_path)) == {"部门.zip/2024年部门预算.txt"}


def test_a_7z_archive_is_opened(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr", reason="the extra `archives` is not installed")
    with py7zr.SevenZipFile(tmp_path / "reports.7z", "w") as archive:
        archive.writestr(TEXT, "2024/预算.txt")
    (document,) = documents(tmp_path).values()
    assert document.source_file == "reports.7z/2024/预算.txt"
    assert read_outcome(tmp_path, document, Limits()).status == "read"


def test_an_unchanged_archive_is_not_opened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports.zip").write_bytes(zipped({"a.txt": TEXT, "b.txt": OTHER}))
    known = {file.source_file: file for file in take_inventory(tmp_path, {}).files}
    monkeypatch.setattr("pipelines.raw_folder.discovery._RACE_NS", -(10**18))
    monkeypatch.setattr("pipelines.raw_folder.discovery.opened_archive", None)
    assert {file.source_file: file for file in take_inventory(tmp_path, known).files} == known


def test_the_same_content_outside_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "reports.zip").write_bytes(zipped({"a.txt": TEXT}))
    (tmp_path / "z.txt").write_bytes(TEXT)
    (document,) = documents(tmp_path).values()
    assert (document.source_file, document.duplicate_files) == ("reports.zip/a.txt", ("z.txt",))


def test_a_file_that_unpacks_to_much_is_not_held_in_memory(tmp_path: Path) -> None:
    (tmp_path / "zeros.zip").write_bytes(zipped({"zeros.txt": bytes(30 * 1024**2), "a.txt": TEXT}))
    tracemalloc.start()
    found = documents(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(found) == {"zeros.zip/zeros.txt", "zeros.zip/a.txt"}
    assert peak < 10 * 1024**2


def test_a_damaged_file_in_an_archive_fails_alone(tmp_path: Path) -> None:
    content = zipped({"a.txt": TEXT, "b.txt": OTHER})
    broken = content[:200] + bytes([content[200] ^ 0xFF]) + content[201:]
    (tmp_path / "reports.zip").write_bytes(broken)
    inventory = take_inventory(tmp_path, {})
    assert [file.source_file for file in inventory.files] == ["reports.zip/b.txt"]
    assert "damaged" in inventory.unreadable["reports.zip/a.txt"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped({}), "no files"),
        (encrypted(zipped({"a.txt": TEXT})), "encrypted"),
        (zipped({f"{number}.txt": b"" for number in range(archives.MOST_FILES + 1)}), "not unpacked"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "damaged"),
    ],
    ids=["empty", "encrypted", "too many files", "damaged 7z"],
)
def test_an_archive_that_is_not_opened_is_one_document_that_says_why(
    tmp_path: Path, content: bytes, says: str
) -> None:
    if content.startswith(b"7z"):
        pytest.importorskip("py7zr", reason="the extra `archives` is not installed")
    (tmp_path / "reports.zip").write_bytes(content)
    (document,) = documents(tmp_path).values()
    assert document.source_file == "reports.zip"
    outcome = read_outcome(tmp_path, document, Limits())
    assert outcome.reason == "archive"
    assert says in (outcome.message or "")


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_a_wrong_byte_in_a_7z_archive_costs_that_archive_only(tmp_path: Path, place: float) -> None:
    py7zr = pytest.importorskip("py7zr", reason="the extra `archives` is not installed")
    path = tmp_path / "reports.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(TEXT, "预算.txt")
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 0xFF
    path.write_bytes(bytes(content))
    (tmp_path / "other.txt").write_bytes(OTHER)
    assert set(documents(tmp_path)) == {"reports.7z", "other.txt"}
    outcome = read_outcome(tmp_path, documents(tmp_path)["reports.7z"], Limits())
    assert outcome.reason == "archive"
    assert "damaged" in (outcome.message or "")


def test_a_file_without_a_name_in_an_archive_is_left_out(tmp_path: Path) -> None:
    content = zipped({"nameless": b"x", "预算.txt": TEXT}).replace(b"nameless", b"\0ameless")
    (tmp_path / "reports.zip").write_bytes(content)
    assert set(documents(tmp_path)) == {"reports.zip/预算.txt"}


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "reports.zip").write_bytes(zipped({"../../etc/a.txt": TEXT, "/b.txt": OTHER}))
    assert set(documents(tmp_path)) == {"reports.zip/etc/a.txt", "reports.zip/b.txt"}


def test_a_trace_finds_the_file_in_its_archive(tmp_path: Path) -> None:
    (tmp_path / "reports.zip").write_bytes(zipped({"a.txt": TEXT}))
    (document,) = documents(tmp_path).values()
    path = find_source(tmp_path, [document.source_file], document.content_sha256)
    assert path.read_bytes() == TEXT
    shutil.copyfile(next(RAW_DIR.glob("xinzhou*.txt")), tmp_path / "other.txt")
    (tmp_path / "reports.zip").write_bytes(zipped({"b.txt": TEXT}))
    with pytest.raises(SourceUnavailable):
        find_source(tmp_path, [document.source_file], document.content_sha256)
