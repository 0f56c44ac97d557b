"""Archives are folders: each file in one is a document of its own, ``reports.zip/2024/budget.xls``.

Read are ZIP, and 7z where the package py7zr is installed (``pip install yusuan[archives]``). An archive in an
archive is opened too, once. What is packed otherwise, encrypted, damaged or beyond the limits stays one
document, which has an outcome that says why.
"""

from __future__ import annotations

import io
import lzma
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path, PurePosixPath

# An archive with more files, or whose files have more bytes, is not believed to be one of disclosures.
MOST_FILES, MOST_BYTES = 2_000, 2 * 1024**3
# An archive in an archive is unpacked in memory.
MOST_NESTED_BYTES = 200 * 1024**2

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_SEVEN_ZIP_START = b"7z\xbc\xaf\x27\x1c"
# A ZIP with one of these is a document of an office program, or an OFD document.
_PARTS_OF_DOCUMENTS = frozenset(
    {
        "[Content_Types].xml",
        "mimetype",
        "OFD.xml",
        "xl/workbook.xml",
        "word/document.xml",
        "content.xml",
    }
)
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError,
    NotImplementedError, RuntimeError,
)  # fmt: skip

Opener = Callable[[], AbstractContextManager[io.BufferedIOBase]]
Found = Iterator[tuple[str, Opener]]


class NotUnpacked(Exception):
    """An archive that is not opened; the message says why, and what to do."""


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of a kind that can be opened."""
    with suppress(OSError):
        return _is_archive(path)
    return False


@contextmanager
def opened_archive(path: Path, only: str | None = None) -> Generator[Found]:
    """(readable name with ``/``, opener) of each file in the archive, those of archives in it included.

    Hidden files and folders are left out. Raises :class:`NotUnpacked`. What a file holds is read when its
    opener is called; that raises OSError where it is damaged. A 7z archive is unpacked when it is opened: all
    of it, or the ``only`` file that is asked for.
    """
    try:
        if _starts_with(path, _SEVEN_ZIP_START):
            with tempfile.TemporaryDirectory(prefix="yusuan-archive-") as folder:
                yield _files_of_seven_zip(path, Path(folder), only)
        else:
            with zipfile.ZipFile(path) as archive:
                yield _files_of_zip(archive, may_nest=True)
    except _DAMAGE as error:
        raise NotUnpacked(f"The archive is damaged ({error}). Download it again.") from error


def why_not_opened(path: Path) -> str | None:
    """Why an archive stays one document, in words; None where it can be opened."""
    try:
        with opened_archive(path) as files:
            return None if any(True for _ in files) else "The archive holds no files."
    except NotUnpacked as error:
        return str(error)


def extract(path: Path, name: str, folder: Path) -> Path:
    """Write one file of the archive, by its readable name, to ``folder``; returns its path there.

    Raises :class:`NotUnpacked` as opening does, and FileNotFoundError where no such file is in the archive.
    """
    with opened_archive(path, name) as files:
        for found, opener in files:
            if found == name:
                target = folder / PurePosixPath(name).name
                with opener() as source, target.open("wb") as stream:
                    while piece := source.read(1024**2):
                        stream.write(piece)
                return target
    raise FileNotFoundError(f"{path} holds no file {name}.")


def _is_archive(path: Path) -> bool:
    if _starts_with(path, _SEVEN_ZIP_START):
        return True
    if not any(_starts_with(path, start) for start in _ZIP_STARTS):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _PARTS_OF_DOCUMENTS.isdisjoint(archive.namelist())
    except _DAMAGE:
        return False


def _starts_with(path: Path, start: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(start)) == start


def _files_of_zip(archive: zipfile.ZipFile, *, may_nest: bool) -> Found:
    entries = _entries(archive)
    _refuse_more(len(entries), sum(entry.file_size for entry in entries.values()))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries.values()):
        raise NotUnpacked("The archive is encrypted. Ask the publisher for it without a password.")
    for name, entry in entries.items():
        nested = _nested(archive, entry) if may_nest else None
        if nested is None:
            yield name, _opener(archive, entry)
        else:
            with nested:
                for inner, opener in _files_of_zip(nested, may_nest=False):
                    yield f"{name}/{inner}", opener


def _opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Opener:
    @contextmanager
    def opened() -> Generator[io.BufferedIOBase]:
        # The whole file, so that its checksum is compared before any of it is used.
        with tempfile.TemporaryFile() as whole:
            try:
                with archive.open(entry) as source:
                    shutil.copyfileobj(source, whole)
            except (*_DAMAGE, OSError) as error:
                # Without the name of the file, which the library knows in another encoding.
                what = re.split(r"""(?: for file)? b?['"]""", str(error))[0]
                raise OSError(f"it is damaged in the archive ({what})") from error
            whole.seek(0)
            yield whole

    return opened


def _nested(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> zipfile.ZipFile | None:
    """An archive in the archive; None for any other file."""
    if not entry.filename.lower().endswith(".zip") or entry.file_size > MOST_NESTED_BYTES:
        return None
    try:
        nested = zipfile.ZipFile(io.BytesIO(archive.read(entry)))
        return nested if _PARTS_OF_DOCUMENTS.isdisjoint(nested.namelist()) else None
    except _DAMAGE:
        return None


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of the archive by readable name; one with the name of another gets an underscore."""
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        name = _readable(_name_of(entry))
        if name is None or entry.is_dir():
            continue
        while name in found:
            name += "_"
        found[name] = entry
    return found


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: programs write UTF-8 or GB18030 without saying so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    written = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return written.decode(encoding)
    return entry.filename


def _readable(name: str) -> str | None:
    """A path that leads nowhere else; None for a hidden file, and what a system keeps beside files."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return None
    return "/".join("".join(char if char.isprintable() else "_" for char in part) for part in parts)


def _refuse_more(count: int, size: int) -> None:
    if count > MOST_FILES or size > MOST_BYTES:
        raise NotUnpacked(
            f"The archive claims {count:,} files with {size / 1024**2:,.0f} MB; more than {MOST_FILES:,} "
            f"files or {MOST_BYTES / 1024**2:,.0f} MB are not unpacked. If it is right, unpack it yourself."
        )


def _files_of_seven_zip(path: Path, folder: Path, only: str | None) -> Found:
    try:
        import py7zr
    except ImportError:
        raise NotUnpacked(
            "It is a 7z archive. Install yusuan[archives] to have it opened, or unpack it yourself."
        ) from None
    try:
        with py7zr.SevenZipFile(path) as archive:
            if archive.needs_password():
                raise NotUnpacked("The archive is encrypted. Ask the publisher for it without a password.")
            listed = archive.list()
            _refuse_more(len(listed), sum(each.uncompressed for each in listed))
            wanted = [each.filename for each in listed if only in (None, _readable(each.filename))]
            archive.extract(folder, wanted)
    except NotUnpacked:
        raise
    except Exception as error:  # The library lets pass whatever a damaged archive raises.
        raise NotUnpacked(
            f"The archive is damaged ({type(error).__name__}: {error}). Download it again."
        ) from error
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        name = _readable(file.relative_to(folder).as_posix())
        if name is not None:
            yield name, (lambda file=file: file.open("rb"))
