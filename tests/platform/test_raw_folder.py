"""Files as they come: names in any encoding, linked folders, contents that change unseen."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from small_disclosures import Extract, disclosure, rows

from pipelines.raw_folder.discovery import find_files, take_inventory
from pipelines.raw_folder.fingerprints import sha256_of_file
from pipelines.raw_folder.names import readable_names, true_path
from pipelines.raw_folder.overrides import OverridesError, read_overrides
from pipelines.raw_folder.vanished import DocumentsVanished
from pipelines.raw_store.plan import make_plan
from pipelines.settings import Settings

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
    ("content", "line", "words"),
    [
        ("source_file,note\n预算.pdf,一\n".encode() + "决算.pdf,二\n".encode("gb18030"), 3, "UTF-8"),
        (b"source_file,note\na.pdf,\xff\xff\n", 2, "UTF-8"),
        (b'source_file,note\na.pdf,"x\ny"\nb.pdf,\x00\xff\xff\n', 4, "UTF-8"),
        (b"source_file,year\n", 1, "columns that are not known: year"),
        (b"source_file,note,note\na.pdf,x,y\n", 1, "note is there twice"),
        (b"source_file,note\na.pdf,one, two\n", 2, "3 fields, but 2 columns"),
        (b'source_file,note\na.pdf,"open\nb.pdf,x\n', 3, "this is not valid CSV"),
        (b"source_file,note\na.pdf," + b"x" * 1_000_000, 2, "this is not valid CSV"),
        (b"source_file,note\na.pdf," + b"x" * 2000, 2, "note has 2,000 characters"),
        (b"source_file,fiscal_year\na.pdf,2024\nb.pdf,MMXXIV\n", 3, "fiscal_year is 'MMXXIV'"),
        (b"source_file,fiscal_year\na.pdf,-5\n", 2, "fiscal_year is '-5'"),
        (b"source_file,fiscal_year\na.pdf," + b"9" * 500, 2, "fiscal_year is '999"),
        (b"source_file,fiscal_year\na.pdf,1024\n", 2, "from 2000 to 2100"),
        (b"source_file,report_kind\na.pdf,nonsense\n", 2, "has to be budget or final_accounts"),
        (b"source_file,scope\na.pdf,everything\n", 2, "has to be department or unit"),
        (b"source_file,region_code\na.pdf,4200\n", 2, "region_code is '4200'; it has to be six digits"),
        (b"source_file,region_code\na.pdf,042000\n", 2, "six digits"),
        (b"content_sha256,scope\n12ab,unit\n", 2, "64 hexadecimal digits"),
        (b"content_sha256,scope\n" + b"g" * 64 + b",unit\n", 2, "64 hexadecimal digits"),
        (b"source_file,scope\n,unit\n", 2, "names no file"),
        (
            b"source_file,scope,fiscal_year\na.pdf,unit,\nb.pdf,unit,\na.pdf,,2024\na.pdf,department,\n",
            5,
            "scope of a.pdf is 'department' here, but 'unit' in line 2",
        ),
        (
            b"content_sha256,report_kind\n" + b"ab" * 32 + b",budget\n" + b"AB" * 32 + b",final_accounts\n",
            3,
            "'final_accounts' here, but 'budget' in line 2",
        ),
    ],
)
def test_overrides_that_cannot_be_taken_name_the_file_and_the_line(
    tmp_path: Path, content: bytes, line: int, words: str
) -> None:
    (tmp_path / "disclosures.csv").write_bytes(content)
    with pytest.raises(OverridesError, match=rf"disclosures\.csv, line {line}: ") as raised:
        read_overrides(tmp_path)
    assert words in str(raised.value)
    assert len(str(raised.value)) < 300


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.text("source_fil,yar\n\"'20 4一\0\r;", max_size=80).map(str.encode),
        st.lists(st.text(max_size=6), max_size=3).map(
            lambda fields: ("source_file,fiscal_year,scope\n" + ",".join(fields)).encode("utf-8", "replace")
        ),
    )
)
@example("source_file,fiscal_year\na.pdf,²\n".encode())
def test_any_overrides_are_taken_or_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "disclosures.csv").write_bytes(content)
    try:
        overrides = read_overrides(tmp_path)
    except OverridesError as error:
        assert re.search(r"disclosures\.csv, line \d+: .{10,}", str(error), re.DOTALL)
    else:
        assert all(override.subjects for override in overrides)


def test_all_kinds_and_scopes_that_have_a_label_can_be_stated(tmp_path: Path) -> None:
    (tmp_path / "disclosures.csv").write_text(
        "source_file,report_kind,scope\na.pdf,budget,unit\nb.pdf,final_accounts,department\nc.pdf,,\n"
    )
    stated = [(o.stated["report_kind"], o.stated["scope"]) for o in read_overrides(tmp_path)]
    assert stated == [("budget", "unit"), ("final_accounts", "department"), (None, None)]


def test_overrides_are_refused_before_anything_is_read(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    """Also where rows name one document by two of its files, or by its content, and contradict each other."""
    shutil.copy(raw_dir / "one.txt", raw_dir / "copy.txt")
    sha256 = sha256_of_file(raw_dir / "one.txt")
    plain = "source_file,content_sha256,fiscal_year\n"
    for second in (f",{sha256},2023", "copy.txt,,2023", "one.txt,,2023", "two.txt,,20244"):
        (raw_dir / "disclosures.csv").write_text(f"{plain}one.txt,,2024\n{second}\n")
        with pytest.raises(OverridesError, match="line 3: fiscal_year"):
            extract()
        with pytest.raises(OverridesError, match="line 3: fiscal_year"):
            make_plan(Settings(raw_dir, build_file.parents[1], 1))
    assert rows(build_file, "select * from raw.documents") == []


def test_rows_without_a_file_are_named_and_wait_for_it(
    raw_dir: Path, build_file: Path, extract: Extract
) -> None:
    (raw_dir / "disclosures.csv").write_text(
        "source_file,content_sha256,fiscal_year\n"
        f"one.txt,,2024\n,{sha256_of_file(raw_dir / '2024' / 'two.txt').upper()},2024\nlater.txt,,2024\n"
    )
    (warning,) = extract().warnings
    assert warning.startswith(f"{raw_dir}/disclosures.csv, line 4: there is no file later.txt")
    assert make_plan(Settings(raw_dir, build_file.parents[1], 1)).warnings == [warning]
    write(raw_dir / "later.txt", "丙局")
    assert extract().warnings == []


@pytest.fixture
def many(raw_dir: Path, extract: Extract) -> Path:
    """The raw folder with twelve documents."""
    for number in range(10):
        write(raw_dir / f"{number}.txt", f"第{number}局")
    assert extract().read == 12
    return raw_dir


def gone(raw_dir: Path, count: int) -> None:
    for number in range(count):
        (raw_dir / f"{number}.txt").unlink()


def test_a_folder_of_which_most_is_gone_is_refused_unless_that_is_meant(
    many: Path, build_file: Path, extract: Extract
) -> None:
    gone(many, 7)
    with pytest.raises(DocumentsVanished, match=r"Of 12 documents .* 7 are gone .* --accept-vanished"):
        extract()
    with pytest.raises(DocumentsVanished):
        make_plan(Settings(many, build_file.parents[1], 1))
    assert rows(build_file, "select count(*) from raw.documents where gone_at is null") == [(12,)]
    assert extract(accept_vanished=True).removed == 7
    assert extract().unchanged == 5, "it is meant once"


def test_half_of_a_folder_may_go_and_most_of_a_small_one(many: Path, extract: Extract) -> None:
    gone(many, 6)
    assert extract().removed == 6
    gone(many, 0)
    for number in range(6, 10):
        (many / f"{number}.txt").unlink()
    assert extract().removed == 4


def test_files_that_are_renamed_or_written_anew_are_not_gone(many: Path, extract: Extract) -> None:
    for number in range(10):
        (many / f"{number}.txt").rename(many / f"renamed {number}.txt")
    assert extract().renamed == 10
    for number in range(10):
        write(many / f"renamed {number}.txt", f"新第{number}局")
    assert extract().removed == 10


def test_files_that_cannot_be_opened_any_more_are_gone(many: Path, extract: Extract) -> None:
    for path in many.rglob("*.txt"):
        path.unlink()
        path.symlink_to("share.that.is.not.mounted")
    with pytest.raises(DocumentsVanished, match="12 are gone or cannot be opened"):
        extract()
    assert extract(accept_vanished=True).failed == 12
    assert extract().unchanged == 12, "what could not be opened before is not gone"
