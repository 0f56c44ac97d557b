"""What a person writes into sources.csv, and what hosts call their files: it is told, or tamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.arrivals.addresses import host_of, what_is_wrong
from pipelines.arrivals.links import read_page
from pipelines.arrivals.names import file_name, host_folder, safe_name, with_hash
from pipelines.arrivals.sources import Source, read_sources


def read(folder: Path, text: str | bytes) -> list[Source]:
    (folder / "sources.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_sources(folder)


def test_without_a_list_there_are_no_addresses(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == []
    assert read(tmp_path, "address\n") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_list_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str) -> None:
    text = (
        "note,address,kind,organization_name,region_code\r\n"
        ',https://example.org/列表.html,page,某市商务局,421200\r\n\r\n"甲, 乙",http://example.org/a.pdf,,,\r\n'
    )
    assert read(tmp_path, text.encode(encoding)) == [
        Source("https://example.org/列表.html", "page", "某市商务局", "421200"),
        Source("http://example.org/a.pdf"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("adress\nhttp://example.org\n", 1, "adress"),
        ("kind\npage\n", 1, "no column 'address'"),
        ("address,\nhttp://example.org,\n", 1, "without a name"),
        ("address\nexample.org/a.pdf\n", 2, "http://"),
        ("address\nftp://example.org/a.pdf\n", 2, "http://"),
        ("address\nfile:///etc/passwd\n", 2, "http://"),
        ("address\nhttp://\n", 2, "no host"),
        ("address\nhttp://example.org:99999/\n", 2, "is not valid"),
        ("address\nhttp://[::1/\n", 2, "is not valid"),
        ("address\nhttp://example.org/a b.pdf\n", 2, "spaces"),
        ("address\nhttp://example.org/\n\nhttp://example.org/\n", 4, "listed twice"),
        ("address,kind\nhttp://example.org/,folder\n", 2, "page, file or empty"),
        ("address,kind\n,page\n", 2, "no address"),
        ("address,region_code\nhttp://example.org/,4212\n", 2, "six digits"),
        ("address\nhttp://example.org/,more\n", 2, "more values than columns"),
        ('address\nhttp://example.org/\n"' + "x" * 200_000 + '"\n', 3, "not valid CSV"),
        (b"address,note\nhttp://example.org/,\xff\xff\n", 2, "UTF-8"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, said: str
) -> None:
    with pytest.raises(ValueError, match=rf"sources\.csv, line {line}: .*{said}"):
        read(tmp_path, text)


HEADERS = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda name: f"attachment; filename*=UTF-8''{name}".encode()),
    st.text(max_size=400).map(lambda name: f'attachment; filename="{name}"'.encode("gb18030", "ignore")),
)


@given(HEADERS, st.text(max_size=30), st.sampled_from(["", ".pdf", ".html"]))
def test_a_name_is_always_one_visible_entry_of_its_folder(header: bytes, path: str, suffix: str) -> None:
    name = file_name(header, f"http://example.org/{path}", suffix)
    assert Path(name).name == name
    assert name not in ("", ".", "..")
    assert not name.startswith((".", "README"))
    assert name.isprintable()
    assert not set(name) & set('\\/:*?"<>|')
    assert len(with_hash(name, "0" * 64, 64).encode()) <= 255
    assert safe_name(name) == name, "a safe name stays as it is"


def test_a_long_name_keeps_its_suffix() -> None:
    name = safe_name("预算" * 200 + ".pdf")
    assert name.endswith("算.pdf")
    assert len(name.encode()) <= 180


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://example.org/P020240115.pdf", "P020240115.pdf"),
        ("http://example.org/%E9%A2%84%E7%AE%97.pdf?t=1", "预算.pdf"),
        ("http://example.org/%D4%A4%CB%E3.pdf", "预算.pdf"),
        ("http://example.org/down.jsp?file=/a/%D4%A4%CB%E3.pdf", "预算.pdf"),
        ("http://example.org/files/1234", "1234.pdf"),
        ("http://example.org/", "document.pdf"),
        ("http://example.org/..%2f..%2fetc", "etc.pdf"),
    ],
)
def test_without_a_header_the_address_names_the_file(address: str, name: str) -> None:
    assert file_name(None, address, ".pdf") == name


def test_hosts_have_folders_of_their_own() -> None:
    assert host_folder("https://www.Example.org:443/a") == "www.example.org"
    assert host_folder("http://[::1]:8080/a") == "__1_8080"
    assert host_of("http://example.org:8080/a") == "example.org:8080"


@given(st.one_of(st.binary(max_size=200), st.text("<>a/'\"=!-[]&;# href", max_size=200).map(str.encode)))
def test_no_page_is_too_odd_to_be_read(content: bytes) -> None:
    for link in read_page(content, "http://example.org/list.html").links:
        assert what_is_wrong(link.address) is None
