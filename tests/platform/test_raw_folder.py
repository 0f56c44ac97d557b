"""Files as they come: names in any encoding, linked folders, contents that change unseen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from small_disclosures import Extract, disclosure, rows

from pipelines.raw_folder.discovery import find_files, take_inventory
from pipelines.raw_folder.names import readable_names, true_path
from pipelines.raw_folder.overrides import read_overrides

NAMES = st.binary(min_size=1, max_size=12).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in (b".", b"..")
)


def in_bytes(folder: Path, name: bytes) -> Path:
    """The path of an entry whose name is not UTF-8."""
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + name))


def write(path: Path, name: str = "某某局") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(disclosure(name), encoding="utf-8")


def test_names_in_gb18030_are_read_and_named_readably(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    write(in_bytes(raw_dir, "绍兴/预算公开.txt".encode("gb18030")))
    write(in_bytes(raw_dir, b"\xff\xfe.txt"), "乙")
    write(raw_dir / "预算 #1? %41 'a' \"b\"\n[c].txt", "丙")
    summary = extract()
    assert (summary.read, summary.failed) == (5, 0)
    assert {name for (name,) in rows(build_file, "select source_file from raw.documents")} == {
        "2024/two.txt",
        "one.txt",
        "绍兴/预算公开.txt",
        "\\xff\\xfe.txt",
        "预算 #1? %41 'a' \"b\"\n[c].txt",
    }
    assert extract().unchanged == 5


def test_a_bad_file_with_a_name_in_gb18030_has_its_outcome(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    in_bytes(raw_dir, "空表.pdf".encode("gb18030")).touch()
    in_bytes(raw_dir, "断链.txt".encode("gb18030")).symlink_to("nowhere")
    assert extract().failed == 2
    found = rows(build_file, "select source_file, reason from raw.documents where status = 'failed'")
    assert sorted(found) == [("断链.txt", "unreadable_file"), ("空表.pdf", "empty_file")]


def test_the_same_name_in_two_encodings_is_two_files(raw_dir: Path, extract: Extract) -> None:
    write(raw_dir / "预算.txt", "甲")
    write(in_bytes(raw_dir, "预算.txt".encode("gb18030")), "乙")
    names = [name for name in find_files(raw_dir) if name.endswith("txt") and "2024" not in name]
    assert names == ["\\xd4\\xa4\\xcb\\xe3.txt", "one.txt", "预算.txt"]
    assert "甲" in true_path(raw_dir, "预算.txt").read_text(encoding="utf-8")
    assert "乙" in true_path(raw_dir, names[0]).read_text(encoding="utf-8")
    assert extract().read == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.sets(NAMES, min_size=1, max_size=6))
@example({"预算".encode("gb18030"), "预算".encode(), b"\\xd4\\xa4\\xcb\\xe3"})
def test_every_name_is_text_is_its_own_and_opens_its_file(
    tmp_path_factory: pytest.TempPathFactory, names: set[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    for name in names:
        in_bytes(folder, name).write_bytes(name)
    readable = readable_names(entry.name for entry in folder.iterdir())
    assert len(readable) == len(names)
    for name, entry in readable.items():
        name.encode()
        assert true_path(folder, name).read_bytes() == os.fsencode(entry)


def test_linked_folders_are_followed_once(tmp_path: Path) -> None:
    raw_dir, elsewhere = tmp_path / "raw", tmp_path / "elsewhere"
    write(raw_dir / "2024" / "one.txt")
    write(elsewhere / "deep" / "two.txt")
    (elsewhere / "back").symlink_to(raw_dir)
    (raw_dir / "a_link").symlink_to(raw_dir / "2024")
    (raw_dir / "linked").symlink_to(elsewhere)
    (raw_dir / "linked_again").symlink_to(elsewhere / "deep")
    for cycle, target in (("self", raw_dir), ("up", tmp_path), ("root", Path("/")), ("loop", Path("loop"))):
        (raw_dir / "2024" / cycle).symlink_to(target)
    assert find_files(raw_dir) == ["2024/loop", "2024/one.txt", "linked/deep/two.txt"]


def test_new_content_of_the_same_size_and_time_is_noticed(raw_dir: Path, extract: Extract) -> None:
    path = raw_dir / "one.txt"
    os.utime(path, ns=(10**18, 10**18))
    extract()
    for number in ("13.50", "14.50"):
        path.write_bytes(
            path.read_bytes().replace(b"12.50", number.encode()).replace(b"13.50", number.encode())
        )
        os.utime(path, ns=(10**18, 10**18))
        assert extract().read == 1, "written into"
    beside = raw_dir.parent / "beside.txt"
    beside.write_bytes(path.read_bytes().replace(b"14.50", b"15.50"))
    os.utime(beside, ns=(10**18, 10**18))
    beside.rename(path)
    assert extract().read == 1, "replaced"


def test_a_file_that_stays_is_not_hashed_again(raw_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.raw_folder.discovery._RACE_NS", -(10**12))
    known = {file.source_file: file for file in take_inventory(raw_dir, {}).files}
    monkeypatch.setattr("pipelines.raw_folder.discovery.sha256_of_file", None)
    assert {file.source_file: file for file in take_inventory(raw_dir, known).files} == known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_overrides_are_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    text = "source_file,organization_name,note\r\n预算.pdf,某市财政局,核对\r\n"
    (tmp_path / "disclosures.csv").write_bytes(text.encode(encoding))
    (override,) = read_overrides(tmp_path)
    assert override.row == ("预算.pdf", None, "某市财政局", None, None, None, None, "核对")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("source_file,note\n预算.pdf,一\n".encode() + "决算.pdf,二\n".encode("gb18030"), 3),
        (b"source_file,note\na.pdf,\xff\xff\n", 2),
        (b'source_file,note\na.pdf,"x\ny"\nb.pdf,\x00\xff\xff\n', 4),
        (b"source_file,fiscal_year\na.pdf,2024\nb.pdf,MMXXIV\n", 3),
        (b"source_file,year\n", 1),
    ],
    ids=["two encodings", "no encoding", "line breaks count", "no year", "no such column"],
)
def test_overrides_that_cannot_be_read_name_the_file_and_the_line(
    tmp_path: Path, content: bytes, line: int
) -> None:
    (tmp_path / "disclosures.csv").write_bytes(content)
    with pytest.raises(ValueError, match=rf"disclosures\.csv, line {line}: "):
        read_overrides(tmp_path)
